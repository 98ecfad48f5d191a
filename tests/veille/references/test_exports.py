"""What the public may read leaves in five formats, and comes back the same."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest

from tests.outils.veille import ARTICLE, creer_notice, creer_numero_publie
from veille.models import Notice
from veille.references.formats import LECTEURS

pytestmark = pytest.mark.django_db

TYPES = {
    "ris": ("application/x-research-info-systems", ".ris"),
    "bibtex": ("application/x-bibtex", ".bib"),
    "csl": ("application/vnd.citationstyles.csl+json", ".json"),
    "csv": ("text/csv", ".csv"),
    "csv-utf8": ("text/csv", ".csv"),
}
PARUE = datetime(2018, 10, 15, tzinfo=UTC)


def publique(**champs) -> Notice:
    return creer_notice(publiee_le=PARUE, **champs)


@pytest.mark.parametrize("format_", TYPES)
def test_a_notice_leaves_with_its_type_and_its_name(client, format_):
    notice = publique()
    response = client.get(f"/veille/references/{format_}/?notice={notice.pk}")
    type_mime, suffixe = TYPES[format_]
    assert response.status_code == 200
    assert response["Content-Type"].startswith(type_mime)
    assert response["Content-Disposition"] == f'attachment; filename="notice-{notice.pk}{suffixe}"'
    assert "Les marées de l’innovation" in response.content.decode()


@pytest.mark.parametrize("format_", LECTEURS)
def test_a_whole_issue_leaves_in_its_order_and_comes_back(client, format_):
    numero = creer_numero_publie()
    response = client.get(f"/veille/references/{format_}/?numero={numero.pk}")
    fiches = LECTEURS[format_](response.content).fiches
    assert [f.titre for f in fiches] == ["Faire ensemble au bord de l’eau", "Les marées de l’innovation"]
    assert fiches[1].auteurs == ARTICLE.auteurs
    assert fiches[1].mots_cles == ("Tiers-lieux",)
    assert 'filename="lettre-du-large-n-41' in response["Content-Disposition"]


@pytest.mark.parametrize("format_", TYPES)
def test_what_the_public_does_not_read_does_not_leave(client, format_):
    secrete, connue = creer_notice(titre="Brouillon"), publique()
    assert client.get(f"/veille/references/{format_}/?notice={secrete.pk}").status_code == 404
    response = client.get(f"/veille/references/{format_}/?notice={secrete.pk},{connue.pk}")
    assert "Brouillon" not in response.content.decode()


@pytest.mark.parametrize("format_", TYPES)
def test_working_notes_and_paths_of_a_disk_stay_inside(client, bureau, format_):
    reste = {"ris": {"L1": ["C:/secret.pdf"], "J2": ["RL"]}, "bibtex": {"file": "C:/secret.pdf"},
             "csl": {"custom": {"x": "C:/secret.pdf"}}}  # fmt: skip
    notice = publique(note="À vérifier avec secret", reste=reste)
    adresse = f"/veille/references/{format_}/?notice={notice.pk}"
    assert "secret" not in client.get(adresse).content.decode()
    if format_ == "ris":
        assert "J2  - RL" in client.get(adresse).content.decode()
        assert "N1  - À vérifier avec secret" in bureau.get(adresse).content.decode()


def test_a_selection_keeps_the_order_of_the_address(client):
    premiere, seconde = publique(titre="Un"), publique(titre="Deux")
    response = client.get(f"/veille/references/csl/?notice={seconde.pk}&notice={premiere.pk}")
    assert [r["title"] for r in json.loads(response.content)] == ["Deux", "Un"]


def test_spreadsheets_read_the_french_csv_and_no_formula_runs(client):
    notice = publique(titre="=cmd()")
    octets = client.get(f"/veille/references/csv/?notice={notice.pk}").content
    assert octets.startswith(b"\xef\xbb\xbf")
    ligne = next(csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))
    assert (ligne["Titre"], ligne["Date (texte)"], ligne["Thèmes"]) == (
        "'=cmd()",
        "septembre 2018",
        "Tiers-lieux",
    )
    assert ligne["Auteurs"] == "Martin, Aline ; Atelier du Phare (avec l’appui de)"
    plat = client.get(f"/veille/references/csv-utf8/?notice={notice.pk}").content.decode()
    assert plat.startswith("Type,Titre,")


@pytest.mark.parametrize(
    ("suite", "code"),
    [("ris/?notice=x", 404), ("ris/?notice=99999999999999", 404), ("ris/?numero=9", 404),
     ("doc/?notice=1", 404),
     ("ris/?notice=" + ",".join(map(str, range(501))), 400), ("ris/", 302)],
)  # fmt: skip
def test_what_an_address_asks_in_vain_is_said(client, suite, code):
    assert client.get(f"/veille/references/{suite}").status_code == code


def test_too_many_exports_in_a_minute_are_refused(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"veille_references": "2/m/ip"}
    adresse = f"/veille/references/ris/?notice={publique().pk}"
    assert [client.get(adresse).status_code for _ in range(3)] == [200, 200, 429]


def test_queries_do_not_grow_with_notices(client, django_assert_num_queries):
    un = publique(titre="Un")
    cles = [publique(titre=f"N{rang}").pk for rang in range(5)]
    with django_assert_num_queries(5):
        client.get(f"/veille/references/ris/?notice={un.pk}")
    with django_assert_num_queries(5):
        client.get(f"/veille/references/ris/?notice={','.join(map(str, cles))}")


@pytest.mark.parametrize("fin", ["\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_no_text_of_a_notice_ends_its_reference_in_ris(client, fin):
    notice = publique(resume=f"Début{fin}ER  - {fin}TY  - JOUR{fin}TI  - Intruse")
    octets = client.get(f"/veille/references/ris/?notice={notice.pk}").content
    assert [ligne[:5] for ligne in octets.decode().splitlines()].count("TY  -") == 1
    assert b"\r\r" not in octets
    assert len(LECTEURS["ris"](octets).fiches) == 1


@pytest.mark.parametrize("doi", ["10.1000/a},note={intrus", "10.1000/{{{", "10.1000/a%b#c\\"])
def test_no_doi_ends_its_field_in_bibtex(client, doi):
    notice = publique(doi=doi)
    octets = client.get(f"/veille/references/bibtex/?notice={notice.pk}").content
    (fiche,) = LECTEURS["bibtex"](octets).fiches
    assert (fiche.doi, fiche.note, fiche.titre) == (doi, "", ARTICLE.titre)


def test_what_bibliography_programs_keep_for_their_owner_does_not_leave(client):
    garde = {
        "review": "secret", "comment": "secret", "bdsk-file-1": "secret", "mendeley-groups": "secret",
        "owner": "secret", "localfile": "secret", "annotation": "secret", "shorttitle": "Marées",
    }  # fmt: skip
    notice = publique(reste={"bibtex": garde, "ris": {"RN": ["secret"], "U1": ["secret"]}})
    for format_ in ("bibtex", "ris"):
        contenu = client.get(f"/veille/references/{format_}/?notice={notice.pk}").content.decode()
        assert "secret" not in contenu
        assert format_ == "ris" or "Marées" in contenu
