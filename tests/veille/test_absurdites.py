"""What nobody types and robots do: every public address answers it with a page, never with a breakdown."""

from urllib.parse import urlencode

import pytest

from tests.outils.veille import creer_notice, creer_numero_publie
from veille.models import Notice

pytestmark = pytest.mark.django_db

FILTRES = ("q", "tri", "page", "theme", "annee", "editeur", "genre", "langue", "bulletin", "numero")
ADRESSES = {
    "/veille/notices/99999999999999999999999/": (),
    "/veille/panier/": ("choix", "retour"),
    "/veille/recherche/": FILTRES,
    "/veille/recherche/exporter/ris/": FILTRES,
    "/veille/recherche/exporter/a b&c/": (),
    "/veille/references/csv/": ("notice", "numero"),
    "/veille/flux/recherche.atom": FILTRES,
    "/veille/agenda/": ("page",),
    "/veille/oai/?verb=ListRecords&metadataPrefix=oai_dc": ("from", "until", "set"),
    "/veille/oai/?verb=ListIdentifiers": ("resumptionToken",),
    "/veille/oai/?verb=GetRecord&metadataPrefix=oai_dc": ("identifier",),
    "/veille/abonnement/": ("bulletin",),
    "/veille/proposer/": ("adresse", "titre"),
    "/api/v1/veille/notices/": FILTRES,
    "/api/v1/veille/notices/99999999999999999999999/": (),
    "/api/v1/veille/numeros/": ("page", "bulletin"),
}
VALEURS = (
    *("-1", "999999999999", "9" * 5000, "٣", "²", "a\x00b", "a\r\nb: c", "0000-00-00", "9999-12-31"),
    *("'\"><script>alert(1)</script>", "%", "\ud7ff\U0010ffff", "1,2,,3", "//ailleurs.example", "http://["),
)


@pytest.fixture
def numero(db):
    creer_notice(titre="Brouillon secret")
    return creer_numero_publie()


@pytest.mark.parametrize("adresse", ADRESSES)
def test_absurd_parameters_break_nothing_and_show_no_draft(client, numero, adresse, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    joint = "&" if "?" in adresse else "?"
    demandes = [urlencode({nom: valeur}) for nom in ADRESSES[adresse] for valeur in VALEURS] or [""]
    for demande in demandes:
        response = client.get(f"{adresse}{joint}{demande}")
        assert response.status_code in {200, 301, 302, 400, 404}, demande
        contenu = response.content.decode()
        assert "Brouillon secret" not in contenu
        assert "json" in response["Content-Type"] or "<script>alert(1)" not in contenu
        assert not response.headers.get("Location", "").startswith(("//", "javascript"))


def test_a_basket_takes_no_absurdity(client, numero):
    publiques = [str(notice.pk) for notice in Notice.objects.en_vue()]
    for choix in (["9" * 30], ["-1"], ["\x00"], ["1e3"], publiques * 40, [*publiques, "brouillon"]):
        response = client.post("/veille/panier/mettre/", {"choix": choix, "retour": "//ailleurs.example/"})
        assert (response.status_code, response["Location"]) == (302, "/veille/panier/")
    assert client.post("/veille/panier/mettre/", {"choix": publiques * 5_000}).status_code == 400
    page = client.get("/veille/panier/").content.decode()
    assert "Brouillon secret" not in page
    for cle in ("9" * 5000, "-1", "\x00", "x"):
        assert client.post("/veille/panier/enlever/", {"choix": cle}).status_code == 302
