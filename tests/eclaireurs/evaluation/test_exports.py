"""The table as files: what is in them, for whom, at which cost."""

import csv
import io

import pytest
from django.urls import reverse
from icalendar import Calendar
from odfdo import Document
from openpyxl import load_workbook

from communs.livrets import services as livrets
from communs.livrets.models import Livret
from eclaireurs.evaluation.suivi.echange import COLONNES
from eclaireurs.evaluation.suivi.models import Action, Tache
from tests.outils.evaluations import remplir_le_plan

pytestmark = pytest.mark.django_db


REQUETES = 12  # session, account, dossier, plan, filters' choices, three of lines


@pytest.fixture
def applicateur(client, evaluation):
    client.force_login(evaluation.identite("applicateur").compte)
    return client


def adresse(evaluation, format: str, requete: str = "") -> str:
    return evaluation.dossier.adresse("evaluation:fichier_du_tableau", format) + requete


def lire_csv(contenu: bytes, separateur: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(contenu.decode("utf-8-sig"), newline=""), delimiter=separateur))


@pytest.fixture
def piege(evaluation) -> Tache:
    """Task 1.1.1, whose title is a formula."""
    tache = Tache.objects.get(action__preconisation__numero=1, action__numero=1, numero=1)
    tache.titre, tache.debut_le, tache.fin_le = '=HYPERLINK("http://x")', "2026-01-05", "2026-02-10"
    tache.note = "@somme ; « l’été » 🌊"
    tache.save()
    return tache


def test_a_spreadsheet_csv_has_semicolons_the_mark_of_utf8_and_no_formula(applicateur, evaluation, piege):
    reponse = applicateur.get(adresse(evaluation, "tableur.csv"))
    assert reponse.content.startswith(b"\xef\xbb\xbfCode;Niveau;")
    assert 'filename="suivi-la-lecture-publique-' in reponse["Content-Disposition"]
    lignes = lire_csv(reponse.content, ";")
    assert len(lignes) == 1 + 2 + 4 + 8
    assert lignes[3] == [
        "1.1.1",
        "Tâche",
        '\'=HYPERLINK("http://x")',
        "À faire",
        "Direction de la culture",
        "Agent <agent@port-lumiere.example>",
        "2026-01-05",
        "2026-02-10",
        "0",
        "'@somme ; « l’été » 🌊",
    ]


def test_a_plain_csv_has_commas_and_no_mark(applicateur, evaluation):
    contenu = applicateur.get(adresse(evaluation, "csv")).content
    assert contenu.startswith(b"Code,Niveau,")
    assert lire_csv(contenu, ",")[1] == ["1", "Préconisation", "Préconisation 1", *[""] * 7]


def test_spreadsheets_keep_texts_as_texts_and_dates_as_dates(applicateur, evaluation, piege):
    feuille = load_workbook(io.BytesIO(applicateur.get(adresse(evaluation, "xlsx")).content)).active
    assert [c.value for c in feuille[1]] == list(COLONNES)
    assert (feuille["C4"].value, feuille["C4"].data_type) == (piege.titre, "s")
    assert feuille["H4"].value.date().isoformat() == "2026-02-10"
    table = Document(io.BytesIO(applicateur.get(adresse(evaluation, "ods")).content)).body.tables[0]
    assert table.get_value("C4") == piege.titre
    assert table.get_cell("C4").formula is None
    assert str(table.get_value("H4"))[:10] == "2026-02-10"


def test_the_filters_of_the_address_apply_to_every_file(applicateur, evaluation):
    Tache.objects.filter(action__preconisation__numero=2, numero=1).update(titre="Repeindre le bus")
    requete = "?q=repeindre&preconisation=2"
    lignes = lire_csv(applicateur.get(adresse(evaluation, "csv", requete)).content, ",")
    assert [ligne[0] for ligne in lignes] == ["Code", "2.1.1", "2.2.1"]
    page = applicateur.get(evaluation.dossier.adresse("evaluation:exporter") + requete).content.decode()
    assert "2 lignes répondent" in page
    assert "q=repeindre&amp;preconisation=2" in page


