"""The baromètre: daily snapshot, page, open data."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communs.collectivites.identite import PERSONNE
from sonar import barometre, figures_barometre, panorama, services
from sonar.models import Comptage, Instantane, Periode, Question, Tentative
from sonar.tasks import publier_barometre
from tests.outils.population import remettre_le, tirer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

SEPTEMBRE = datetime(2026, 9, 10, 12, tzinfo=UTC)
OCTOBRE = datetime(2026, 10, 10, 12, tzinfo=UTC)
PREMIER_NOVEMBRE = date(2026, 11, 1)


def remettre_en(instant: datetime, nombre: int, *, poids=(4, 3, 2, 1), graine=0) -> list[Tentative]:
    alea, questions = Random(f"{graine}{instant}"), list(Question.objects.avec_options())
    return [remettre_le(instant, tirer(alea, questions, poids), alea) for _ in range(nombre)]


def etat() -> list[dict]:
    return list(Periode.objects.values("debut", "fin", "feuilles", "repartitions"))


def test_the_snapshot_reads_the_rollup_at_one_instant():
    """A sheet deleted between two readings would put a period's rows at odds with each other, for good."""
    remettre_en(SEPTEMBRE, 45)
    with CaptureQueriesContext(connection) as requetes:
        barometre.publier(jour=PREMIER_NOVEMBRE)
    assert sum("sonar_comptage" in requete["sql"] for requete in requetes) == 1
    assert Periode.objects.count() == 1


def test_a_finished_month_is_published_with_its_counts():
    remettre_en(SEPTEMBRE, 60, poids=(1, 1, 1, 1))
    barometre.publier(jour=date(2026, 10, 1))
    periode = Periode.objects.get()
    assert (periode.debut, periode.fin, periode.feuilles) == (date(2026, 9, 1), date(2026, 9, 1), 60)
    assert periode.nom == "septembre 2026"
    question = Question.objects.first()
    for style, nombre in periode.repartitions[question.cle].items():
        vrai = Comptage.objects.get(mois=periode.debut, mesure=question.cle, valeur=style).nombre
        assert nombre in {vrai, None}
        assert (nombre is None) or nombre >= 5


def test_the_current_month_is_not_published_and_its_size_is_rounded():
    remettre_en(OCTOBRE, 47)
    barometre.publier(jour=date(2026, 10, 31))
    assert etat() == []
    assert Instantane.objects.get().en_attente == 45


def test_small_months_wait_and_are_published_together():
    remettre_en(SEPTEMBRE, 25)
    barometre.publier(jour=date(2026, 10, 1))
    assert etat() == []
    remettre_en(OCTOBRE, 25)
    barometre.publier(jour=PREMIER_NOVEMBRE)
    assert [(p["debut"].month, p["fin"].month, p["feuilles"]) for p in etat()] == [(9, 10, 50)]
    assert Periode.objects.get().nom == "septembre à octobre 2026"


def test_taking_the_snapshot_again_changes_nothing():
    remettre_en(SEPTEMBRE, 45)
    barometre.publier(jour=PREMIER_NOVEMBRE)
    avant = etat()
    barometre.publier(jour=PREMIER_NOVEMBRE)
    publier_barometre()
    assert etat() == avant


def test_subtracting_two_readings_shows_nothing_of_a_sheet_handed_in_or_deleted_between_them():
    anciennes = remettre_en(SEPTEMBRE, 45)
    barometre.publier(jour=PREMIER_NOVEMBRE)
    avant = etat()
    services.effacer(tentative=anciennes[0], identite=PERSONNE)
    remettre_en(SEPTEMBRE, 1, graine=1)
    remettre_en(datetime(2026, 11, 1, 12, tzinfo=UTC), 1)
    barometre.publier(jour=PREMIER_NOVEMBRE + timedelta(days=1))
    assert etat() == avant
    assert set(Instantane.objects.values_list("en_attente", flat=True)) == {0}


def test_the_page_invites_as_long_as_there_is_nothing_to_show(client):
    page = client.get(reverse("sonar:barometre")).content.decode()
    assert "Le baromètre attend ses premières feuilles" in page
    assert reverse("sonar:test") in page
    assert reverse("sonar:barometre_csv") not in page
    assert client.get(reverse("sonar:barometre_json")).json()["lignes"] == []


def test_a_published_month_appears_at_once_on_the_page_kept_for_everybody(
    client, django_capture_on_commit_callbacks
):
    url = reverse("sonar:barometre")
    client.get(url)
    remettre_en(SEPTEMBRE, 60, poids=(1, 1, 1, 1))
    with django_capture_on_commit_callbacks(execute=True):
        barometre.publier(jour=PREMIER_NOVEMBRE)
    page = client.get(url).content.decode()
    assert "<b>60</b>" in page
    assert "feuilles remises en septembre 2026" in page
    assert "Instantané du 1er novembre 2026." in page
    assert page.count("<desc ") == 1 + 6 + 5  # the dial, the questions, the bands
    assert page.count("<table ") == 1 + 6


def test_a_withheld_count_is_a_word_in_the_table_a_veil_in_the_picture_and_empty_in_the_files(client):
    publier_a_la_main({"usages": 20, "culture_interne": None, "hybridation": None, "solution": 9, "mixte": 8})
    page = client.get(reverse("sonar:barometre")).content.decode()
    assert page.count(">secret</span>") == 2
    assert page.count('class="barometre-voile"') == 2 + 1  # and the legend
    assert "domine" not in page.split("barometre-bandes")[1].split("barometre-legende")[0]
    assert "barometre-cadran" not in page
    secrets = [x for x in client.get(reverse("sonar:barometre_json")).json()["lignes"] if x["secret"]]
    assert [(x["valeur"], x["nombre"]) for x in secrets] == [("culture_interne", None), ("hybridation", None)]


