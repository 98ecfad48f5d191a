"""The repository, verb by verb, on its ordinary days."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.utils import timezone
from lxml import etree

from tests.outils.veille import (
    ARTICLE,
    RAPPORT,
    creer_notice,
    creer_numero_publie,
    nommer_documentaliste,
)
from tests.outils.veille_flux import DEBUT, publier_en_nombre, valide
from veille.flux.oai import entrepot
from veille.models import Notice
from veille.notices.fiches import FicheMoment
from veille.numeros.adresses import renommer

pytestmark = pytest.mark.django_db

ESPACES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "d": "http://www.openarchives.org/OAI/2.0/oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def demander(client, verbe: str, **arguments: str) -> etree._Element:
    """The root of the answer, whose structure is sound."""
    recus = {"verb": verbe, **{nom.rstrip("_"): valeur for nom, valeur in arguments.items()}}
    response = client.get(f"/veille/oai/?{urlencode(recus)}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    return valide(response.content, "oai-pmh.xsd")


def textes(racine: etree._Element, chemin: str) -> list[str]:
    return [element.text for element in racine.iterfind(f".//{chemin}", ESPACES)]


def lister(client, **arguments: str) -> list[str]:
    """The identifiers of a list, all its pages read."""
    racine = demander(client, "ListIdentifiers", metadataPrefix="oai_dc", **arguments)
    trouves = textes(racine, "o:identifier")
    while jeton := racine.findtext(".//o:resumptionToken", namespaces=ESPACES):
        racine = demander(client, "ListIdentifiers", resumptionToken=jeton)
        trouves += textes(racine, "o:identifier")
    return trouves


def test_the_repository_says_what_it_is(client, settings):
    settings.VIGIE_EDITEUR = {**settings.VIGIE_EDITEUR, "contact": "Veille <veille@phare.example>"}
    publier_en_nombre(2)

    racine = demander(client, "Identify")

    assert {e.tag.partition("}")[2]: e.text for e in racine.find("o:Identify", ESPACES)} == {
        "repositoryName": "Vigie, la veille",
        "baseURL": "http://testserver/veille/oai/",
        "protocolVersion": "2.0",
        "adminEmail": "veille@phare.example",
        "earliestDatestamp": "2019-01-01T08:00:00Z",
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    assert racine.find("o:request", ESPACES).attrib == {"verb": "Identify"}


def test_an_empty_repository_answers_too(client):
    assert textes(demander(client, "Identify"), "o:earliestDatestamp") == ["1970-01-01T00:00:00Z"]


def test_a_record_tells_the_document_in_dublin_core(client):
    creer_numero_publie()
    notice = Notice.objects.get(titre=ARTICLE.titre)

    racine = demander(client, "GetRecord", identifier=notice.uuid.urn, metadataPrefix="oai_dc")

    dc = racine.find(".//d:dc", ESPACES)
    valide(etree.tostring(dc), "oai_dc.xsd")
    assert [(e.tag.partition("}")[2], e.text) for e in dc] == [
        ("title", "Les marées de l’innovation"),
        ("creator", "Martin, Aline"),
        ("contributor", "Atelier du Phare"),
        ("subject", "Tiers-lieux"),
        ("description", "Ce que les marées apprennent aux services publics."),
        ("date", "2018-09"),
        ("type", "Article"),
        ("identifier", "https://phare.example/marees"),
        ("identifier", f"http://testserver/veille/notices/{notice.pk}/"),
        ("source", "Revue du large, n° 12, septembre 2018, p. 32-51"),
        ("language", "fr"),
    ]
    assert textes(racine, "o:setSpec") == ["bulletin-lettre-du-large", "theme-tiers-lieux"]


def test_a_season_is_its_year_and_numbers_are_addresses(client):
    notice = creer_notice(
        date="2018-23",
        doi="10.3917/rphi.186.0421",
        isbn="9782140000000",
        issn="0035-3833",
        moments=(FicheMoment("soutenance", "2018"),),
        publiee_le=timezone.now(),
    )

    racine = demander(client, "GetRecord", identifier=notice.uuid.urn, metadataPrefix="oai_dc")

    assert textes(racine, "dc:date") == ["2018"]
    assert textes(racine, "dc:identifier")[:2] == [
        "https://doi.org/10.3917/rphi.186.0421",
        "urn:ISBN:9782140000000",
    ]
    assert textes(racine, "dc:relation") == ["urn:ISSN:0035-3833"]


def test_the_only_format_is_told_for_all_and_for_one(client):
    notice = publier_en_nombre(1)[0]

    for arguments in ({}, {"identifier": notice.uuid.urn}):
        racine = demander(client, "ListMetadataFormats", **arguments)
        assert textes(racine, "o:metadataPrefix") == ["oai_dc"]


def test_bulletins_and_themes_are_sets(client):
    creer_numero_publie()
    article, rapport = (Notice.objects.get(titre=f.titre).uuid.urn for f in (ARTICLE, RAPPORT))
    seule = creer_notice(titre="Hors bulletin", publiee_le=timezone.now()).uuid.urn

    assert dict(
        zip(
            *(textes(demander(client, "ListSets"), f"o:{nom}") for nom in ("setSpec", "setName")), strict=True
        )
    ) == {
        "bulletin-lettre-du-large": "Bulletin\N{NO-BREAK SPACE}: La lettre du large",
        "theme-participation": "Thème\N{NO-BREAK SPACE}: Participation",
        "theme-tiers-lieux": "Thème\N{NO-BREAK SPACE}: Tiers-lieux",
    }
    assert set(lister(client, set="bulletin-lettre-du-large")) == {article, rapport}
    assert set(lister(client, set="theme-tiers-lieux")) == {article, seule}
    assert set(lister(client)) == {article, rapport, seule}


def test_the_set_of_a_bulletin_answers_under_its_old_name_and_harvesters_learn_the_new_one(
    client, administratrice
):
    numero = creer_numero_publie()
    Notice.objects.update(modifie_le=DEBUT)
    attendues = {notice.uuid.urn for notice in Notice.objects.all()}
    renommer(
        identite=nommer_documentaliste(administratrice),
        objet=numero.bulletin,
        cle="le-large",
        version=numero.bulletin.version,
    )

    assert textes(demander(client, "ListSets"), "o:setSpec")[0] == "bulletin-le-large"
    for nom in ("bulletin-le-large", "bulletin-lettre-du-large"):
        assert set(lister(client, set=nom)) == attendues
    racine = demander(client, "ListIdentifiers", metadataPrefix="oai_dc", from_="2020-01-01")
    assert set(textes(racine, "o:identifier")) == attendues
    assert {spec for spec in textes(racine, "o:setSpec") if "bulletin" in spec} == {"bulletin-le-large"}


def test_what_was_never_public_is_not_there(client):
    creer_notice()

    assert textes(demander(client, "ListRecords", metadataPrefix="oai_dc"), "o:record") == []


@pytest.mark.parametrize("quoi", ["retiree_le", "supprime_le", "fusionnee_dans"])
def test_a_notice_taken_back_deleted_or_merged_stays_as_a_deleted_record(client, quoi):
    notice, autre = publier_en_nombre(2)
    champs = {"supprime_le": DEBUT, "fusionnee_dans": autre} if quoi == "fusionnee_dans" else {quoi: DEBUT}
    Notice.objects.filter(pk=notice.pk).update(**champs)

    for racine in (
        demander(client, "GetRecord", identifier=notice.uuid.urn, metadataPrefix="oai_dc"),
        demander(client, "ListRecords", metadataPrefix="oai_dc", until="2019-01-01T08:00:00Z"),
    ):
        (fiche,) = racine.iterfind(".//o:record", ESPACES)
        assert fiche.find("o:header", ESPACES).attrib == {"status": "deleted"}
        assert fiche.findtext("o:header/o:identifier", namespaces=ESPACES) == notice.uuid.urn
        assert fiche.find("o:metadata", ESPACES) is None


def test_dates_bound_a_harvest_to_the_second_both_ends_included(client):
    noms = [notice.uuid.urn for notice in publier_en_nombre(5)]
    Notice.objects.filter(uuid=noms[3][9:]).update(modifie_le=DEBUT + timedelta(seconds=3, microseconds=999))
    une, trois = "2019-01-01T08:00:01Z", "2019-01-01T08:00:03Z"

    assert lister(client, from_=une, until=trois) == noms[1:4]
    assert lister(client, from_=trois) == noms[3:]
    assert lister(client, until="2019-01-01T08:00:00Z") == noms[:1]
    assert lister(client, from_="2019-01-01", until="2019-01-01") == noms
    assert lister(client, from_="0001-01-01", until="9999-12-31") == noms


def test_a_harvest_misses_nothing_that_changes_while_it_lasts(client, monkeypatch):
    monkeypatch.setattr(entrepot, "PAGE", 3)
    noms = [notice.uuid.urn for notice in publier_en_nombre(8)]
    racine = demander(client, "ListIdentifiers", metadataPrefix="oai_dc")
    lus = textes(racine, "o:identifier")
    assert lus == noms[:3]
    # One already read changes, one not yet read changes, one not yet read is taken back.
    plus_tard = DEBUT + timedelta(hours=1)
    Notice.objects.filter(uuid=noms[0][9:]).update(modifie_le=plus_tard)
    Notice.objects.filter(uuid=noms[4][9:]).update(modifie_le=plus_tard)
    Notice.objects.filter(uuid=noms[5][9:]).update(modifie_le=plus_tard, retiree_le=plus_tard)

    while jeton := racine.findtext(".//o:resumptionToken", namespaces=ESPACES):
        racine = demander(client, "ListIdentifiers", resumptionToken=jeton)
        lus += textes(racine, "o:identifier")

    assert lus == [*noms[:4], noms[6], noms[7], noms[0], noms[4], noms[5]]


def test_notices_of_one_instant_are_given_once_each_over_the_pages(client, monkeypatch):
    monkeypatch.setattr(entrepot, "PAGE", 2)
    noms = {notice.uuid.urn for notice in publier_en_nombre(7)}
    Notice.objects.update(modifie_le=DEBUT)

    lus = lister(client)

    assert len(lus) == 7
    assert set(lus) == noms


def test_tokens_tell_where_the_list_stands(client, monkeypatch):
    monkeypatch.setattr(entrepot, "PAGE", 2)
    publier_en_nombre(5)

    racine = demander(client, "ListRecords", metadataPrefix="oai_dc")
    vus = []
    for _ in range(3):
        jeton = racine.find(".//o:resumptionToken", ESPACES)
        vus.append((jeton.get("cursor"), jeton.get("completeListSize"), bool(jeton.text)))
        if jeton.text:
            racine = demander(client, "ListRecords", resumptionToken=jeton.text)

    assert vus == [("0", "5", True), ("2", "5", True), ("4", "5", False)]


def test_a_whole_list_in_one_answer_has_no_token(client):
    publier_en_nombre(2)

    racine = demander(client, "ListRecords", metadataPrefix="oai_dc")

    assert racine.find(".//o:resumptionToken", ESPACES) is None


def test_a_post_is_answered_as_a_get(client):
    publier_en_nombre(1)

    response = client.post("/veille/oai/", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})

    assert textes(valide(response.content, "oai-pmh.xsd"), "dc:title") == ["Notice 0"]


def test_a_page_of_records_asks_as_many_queries_for_one_as_for_many(client, django_assert_num_queries):
    creer_numero_publie()
    with django_assert_num_queries(7):
        demander(client, "ListRecords", metadataPrefix="oai_dc")
    for n in range(5):
        creer_notice(titre=f"Autre {n}", publiee_le=timezone.now())

    with django_assert_num_queries(7):
        racine = demander(client, "ListRecords", metadataPrefix="oai_dc")
    assert len(textes(racine, "o:record")) == 7


def test_an_unknown_notice_is_said_not_to_exist(client):
    creer_notice()
    for nom in (uuid4().urn, "oai:ailleurs:1", Notice.objects.get().uuid.urn):
        racine = demander(client, "GetRecord", identifier=nom, metadataPrefix="oai_dc")
        assert racine.find("o:error", ESPACES).get("code") == "idDoesNotExist"