def test_the_calendar_holds_what_is_dated_on_its_day(applicateur, evaluation, piege):
    Action.objects.filter(preconisation__numero=2, numero=1).update(debut_le="2026-03-01")
    contenu = applicateur.get(evaluation.dossier.adresse("evaluation:agenda_du_tableau")).content
    evenements = {str(e["summary"]): e for e in Calendar.from_ical(contenu).walk("VEVENT")}
    assert sorted(evenements) == [f"1.1.1 {piege.titre}", "2.1 Action 2.1"]
    assert evenements[f"1.1.1 {piege.titre}"]["dtstart"].dt.isoformat() == "2026-02-10"
    assert evenements["2.1 Action 2.1"]["dtstart"].dt.isoformat() == "2026-03-01"


def test_who_reads_without_taking_part_gets_no_name_and_a_member_no_address(
    client, evaluation, membre, etrangere
):
    evaluation.dossier.visibilite = "public"
    evaluation.dossier.save()
    anonyme = client.get(adresse(evaluation, "csv")).content.decode()
    assert "1.1.1" in anonyme
    assert "Agent" not in anonyme
    client.force_login(membre)
    de_la_maison = client.get(adresse(evaluation, "csv")).content.decode()
    assert "Agent" in de_la_maison
    assert "agent@port-lumiere.example" not in de_la_maison


def test_a_stranger_gets_nothing_of_a_private_dossier(client, evaluation, etrangere):
    client.force_login(etrangere)
    for nom in ("exporter", "agenda_du_tableau"):
        assert client.get(evaluation.dossier.adresse(f"evaluation:{nom}")).status_code == 404
    assert client.get(adresse(evaluation, "xlsx")).status_code == 404
    assert client.post(evaluation.dossier.adresse("evaluation:imprimer_le_tableau")).status_code == 404


@pytest.mark.parametrize("plus", [0, 100])
def test_a_file_costs_the_same_queries_whatever_the_plan_holds(
    applicateur, evaluation, plus, django_assert_num_queries
):
    if plus:
        action = Action.objects.first()
        Tache.objects.bulk_create(
            Tache(action=action, numero=n, titre=f"T{n}", responsable=evaluation.gens["comite"])
            for n in range(10, 10 + plus)
        )
    applicateur.get(adresse(evaluation, "csv"))
    with django_assert_num_queries(REQUETES):
        applicateur.get(adresse(evaluation, "csv"))


def test_two_thousand_tasks_come_out_whole(administratrice, collectivite, client):
    from tests.outils.evaluations import creer_evaluation

    evaluation = creer_evaluation(administratrice, collectivite)
    remplir_le_plan(evaluation, preconisations=20, actions=5, taches=20)
    client.force_login(evaluation.identite("applicateur").compte)
    assert len(lire_csv(client.get(adresse(evaluation, "csv")).content, ",")) == 1 + 20 + 100 + 2000
    classeur = load_workbook(io.BytesIO(client.get(adresse(evaluation, "xlsx")).content), read_only=True)
    assert sum(1 for _ in classeur.active.rows) == 2121


@pytest.mark.django_db(transaction=True)
def test_the_pdf_says_what_the_table_says(applicateur, evaluation, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    reponse = applicateur.post(
        evaluation.dossier.adresse("evaluation:imprimer_le_tableau") + "?preconisation=2"
    )
    livret = Livret.objects.get()
    assert reponse.url == reverse("livrets:livret", args=[livret.uuid])
    assert livrets.fabriquer(livret.tirage_id).etat == "pret"
    page = applicateur.get(reverse("livrets:page", args=[livret.uuid])).content.decode()
    assert "Tâche 2 de Action 2.2" in page
    assert "Action 1.1" not in page
    assert "préconisation « 2. Préconisation 2 »" in page