def test_styles_that_lead_together_have_a_needle_each(client):
    publier_a_la_main({"usages": 11, "culture_interne": 5, "hybridation": 7, "solution": 11, "mixte": 6})
    page = client.get(reverse("sonar:barometre")).content.decode()
    assert page.count('class="barometre-aiguille"') == 2
    assert "<strong>Usages, Solution</strong>" in page
    assert "28 % des 40 feuilles" in page


def publier_a_la_main(
    profil: dict[str, int | None], mois=date(2026, 9, 1), fin: date | None = None, **autres
) -> None:
    Periode.objects.create(
        debut=mois, fin=fin or mois, feuilles=40, repartitions={"profil": profil, **autres}
    )


def test_a_mixed_profile_is_never_the_leading_style():
    publier_a_la_main({"usages": 9, "culture_interne": 5, "hybridation": 5, "solution": 7, "mixte": 14})
    profil = panorama.lire().profil
    cadran = figures_barometre.cadran(profil)
    assert [(q.nom, q.pourcent) for q in cadran.en_tete] == [("Usages", 22)]
    assert [b.nom for b in figures_barometre.bandes(profil).bandes if b.colonnes[0].domine] == ["Usages"]


def test_a_column_is_as_wide_as_its_period_and_a_withheld_count_is_a_low_mark():
    entier = {"usages": 10, "culture_interne": 8, "hybridation": 8, "solution": 8, "mixte": 6}
    publier_a_la_main(entier, date(2026, 6, 1), date(2026, 7, 1))
    publier_a_la_main(entier | {"solution": None, "mixte": None}, date(2026, 8, 1))
    bandes = figures_barometre.bandes(panorama.lire().profil)
    assert bandes.mois == ("J", "J", "A")
    deux, un = {bande.nom: bande for bande in bandes.bandes}["Solution"].colonnes
    assert deux.largeur == 2 * un.largeur
    assert (un.pourcent, un.hauteur < deux.hauteur) == (None, True)


def test_a_question_that_counts_fewer_sheets_than_the_whole_says_why(client):
    entier = {"usages": 10, "culture_interne": 8, "hybridation": 8, "solution": 8, "mixte": 6}
    cle = Question.objects.first().cle
    lignes = [dict.fromkeys(("usages", "culture_interne", "hybridation", "solution"), 10)] * 2
    publier_a_la_main(entier, date(2026, 6, 1), **{cle: lignes[0]})
    assert "n’y sont pas" not in client.get(reverse("sonar:barometre")).content.decode()
    publier_a_la_main(entier, date(2026, 7, 1), **{cle: lignes[1] | {"usages": None, "solution": None}})
    cache.clear()
    page = " ".join(client.get(reverse("sonar:barometre")).content.decode().split())
    assert "40 feuilles sur 80 : les périodes où un nombre est tenu secret n’y sont pas." in page


def test_no_reading_and_no_snapshot_looks_at_the_sheets(client):
    remettre_en(SEPTEMBRE, 45)
    with CaptureQueriesContext(connection) as requetes:
        barometre.publier(jour=PREMIER_NOVEMBRE)
        for nom in ("barometre", "barometre_csv", "barometre_tableur", "barometre_json"):
            assert client.get(reverse(f"sonar:{nom}")).status_code == 200
    lues = " ".join(requete["sql"] for requete in requetes)
    assert "sonar_comptage" in lues
    assert "sonar_tentative" not in lues
    assert "sonar_reponse" not in lues


@pytest.mark.parametrize("mois", [1, 30])
def test_the_page_costs_three_queries_whatever_the_number_of_periods(client, django_assert_num_queries, mois):
    for rang in range(mois):
        debut = date(2020 + rang // 12, rang % 12 + 1, 1)
        lignes = {
            q.cle: dict.fromkeys(("culture_interne", "usages", "hybridation", "solution"), 10)
            for q in Question.objects.all()
        }
        lignes["profil"] = {
            **dict.fromkeys(("culture_interne", "usages", "hybridation", "solution"), 8),
            "mixte": None,
        }
        Periode.objects.create(debut=debut, fin=debut, feuilles=40, repartitions=lignes)
    with django_assert_num_queries(3):
        assert client.get(reverse("sonar:barometre")).status_code == 200


def test_the_three_files_say_the_same_and_open_where_they_are_opened(client):
    remettre_en(SEPTEMBRE, 80, poids=(8, 6, 5, 1))
    barometre.publier(jour=PREMIER_NOVEMBRE)
    tableur = client.get(reverse("sonar:barometre_tableur"))
    assert tableur.content.startswith(b"\xef\xbb\xbf")
    simple = client.get(reverse("sonar:barometre_csv"))
    assert simple["Content-Type"] == "text/csv; charset=utf-8"
    assert 'rel="license"' in simple["Link"]
    a = list(csv.DictReader(io.StringIO(tableur.content.decode("utf-8-sig")), delimiter=";"))
    b = list(csv.DictReader(io.StringIO(simple.content.decode())))
    publiees = Periode.objects.get().repartitions
    c = json.loads(client.get(reverse("sonar:barometre_json")).content)
    assert c["licence"] == "Licence Ouverte 2.0 (Etalab)"
    assert [x["nombre"] for x in a] == [x["nombre"] for x in b]
    assert [x["nombre"] for x in b] == ["" if x["nombre"] is None else str(x["nombre"]) for x in c["lignes"]]
    assert {(x["mesure"], x["valeur"]): x["nombre"] for x in c["lignes"]} == {
        (mesure, valeur): n for mesure, ligne in publiees.items() for valeur, n in ligne.items()
    }
    assert {x["secret"] for x in a} == {"oui", "non"}
    assert any(x["secret"] for x in c["lignes"])
