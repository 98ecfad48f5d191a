"""A person who answers for tasks closes her account: the work stays, nothing names or writes to her."""

import zipfile
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.models import Compte
from communs.courrier.models import Courriel
from communs.dossiers.archive import Emport, assembler
from communs.dossiers.models import Dossier
from communs.echeances import services as echeances
from communs.echeances.models import Destinataire, Relance
from communs.echeances.relances import relancer
from communs.etats import journal
from communs.etats.models import PERSONNE_EFFACEE, Ligne
from eclaireurs.evaluation.suivi import annulation, lignes
from eclaireurs.evaluation.suivi.models import Amendement, Tache
from eclaireurs.evaluation.suivi.rappels import GENRE
from tests.collectivites.test_securite_du_compte import reauthentifier
from tests.conftest import creer_compte
from tests.eclaireurs.evaluation.outils import adresse, rangee
from tests.outils.dossiers import commenter
from tests.outils.evaluations import Evaluation

pytestmark = pytest.mark.django_db

ADRESSE, NOMS = "zenobie.kerdoncuff@port-lumiere.example", ("Zénobie", "Kerdoncuff", "zenobie.kerdoncuff")


@pytest.fixture
def zenobie(evaluation: Evaluation) -> Compte:
    """The agent: she answers for every task of a settled plan, has begun one, and hears of what is late."""
    compte = creer_compte(ADRESSE, prenom="Zénobie", nom="Kerdoncuff")
    agent = evaluation.gens["agent"]
    agent.compte, agent.acteur.compte = compte, compte
    agent.organisation = "Atelier Kerdoncuff"
    agent.acteur.save()
    agent.save()
    Tache.objects.update(fin_le=timezone.localdate() - timedelta(days=1))
    evaluation.arreter()
    premiere = Tache.objects.order_by("pk").first()
    agir(evaluation, "agent", premiere, etape="commencer")
    agir(evaluation, "agent", premiere, champs={"note": "Vu avec l’atelier"})
    commenter(compte, evaluation.dossier, "Je m’en occupe.")
    return compte


def agir(evaluation: Evaluation, role: str, tache: Tache, **gestes):
    tache.refresh_from_db()
    return lignes.enregistrer(
        identite=evaluation.identite(role), ligne=tache, version=tache.version, **{"champs": {}, **gestes}
    )


def effacer(compte: Compte) -> None:
    """By herself: the page, her password, the button."""
    client, page = Client(), reverse("compte_supprimer")
    client.force_login(compte)
    client.post(page, {"confirme": "on"})
    reauthentifier(client, page)
    client.post(page, {"confirme": "on"})
    assert not Compte.objects.filter(pk=compte.pk).exists()


def tout_ce_qui_est_en_base() -> str:
    modeles = [m for m in apps.get_models() if m._meta.managed and not m._meta.proxy]
    return "".join(serializers.serialize("json", m._base_manager.order_by("pk")) for m in modeles)


def test_her_tasks_stay_as_they_are_and_wait_for_somebody_else(client_de, evaluation, zenobie):
    avant = list(Tache.objects.order_by("pk").values_list("titre", "etat", "fin_le", "responsable", "note"))
    effacer(zenobie)
    taches = Tache.objects.order_by("pk")
    assert list(taches.values_list("titre", "etat", "fin_le", "responsable", "note")) == avant
    client = client_de(evaluation.gens["applicateur"].compte)
    ligne = rangee(client.get(adresse(evaluation)).content.decode(), taches[0].uuid)
    assert "à réattribuer" in ligne
    a_reattribuer = client.get(adresse(evaluation), {"responsable": "a_reattribuer"}).content.decode()
    assert a_reattribuer.count("rangee-taches") == 8


def test_her_name_is_nowhere_in_the_database(evaluation, zenobie):
    assert all(nom in tout_ce_qui_est_en_base() for nom in NOMS)
    effacer(zenobie)
    reste = tout_ce_qui_est_en_base()
    assert [nom for nom in NOMS if nom in reste] == []


