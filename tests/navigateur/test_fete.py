"""The fête on the day: a phone without script, a laptop, the wall; a decision crosses the room."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from communs.collectivites.models import Compte
from communs.dossiers.enums import Visibilite
from communs.etats.tables import franchir
from eclaireurs.evaluation.fete.models import Atelier
from eclaireurs.evaluation.suivi.models import Action
from eclaireurs.evaluation.suivi.transitions import ACTION
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.dossiers import montrer
from tests.outils.evaluations import creer_evaluation, remplir_le_plan
from tests.outils.fetes import creneau, proposer, salle
from tests.outils.fetes import ouvrir as ouvrir_la_fete

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def fete(site, administratrice, collectivite):
    """Today; four actions on the wall, one of them blocked."""
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=2, actions=2, taches=0)
    evaluation.arreter()
    montrer(evaluation.dossier, Visibilite.COLLECTIVITE)
    applicateur = evaluation.identite("applicateur")
    collectivite.adhesions.create(compte=applicateur.personne)
    action = Action.objects.get(titre="Action 1.1")
    franchir(ACTION, identite=applicateur, objet=action, nom="bloquer", motif="Panne du camion.", code="1.1")
    return ouvrir_la_fete(administratrice, collectivite)


def saine(page):
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


def test_une_decision_traverse_la_salle(ouvrir, membre, fete):
    proposer(membre, fete, salle=salle(fete), creneau=creneau(fete))
    atelier = Atelier.objects.get()
    mur = ouvrir(fete.adresse("fete:projection"), compte=membre)
    expect(mur.locator(".pan-bloquees")).to_contain_text("Panne du camion.")
    saine(mur)
    telephone = ouvrir(atelier.get_absolute_url(), compte=membre, largeur=320, js=False)
    telephone.get_by_role("button", name="J’y vais").click()
    expect(telephone.get_by_role("heading", name="1 personne")).to_be_visible()
    telephone.get_by_text("Noter une décision").click()
    telephone.get_by_label("L’action").select_option(label="1.1 Action 1.1 (bloquée)")
    telephone.get_by_label("Débloquer").check()
    telephone.get_by_label("Pourquoi").fill("Le service des ports prête le sien.")
    telephone.get_by_role("button", name="Noter cette décision").click()
    expect(telephone.get_by_text("Le service des ports prête le sien.")).to_be_visible()
    saine(ouvrir(atelier.get_absolute_url(), compte=membre, largeur=320))  # axe itself needs a script
    applicateur = Compte.objects.get(email="applicateur@port-lumiere.example")
    bureau = ouvrir(atelier.get_absolute_url(), compte=applicateur)
    valider = bureau.get_by_role("button", name="Valider")
    valider.focus()
    bureau.keyboard.press("Enter")
    expect(bureau.get_by_text("La décision est dans le tableau de suivi.")).to_be_visible()
    expect(mur.locator(".pan-en-route")).to_contain_text(
        "Le service des ports prête le sien.", timeout=30_000
    )  # by itself
    expect(mur.locator(".pan-bloquees")).to_contain_text("Aucune.")


def test_deux_personnes_veulent_la_meme_salle(ouvrir, membre, administratrice, fete):
    page = ouvrir(fete.adresse("fete:proposer"), compte=membre, largeur=320)
    page.get_by_label("Titre").fill("Finir le bus des livres")
    page.get_by_label("Créneau").select_option(index=1)
    page.get_by_label("Salle").select_option(index=1)
    proposer(administratrice, fete, "J’étais là", salle=fete.salles.all()[0], creneau=creneau(fete))
    page.get_by_role("button", name="Proposer cet atelier").click()
    expect(page.get_by_text("déjà prise à ce créneau").first).to_be_visible()
    saine(page)
    page.get_by_label("Salle").select_option(index=2)
    page.get_by_role("button", name="Proposer cet atelier").click()
    expect(page.get_by_role("heading", name="Finir le bus des livres")).to_be_visible()


def test_le_programme_et_le_mur_se_lisent_partout(ouvrir, membre, administratrice, fete):
    proposer(administratrice, fete, salle=salle(fete), creneau=creneau(fete))
    proposer(administratrice, fete, "À placer")
    for largeur, sombre in ((320, False), (320, True), (1440, True)):
        for nom in ("fete:fete", "fete:mur", "fete:projection"):
            saine(ouvrir(fete.adresse(nom), compte=membre, largeur=largeur, sombre=sombre))


def test_la_fete_de_demonstration_est_annoncee(ouvrir, site, settings):
    settings.VIGIE_DEMO = True
    call_command("charger_demo", verbosity=0)
    call_command("charger_demo_evaluation", verbosity=0)
    pilote = Compte.objects.get(email="yanis@port-lumiere.example")
    atelier = Atelier.objects.get(titre__startswith="Un second chauffeur")
    page = ouvrir(atelier.fete.get_absolute_url(), compte=pilote)
    expect(page.get_by_role("link", name="Un second chauffeur")).to_be_visible()
    page.get_by_role("link", name="Mur", exact=True).click()
    expect(page.locator(".pan-bloquees").first).to_contain_text("Sans convention signée")
