"""A facilitator and two phones, one of them without script: nobody is left behind."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from communs.questionnaires.models import Reponse
from communs.seances.models import Seance
from tests.outils.chromium import deborde, defauts_axe
from tests.outils.dossiers import ouvrir_un_dossier
from tests.outils.seances import (
    ajouter,
    avancer,
    clore,
    ecrire_une_question,
    faire_repondre,
    ouvrir_une_seance,
    poser,
    preparer_un_questionnaire,
)

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dossier(site, membre, collectivite):
    """Led by the member, on real addresses."""
    return ouvrir_un_dossier(membre, collectivite)


def saine(page):
    assert page.locator("h1").count() == 1
    assert defauts_axe(page) == []
    assert not deborde(page)


def entrer(page, seance, prenom):
    page.get_by_label("Code de la séance").fill(seance.code.lower())
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Prénom").fill(prenom)
    page.get_by_role("button", name="Entrer").click()


def test_une_animatrice_et_deux_telephones(ouvrir, membre, dossier):
    seance = ouvrir_une_seance(membre, dossier)
    ecrire_une_question(membre, seance)
    mur = ouvrir(dossier.adresse("seances:projection", seance.uuid), compte=membre)
    avec = ouvrir(reverse("seances:rejoindre"), largeur=320)
    sans = ouvrir(reverse("seances:rejoindre"), largeur=320, js=False)
    entrer(avec, seance, "Nolwenn")
    entrer(sans, seance, "Erwan")
    expect(mur.get_by_text("2 personnes sont entrées")).to_be_visible()
    mur.keyboard.press("ArrowRight")
    expect(mur.locator("h1")).to_have_text("Comment venez-vous\u00a0?")
    avec.get_by_label("Le vélo").check()  # it came by itself
    saine(avec)
    avec.get_by_role("button", name="Envoyer ma réponse").click()
    expect(avec.get_by_text("Votre réponse est enregistrée")).to_be_visible()
    expect(sans.get_by_label("À pied")).to_be_visible(timeout=20_000)  # the page came back by itself
    sans.get_by_label("À pied").check()
    sans.get_by_role("button", name="Envoyer ma réponse").click()
    expect(sans.get_by_text("Votre réponse est enregistrée")).to_be_visible()
    expect(mur.locator(".mur-nombre")).to_have_text("2")
    mur.keyboard.press("PageDown")
    expect(avec.get_by_text("La question est fermée")).to_be_visible()
    expect(mur.get_by_role("button", name="Montrer les résultats")).to_be_visible()  # the phone may be first
    mur.keyboard.press(" ")
    expect(avec.get_by_text("1 · 50")).to_have_count(2)
    expect(avec.locator("#annonce")).to_have_text("Comment venez-vous\u00a0?")
    expect(sans.get_by_text("1 · 50")).to_have_count(2, timeout=20_000)
    assert sorted(r.choix for r in Reponse.objects.all()) == [[1], [2]]
    for page in (mur, avec):
        saine(page)
    clore(membre, Seance.objects.get())
    expect(avec.locator("h1")).to_have_text("C’est fini")


def test_ce_qu_on_ecrit_n_est_pas_efface_par_la_salle(ouvrir, membre, dossier):
    """Somebody else's change to the same question leaves the words being typed where they are."""
    seance = ouvrir_une_seance(membre, dossier)
    question = ecrire_une_question(membre, seance, "texte")
    poser(membre, question)
    telephone = ouvrir(reverse("seances:rejoindre"), largeur=320)
    entrer(telephone, seance, "Nolwenn")
    telephone.locator("textarea").fill("Par la digue, quand")
    vue = Seance.objects.get().version
    with telephone.expect_response(lambda r: "/version/" in r.url and r.status == 200):
        Seance.objects.update(version=vue + 1)
    with telephone.expect_response(lambda r: "/version/" in r.url and r.status == 204):
        pass
    assert telephone.locator("textarea").input_value() == "Par la digue, quand"


def test_ce_qu_on_ecrit_avant_l_arrivee_du_script_reste_aussi(ouvrir, membre, dossier):
    """A slow network: the words come before the script that watches the room."""
    seance = ouvrir_une_seance(membre, dossier)
    poser(membre, ecrire_une_question(membre, seance, "texte"))
    telephone = ouvrir(reverse("seances:rejoindre"), largeur=320)
    entrer(telephone, seance, "Nolwenn")
    retenus = []
    telephone.route("**/js/seance*.js", lambda route: retenus.append(route))
    with telephone.expect_request("**/js/seance*.js"):
        telephone.goto(telephone.url, wait_until="commit")
    telephone.locator("textarea").fill("Par la digue, quand")
    retenus[0].continue_()
    with telephone.expect_response(lambda r: "/version/" in r.url and r.status == 200):
        Seance.objects.update(version=Seance.objects.get().version + 1)
    with telephone.expect_response(lambda r: "/version/" in r.url and r.status == 204):
        pass
    assert telephone.locator("textarea").input_value() == "Par la digue, quand"


def test_une_connexion_perdue_se_retrouve(ouvrir, membre, dossier):
    seance = ouvrir_une_seance(membre, dossier)
    telephone = ouvrir(reverse("seances:rejoindre"), largeur=320)
    entrer(telephone, seance, "Nolwenn")
    telephone.wait_for_load_state()  # the script that watches the connection came over it
    telephone.context.set_offline(True)
    expect(telephone.locator("#annonce")).to_contain_text("Connexion perdue", timeout=20_000)
    poser(membre, ecrire_une_question(membre, seance))
    telephone.context.set_offline(False)
    expect(telephone.get_by_label("Le vélo")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize(("largeur", "sombre"), [(320, True), (1440, False)])
def test_chaque_ecran_d_une_seance_se_lit(ouvrir, membre, dossier, largeur, sombre):
    seance = ouvrir_une_seance(membre, dossier, "Interminablement " * 7)
    question = ecrire_une_question(membre, seance, options=["Oui" * 60, "Non"])
    poser(membre, question)
    faire_repondre(seance, question, 0, 0, 1)
    poser(membre, question, "montre")
    questionnaire = preparer_un_questionnaire(membre, dossier)
    for genre in ("choix", "multiple", "echelle", "texte"):
        ajouter(membre, questionnaire, genre, obligatoire=True)
    questionnaire = avancer(membre, questionnaire, "ouvrir")
    telephone = ouvrir(seance.adresse_publique, largeur=largeur, sombre=sombre)
    telephone.get_by_role("button", name="Entrer").click()
    saine(telephone)
    for adresse in (
        dossier.adresse("seances:projection", seance.uuid),
        dossier.adresse("seances:seance", seance.uuid),
        dossier.adresse("questionnaires:reponses", question.uuid),
        questionnaire.get_absolute_url(),
    ):
        saine(ouvrir(adresse, largeur=largeur, sombre=sombre, compte=membre))
    lien = ouvrir(questionnaire.adresse_publique, largeur=largeur, sombre=sombre)
    saine(lien)
    lien.get_by_role("button", name="Envoyer mes réponses").click()
    lien.locator(".erreurs").first.wait_for()
    saine(lien)