def test_reminders_stop_and_those_that_waited_are_not_sent(evaluation, zenobie):
    midi = timezone.now().replace(hour=12)
    assert relancer(maintenant=midi) == 1
    assert Courriel.objects.filter(destinataire=ADRESSE).count() == 1
    effacer(zenobie)
    for jours in range(1, 40):
        assert relancer(maintenant=midi + timedelta(days=jours)) == 0
    assert not Courriel.objects.filter(destinataire=ADRESSE).exists()
    assert (Destinataire.objects.count(), Relance.objects.count()) == (0, 0)
    assert echeances.ecarts(GENRE) == []


def test_her_calendars_answer_no_more(client, evaluation, zenobie):
    identite = evaluation.identite("agent")
    dossier = Dossier.objects.visibles_par(identite).get(pk=evaluation.dossier.pk)
    siens = [echeances.ouvrir_calendrier(identite=identite, dossier=d) for d in (None, dossier)]
    adresses = [reverse("echeances:calendrier", args=[c.jeton]) for c in siens]
    assert [client.get(a).status_code for a in adresses] == [200, 200]
    effacer(zenobie)
    assert [client.get(a).status_code for a in adresses] == [404, 404]


def test_the_journal_keeps_what_was_done_by_somebody_without_name(client_de, evaluation, zenobie):
    faits = Ligne.objects.filter(acteur__compte=zenobie).order_by("pk")
    cles = list(faits.values_list("pk", flat=True))
    phrases = [journal.phrase(ligne) for ligne in faits]
    assert phrases[0] == "a commencé la tâche 1.1.1"
    effacer(zenobie)
    apres = [journal.raconter(ligne) for ligne in Ligne.objects.filter(pk__in=cles).order_by("pk")]
    assert [e.phrase for e in apres] == phrases
    assert {e.qui for e in apres} == {PERSONNE_EFFACEE}
    page = client_de(evaluation.gens["comite"].compte).get(evaluation.dossier.adresse("dossiers:journal"))
    assert PERSONNE_EFFACEE in page.content.decode()


def test_what_leaves_the_dossier_afterwards_does_not_name_her(client_de, evaluation, zenobie):
    applicateur = client_de(evaluation.gens["applicateur"].compte)
    effacer(zenobie)
    for nom in ("suivi", "versions", "calendrier", "comite", "exporter"):
        assert not any(n in applicateur.get(adresse(evaluation, nom)).content.decode() for n in NOMS), nom
    for cle in ("csv", "xlsx", "ods"):
        assert applicateur.get(adresse(evaluation, "fichier_du_tableau", cle)).status_code == 200, cle
    texte = applicateur.get(adresse(evaluation, "fichier_du_tableau", "csv")).content.decode()
    dossier = Dossier.objects.get(pk=evaluation.dossier.pk)
    flux, _ = assembler(Emport(dossier, evaluation.identite("applicateur")), lambda pourcent: None)
    with flux, zipfile.ZipFile(flux) as archive:
        texte += "".join(archive.read(nom).decode() for nom in archive.namelist())
    assert not any(nom in texte for nom in NOMS)


def test_her_tasks_are_given_away_moved_and_the_gesture_undone(evaluation, zenobie):
    tache = Tache.objects.order_by("pk").first()
    geste = agir(
        evaluation, "applicateur", tache, champs={"fin_le": date(2027, 9, 1)}, motif="Elle est partie"
    ).geste
    effacer(zenobie)
    annulation.annuler(identite=evaluation.identite("applicateur"), geste=geste)
    tache.refresh_from_db()
    assert tache.responsable == evaluation.gens["agent"], "la ligne garde sa place, sans nom"
    agir(evaluation, "applicateur", tache, champs={"responsable": evaluation.gens["comite"]}, motif="Reprise")
    assert Amendement.objects.first().apres == {"responsable": str(evaluation.gens["comite"].uuid)}
    assert relancer(maintenant=timezone.now().replace(hour=12) + timedelta(days=1)) == 1
    assert Courriel.objects.get().destinataire == "comite@port-lumiere.example"
