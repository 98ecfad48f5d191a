"""Many lines at once: all that the filters find, emptied fields, one gesture to undo it all."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communs.echeances.services import ecarts
from communs.etats import journal
from communs.etats.models import Ligne
from eclaireurs.evaluation.suivi import annulation, lot
from eclaireurs.evaluation.suivi.models import Action, Amendement, GesteAnnulable, Tache
from eclaireurs.evaluation.suivi.rappels import GENRE
from tests.eclaireurs.evaluation.outils import adresse
from tests.outils.evaluations import Evaluation, creer_evaluation, remplir_le_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def grande(administratrice, collectivite) -> Evaluation:
    """Three recommendations of six actions of four tasks: 90 lines, two screens."""
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=3, actions=6, taches=4)
    Tache.objects.update(debut_le=date(2027, 1, 4), fin_le=date(2027, 3, 1))
    return evaluation


@pytest.fixture
def client(client_de, grande):
    return client_de(grande.gens["applicateur"].compte)


def proposer(client, evaluation: Evaluation, filtre: str) -> str:
    """The page that says how many lines are about to change."""
    return client.post(adresse(evaluation, "lot"), {"filtre": filtre}).content.decode()


def confirmer(client, evaluation: Evaluation, page: str, **champs: object):
    caches = {nom: re.search(rf'name="{nom}" value="([^"]*)"', page)[1] for nom in ("filtre", "empreinte")}
    return client.post(
        adresse(evaluation, "lot"),
        {**{nom: v.replace("&amp;", "&") for nom, v in caches.items()}, "confirme": "oui", **champs},
    )


def test_the_table_offers_all_its_lines_then_all_that_its_filters_find(client, grande):
    assert "Modifier les 90 lignes du tableau" in client.get(adresse(grande)).content.decode()
    Tache.objects.update(note="à revoir")
    page = client.get(adresse(grande), {"q": "à revoir"}).content.decode()
    assert "Modifier les 72 lignes trouvées" in page
    assert 'value="q=%C3%A0+revoir"' in page


def test_who_cannot_change_them_is_not_offered_them(client_de, grande):
    page = client_de(grande.gens["agent"].compte).get(adresse(grande)).content.decode()
    assert "Modifier les 90 lignes" not in page
    client = client_de(grande.gens["agent"].compte)
    page = proposer(client, grande, "")
    reponse = confirmer(client, grande, page, responsable=grande.gens["comite"].pk)
    assert reponse.status_code == 403
    assert not Tache.objects.filter(responsable=grande.gens["comite"]).exists()


def test_all_that_the_filters_find_changes_and_comes_back_in_one_gesture(client, grande):
    page = proposer(client, grande, "preconisation=2")
    assert "Modifier 30 lignes" in page
    assert "Toutes les lignes que trouvent vos filtres" in page
    confirmer(client, grande, page, responsable=grande.gens["comite"].pk)
    siennes = Tache.objects.filter(responsable=grande.gens["comite"])
    assert set(siennes.values_list("action__preconisation__numero", flat=True)) == {2}
    assert (siennes.count(), Action.objects.filter(responsable=grande.gens["comite"]).count()) == (24, 6)
    ligne = Ligne.objects.de_la_chose(grande.plan).first()
    assert journal.phrase(ligne).startswith("a modifié 30 lignes d’un coup : 2.1, 2.2, ")
    assert journal.phrase(ligne).endswith("…")
    client.post(adresse(grande, "annuler_geste", GesteAnnulable.objects.get().uuid))
    assert Tache.objects.filter(responsable=grande.gens["agent"]).count() == 72
    assert not Action.objects.filter(responsable__isnull=False).exists()


def test_lines_that_came_meanwhile_do_not_change_without_being_seen(client, grande):
    page = proposer(client, grande, "service=&preconisation=2")
    action = Action.objects.filter(preconisation__numero=2).first()
    Tache.objects.create(action=action, numero=9, titre="Venue entre-temps")
    reponse = confirmer(client, grande, page, responsable=grande.gens["comite"].pk)
    assert reponse.status_code == 422
    nouvelle = reponse.content.decode()
    assert "Entre-temps, les lignes que trouvent ces filtres ont changé." in nouvelle
    assert "Modifier 31 lignes" in nouvelle
    assert not Tache.objects.filter(responsable=grande.gens["comite"]).exists()
    confirmer(client, grande, nouvelle, responsable=grande.gens["comite"].pk)
    assert Tache.objects.filter(responsable=grande.gens["comite"]).count() == 25


def test_a_filter_that_finds_nothing_or_means_nothing_changes_nothing_else(client, grande):
    reponse = client.post(adresse(grande, "lot"), {"filtre": "q=introuvable"})
    assert reponse.status_code == 302
    assert "Modifier 90 lignes" in proposer(client, grande, "etat=inconnu&vue=%00")


def test_fields_are_emptied_by_ticking_them_and_by_nothing_else(client, grande):
    page = proposer(client, grande, "preconisation=1")
    confirmer(client, grande, page, vider=["responsable", "debut_le", "fin_le", "service"])
    vides = Tache.objects.filter(action__preconisation__numero=1)
    assert set(vides.values_list("responsable", "debut_le", "fin_le", "service")) == {(None,) * 4}
    reste = Tache.objects.exclude(action__preconisation__numero=1)
    assert set(reste.values_list("fin_le", flat=True)) == {date(2027, 3, 1)}
    client.post(adresse(grande, "annuler_geste", GesteAnnulable.objects.get().uuid))
    assert set(Tache.objects.values_list("responsable", "debut_le", "fin_le")) == {
        (grande.gens["agent"].pk, date(2027, 1, 4), date(2027, 3, 1))
    }


def test_a_value_and_emptied_at_once_is_asked_again(client, grande):
    page = proposer(client, grande, "preconisation=1")
    reponse = confirmer(client, grande, page, fin_le="2027-06-01", vider=["fin_le"])
    assert reponse.status_code == 422
    assert "une valeur, ou vider" in reponse.content.decode()
    assert set(Tache.objects.values_list("fin_le", flat=True)) == {date(2027, 3, 1)}


def test_emptied_dates_of_a_settled_plan_are_amendments_and_stop_their_reminders(client, grande):
    grande.arreter()
    page = proposer(client, grande, "preconisation=1")
    sans_motif = confirmer(client, grande, page, vider=["fin_le"])
    assert sans_motif.status_code == 422
    confirmer(client, grande, page, vider=["fin_le"], motif="Calendrier à revoir")
    amendements = Amendement.objects.filter(motif="Calendrier à revoir")
    assert amendements.count() == 24, "les six actions n’avaient pas de date"
    assert {(a.avant["fin_le"], a.apres["fin_le"]) for a in amendements} == {("2027-03-01", "")}
    assert ecarts(GENRE) == []
    client.post(adresse(grande, "annuler_geste", GesteAnnulable.objects.get().uuid))
    assert Amendement.objects.filter(motif__startswith="Annulation").count() == 24
    assert ecarts(GENRE) == []


def requetes(evaluation: Evaluation, taches: list[Tache]) -> tuple[int, int]:
    """What it costs to change these tasks, then to undo it."""
    identite = evaluation.identite("applicateur")
    with CaptureQueriesContext(
        connection,
    ) as ecrire:
        geste = lot.modifier_lot(
            identite=identite,
            plan=evaluation.plan,
            actions=[],
            taches=taches,
            champs={"responsable": evaluation.gens["comite"], "fin_le": date(2027, 5, 1)},
            motif="Réorganisation",
        )
    with CaptureQueriesContext(connection) as defaire:
        annulation.annuler(identite=identite, geste=geste)
    return len(ecrire), len(defaire)


def test_seventy_lines_cost_the_queries_of_two(grande):
    grande.arreter()
    taches = list(Tache.objects.order_by("pk"))
    deux, soixante_douze = requetes(grande, taches[:2]), requetes(grande, taches)
    assert deux == soixante_douze == (19, 23)


def test_two_thousand_lines_at_most(client_de, administratrice, collectivite):
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=4, actions=25, taches=19)
    client = client_de(evaluation.gens["applicateur"].compte)
    page = proposer(client, evaluation, "")
    assert "Modifier 2000 lignes" in page
    confirmer(client, evaluation, page, fin_le="2027-09-01")
    assert Tache.objects.filter(fin_le=date(2027, 9, 1)).count() == 1900
    client.post(adresse(evaluation, "annuler_geste", GesteAnnulable.objects.get().uuid))
    assert not Tache.objects.filter(fin_le__isnull=False).exists()
    action = Action.objects.first()
    Tache.objects.create(action=action, numero=20, titre="De trop")
    page = client.post(adresse(evaluation, "lot"), {"filtre": ""}, follow=True).content.decode()
    assert "2001 lignes, c’est trop pour un seul geste" in page


def test_a_step_is_taken_on_two_hundred_lines_at_most(client_de, administratrice, collectivite):
    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=1, actions=1, taches=200)
    client = client_de(evaluation.gens["applicateur"].compte)
    reponse = confirmer(client, evaluation, proposer(client, evaluation, ""), etape="commencer")
    assert reponse.status_code == 422
    assert "Une étape se franchit sur 200 lignes au plus à la fois." in reponse.content.decode()
