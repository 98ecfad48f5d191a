"""The veille for programs: its search as on the page, whole notices and issues, only what is public."""

import pytest
from django.utils import timezone

from tests.api.outils import conforme, probleme
from tests.outils.veille import ARTICLE, RAPPORT, creer_notice, creer_numero, creer_numero_publie
from veille.models import AncienneAdresse, Notice, Numero, RendezVous
from veille.publications import accorder

pytestmark = pytest.mark.django_db

RACINE = "/api/v1/veille/"


@pytest.fixture
def lire(client):
    """Read an address of the veille; the answer fits the schema."""

    def _lire(chemin: str, forme: str, **demande):
        return conforme(client.get(RACINE + chemin, demande), forme)

    return _lire


@pytest.fixture
def numero() -> Numero:
    return creer_numero_publie()


@pytest.mark.usefixtures("numero")
def test_a_notice_gives_what_the_public_reads_and_nothing_more(lire):
    notice = Notice.objects.get(titre=ARTICLE.titre)
    Notice.objects.filter(pk=notice.pk).update(note="À vérifier", reste={"ris": {"X": ["1"]}})
    lu = lire(f"notices/{notice.pk}/", "VeilleNotice")
    assert (lu["titre"], lu["date"], lu["themes"]) == (ARTICLE.titre, "2018-09", ["tiers-lieux"])
    assert [auteur["nom"] for auteur in lu["auteurs"]] == ["Martin", "Atelier du Phare"]
    assert lu["numeros"] == ["lettre-du-large/n-41"]
    assert lu["adresse"] == f"http://testserver/veille/notices/{notice.pk}/"
    assert not {"note", "reste"} & lu.keys()


@pytest.mark.usefixtures("numero")
def test_notices_are_searched_as_on_the_page(lire):
    assert [n["titre"] for n in lire("notices/", "VeilleNotices")["resultats"]] == [
        ARTICLE.titre,
        RAPPORT.titre,
    ]
    trouve = lire("notices/", "VeilleNotices", q="marees", theme="tiers-lieux", numero="lettre-du-large/n-41")
    assert (trouve["nombre"], trouve["approche"], trouve["au_moins"]) == (1, False, False)
    assert lire("notices/", "VeilleNotices", q="inovation")["approche"] is True
    assert lire("notices/", "VeilleNotices", theme="pas-encore")["nombre"] == 0
    assert lire("notices/", "VeilleNotices", numero="autre/n-1")["nombre"] == 0
    assert [n["titre"] for n in lire("notices/", "VeilleNotices", tri="titre")["resultats"]] == [
        RAPPORT.titre,
        ARTICLE.titre,
    ]


@pytest.mark.parametrize(
    ("demande", "nom"),
    [
        ({"annee": "20x8"}, "annee"),
        ({"genre": "poeme"}, "genre"),
        ({"tri": "hasard"}, "tri"),
        ({"page": "0"}, "page"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_that_names_it(client, demande, nom):
    lu = probleme(client.get(f"{RACINE}notices/", demande), 400, "invalide")
    assert [erreur["parameter"] for erreur in lu["errors"]] == [nom]


@pytest.mark.usefixtures("numero")
def test_a_page_past_the_last_does_not_exist(client):
    probleme(client.get(f"{RACINE}notices/", {"page": 2}), 404, "introuvable")
    probleme(client.get(f"{RACINE}numeros/", {"page": 2}), 404, "introuvable")


def test_what_is_not_public_does_not_exist(client, lire):
    brouillon = creer_numero()
    notice = creer_notice(titre="En préparation")
    probleme(client.get(f"{RACINE}notices/{notice.pk}/"), 404, "introuvable")
    probleme(client.get(f"{RACINE}numeros/{brouillon.bulletin.cle}/{brouillon.cle}/"), 404, "introuvable")
    assert lire("notices/", "VeilleNotices")["nombre"] == 0
    assert lire("bulletins/", "Bulletins")["resultats"] == []
    assert lire("numeros/", "Numeros")["resultats"] == []


def test_an_issue_is_given_whole(lire, numero):
    lu = lire("numeros/lettre-du-large/n-41/", "Numero")
    assert [notice["titre"] for notice in lu["une"]] == [RAPPORT.titre]
    (rubrique,) = lu["rubriques"]
    assert [notice["titre"] for notice in rubrique["notices"]] == [ARTICLE.titre]
    assert [d["titre"] for d in rubrique["encadres"][0]["decouvertes"]] == ["La carte des phares"]
    assert [entree["fin"] for entree in lu["agenda"]] == ["2018-11-06", "2018-12-07"]


def test_an_issue_leaves_out_what_was_taken_back_or_cancelled(lire, numero):
    notice = Notice.objects.get(titre=RAPPORT.titre)
    notice.retiree_le = timezone.now()
    notice.save()
    accorder([notice])
    RendezVous.objects.filter(cle="appel").update(annule_le=timezone.now())
    lu = lire("numeros/lettre-du-large/n-41/", "Numero")
    assert lu["une"] == []
    assert [entree["cle"] for entree in lu["agenda"]] == ["journees"]


@pytest.mark.usefixtures("numero")
def test_bulletins_issues_and_themes_are_listed(lire):
    assert [b["cle"] for b in lire("bulletins/", "Bulletins")["resultats"]] == ["lettre-du-large"]
    assert [n["cle"] for n in lire("numeros/", "Numeros", bulletin="lettre-du-large")["resultats"]] == [
        "n-41"
    ]
    assert lire("numeros/", "Numeros", bulletin="autre")["nombre"] == 0
    assert [t["cle"] for t in lire("themes/", "VeilleThemes")["resultats"]] == [
        "participation",
        "tiers-lieux",
    ]


def test_queries_do_not_grow_with_the_notices_of_an_issue(client, django_assert_num_queries, numero):
    with django_assert_num_queries(13):
        client.get(f"{RACINE}numeros/lettre-du-large/n-41/")
    with django_assert_num_queries(10):
        client.get(f"{RACINE}notices/")


def test_the_old_address_of_an_issue_leads_to_the_present_one(client, numero):
    Numero.objects.filter(pk=numero.pk).update(cle="automne")
    AncienneAdresse.objects.create(chemin="lettre-du-large/n-41", numero=numero)

    suite = client.get(f"{RACINE}numeros/lettre-du-large/n-41/")

    assert (suite.status_code, suite["Location"]) == (301, f"{RACINE}numeros/lettre-du-large/automne/")
    assert conforme(client.get(suite["Location"]), "Numero")["numero"] == "41"


def test_the_old_address_of_an_issue_taken_back_leads_nowhere(client, numero):
    Numero.objects.filter(pk=numero.pk).update(
        cle="automne", etat="depublie", depublie_le=timezone.now(), depublie_motif="Erreur"
    )
    AncienneAdresse.objects.create(chemin="lettre-du-large/n-41", numero=numero)
    probleme(client.get(f"{RACINE}numeros/lettre-du-large/n-41/"), 404, "introuvable")
