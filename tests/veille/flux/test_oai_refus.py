"""The repository, asked badly."""

from datetime import timedelta

import pytest
from django.core import signing
from lxml import etree

from tests.outils.veille_flux import publier_en_nombre, valide
from tests.veille.flux.test_oai import ESPACES, demander
from veille.flux.oai import entrepot, jetons
from veille.models import Bulletin, Theme

pytestmark = pytest.mark.django_db

LISTE = "verb=ListRecords&metadataPrefix=oai_dc"


def refus(contenu: bytes) -> str:
    """The code of the error in this answer, which repeats the request only where it may."""
    racine = valide(contenu, "oai-pmh.xsd")
    (erreur,) = racine.iterfind("o:error", ESPACES)
    if erreur.get("code") in ("badVerb", "badArgument"):
        assert racine.find("o:request", ESPACES).attrib == {}
    return erreur.get("code")


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=Detruire", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("metadataPrefix=oai_dc", "badVerb"),
        ("verb=Identify&autre=1", "badArgument"),
        ("verb=ListSets&set=x", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=urn:x", "badArgument"),
        (f"{LISTE}&metadataPrefix=oai_dc", "badArgument"),
        (f"{LISTE}&inconnu=1", "badArgument"),
        (f"{LISTE}&resumptionToken=x", "badArgument"),
        (f"{LISTE}&from=hier", "badArgument"),
        (f"{LISTE}&from=2019-1-1", "badArgument"),
        (f"{LISTE}&from=2019-02-30", "badArgument"),
        (f"{LISTE}&from=2019-01-01T08:00Z", "badArgument"),
        (f"{LISTE}&from=2019-01-01T08:00:00%2B00:00", "badArgument"),
        (f"{LISTE}&from=%D9%A2%D9%A0%D9%A1%D9%A9-01-01", "badArgument"),
        (f"{LISTE}&until=0000-01-01", "badArgument"),
        (f"{LISTE}&from=2019-01-01&until=2019-01-02T00:00:00Z", "badArgument"),
        (f"{LISTE}&from=2019-01-02&until=2019-01-01", "badArgument"),
        (f"{LISTE}&set=a%00b", "badArgument"),
        (f"{LISTE}&set=" + "a" * 1001, "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=faux", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=faux", "badResumptionToken"),
        ("verb=ListMetadataFormats&identifier=urn:x", "idDoesNotExist"),
        (f"{LISTE}&from=2030-01-01", "noRecordsMatch"),
        (f"{LISTE}&until=2000-01-01", "noRecordsMatch"),
        (f"{LISTE}&set=theme-inconnu", "noRecordsMatch"),
        (f"{LISTE}&set=autre", "noRecordsMatch"),
    ],
)
def test_each_mistake_has_its_word(client, question, code):
    publier_en_nombre(1)

    for response in (
        client.get(f"/veille/oai/?{question}"),
        client.post("/veille/oai/", question, content_type="application/x-www-form-urlencoded"),
    ):
        assert response.status_code == 200
        assert refus(response.content) == code


def test_a_thousand_arguments_are_a_bad_request_like_another(client):
    question = "&".join(f"a{n}=1" for n in range(3000))

    assert refus(client.get(f"/veille/oai/?verb=Identify&{question}").content) == "badVerb"


def test_an_empty_house_has_no_sets(client):
    assert not Bulletin.objects.exists()
    assert not Theme.objects.exists()

    assert refus(client.get("/veille/oai/?verb=ListSets").content) == "noSetHierarchy"


def test_a_record_in_a_format_we_have_not_is_refused(client):
    notice = publier_en_nombre(1)[0]

    response = client.get(f"/veille/oai/?verb=GetRecord&identifier={notice.uuid.urn}&metadataPrefix=mods")

    assert refus(response.content) == "cannotDisseminateFormat"


@pytest.fixture
def jeton(client, monkeypatch) -> str:
    """The token after the first page of records."""
    monkeypatch.setattr(entrepot, "PAGE", 2)
    publier_en_nombre(3)
    racine = demander(client, "ListRecords", metadataPrefix="oai_dc")
    return racine.findtext(".//o:resumptionToken", namespaces=ESPACES)


def test_a_token_altered_is_refused(client, jeton):
    autre = jeton[:10] + ("A" if jeton[10] != "A" else "B") + jeton[11:]

    assert refus(client.get("/veille/oai/", {"verb": "ListRecords", "resumptionToken": autre}).content) == (
        "badResumptionToken"
    )


def test_a_token_of_something_else_that_we_signed_is_refused(client):
    for contenu in ({"verbe": "ListRecords"}, ["x"], 3):
        signe = signing.dumps(contenu, salt="veille.oai")
        response = client.get("/veille/oai/", {"verb": "ListRecords", "resumptionToken": signe})
        assert refus(response.content) == "badResumptionToken"


def test_a_token_is_of_one_verb(client, jeton):
    response = client.get("/veille/oai/", {"verb": "ListIdentifiers", "resumptionToken": jeton})

    assert refus(response.content) == "badResumptionToken"


def test_a_token_expires(client, jeton, monkeypatch):
    monkeypatch.setattr(jetons, "DUREE", timedelta(seconds=-1))

    response = client.get("/veille/oai/", {"verb": "ListRecords", "resumptionToken": jeton})

    assert refus(response.content) == "badResumptionToken"


def test_a_token_whose_rest_has_gone_finds_nothing(client, jeton):
    from veille.models import Notice

    Notice.objects.all().delete()

    response = client.get("/veille/oai/", {"verb": "ListRecords", "resumptionToken": jeton})
    assert refus(response.content) == "noRecordsMatch"


@pytest.mark.parametrize("methode", ["put", "delete", "patch"])
def test_nothing_else_than_reading(client, methode):
    assert getattr(client, methode)("/veille/oai/").status_code == 405


def test_hostile_texts_leave_the_answer_readable(client):
    notice = publier_en_nombre(1)[0]
    type(notice).objects.update(titre="<script>\x0b & ]]>\ufffe", mots_cles=["\x01", "fin"])

    response = client.get(f"/veille/oai/?{LISTE}")

    racine = valide(response.content, "oai-pmh.xsd")
    assert racine.findtext(".//dc:title", namespaces=ESPACES) == "<script> & ]]>"
    valide(etree.tostring(racine.find(".//d:dc", ESPACES)), "oai_dc.xsd")
