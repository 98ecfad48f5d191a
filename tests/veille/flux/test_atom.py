"""Feeds as feed readers take them."""

from datetime import UTC, datetime

import feedparser
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from communs.web.cache_pages import perimer_pages
from tests.outils.veille import ARTICLE, NUMERO, RAPPORT, creer_notice, creer_numero, creer_numero_publie
from tests.outils.veille_flux import valide
from veille.enums import EtatNumero
from veille.models import AncienneAdresse, Bulletin, Lien, Notice, RendezVous
from veille.recherche.services import indexer

pytestmark = pytest.mark.django_db

PARU = datetime(2018, 10, 15, 6, tzinfo=UTC)


def titres(client, adresse: str) -> list[str]:
    """What a feed reader sees, in a feed whose structure is sound."""
    response = client.get(adresse)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    valide(response.content, "atom.rng")
    lu = feedparser.parse(response.content)
    assert not lu.bozo
    return [entree.title for entree in lu.entries]


def test_the_feed_of_the_veille_gives_every_published_notice_the_latest_first(client):
    creer_numero_publie()
    creer_notice(titre="Toute récente", publiee_le=timezone.now())
    creer_notice(titre="Pas encore publique")

    assert titres(client, "/veille/flux/notices.atom") == [
        "Toute récente",
        ARTICLE.titre,
        RAPPORT.titre,
    ]


def test_an_entry_tells_the_document_whole_and_keeps_its_name(client):
    creer_numero_publie()
    notice = Notice.objects.get(titre=ARTICLE.titre)

    entree = feedparser.parse(client.get("/veille/flux/themes/tiers-lieux.atom").content).entries[0]

    assert entree.id == f"urn:uuid:{notice.uuid}"
    assert entree.link == f"http://testserver/veille/notices/{notice.pk}/"
    assert entree.summary == "<p>Ce que les marées apprennent aux services publics.</p>"
    assert [a.name for a in entree.authors] == ["Aline Martin"]
    assert [t.term for t in entree.tags] == ["Tiers-lieux"]
    assert [lien.href for lien in entree.links if lien.rel == "related"] == ["https://phare.example/marees"]
    assert entree.published == "2018-10-15T06:00:00+00:00"
    assert entree.updated_parsed[:6] == notice.modifie_le.utctimetuple()[:6]


def test_each_feed_holds_its_own_share(client):
    creer_numero_publie()
    base = "/veille/flux/bulletins/lettre-du-large"

    assert titres(client, f"{base}/notices.atom") == [ARTICLE.titre, RAPPORT.titre]
    assert titres(client, f"{base}/rubriques/lieux.atom") == [ARTICLE.titre]
    assert titres(client, "/veille/flux/themes/participation.atom") == [RAPPORT.titre]
    assert titres(client, "/veille/flux/recherche.atom?q=MAREES") == [ARTICLE.titre]
    assert titres(client, "/veille/flux/recherche.atom?q=eau&theme=participation") == [RAPPORT.titre]
    assert titres(client, "/veille/flux/recherche.atom?q=eau&theme=tiers-lieux") == []
    attendu = [f"{NUMERO.titre} (La lettre du large, n°\N{NO-BREAK SPACE}41)"]
    assert titres(client, f"{base}/numeros.atom") == titres(client, "/veille/flux/numeros.atom") == attendu


@pytest.mark.parametrize(
    "adresse",
    [
        "/veille/flux/bulletins/inconnu/notices.atom",
        "/veille/flux/bulletins/lettre-du-large/rubriques/inconnue.atom",
        "/veille/flux/themes/inconnu.atom",
    ],
)
def test_a_feed_of_nothing_known_is_not_found(client, adresse):
    creer_numero_publie()

    assert client.get(adresse).status_code == 404


@pytest.mark.parametrize("question", ["?theme=inconnu", "?q=a%00b", "?q=" + "a" * 201])
def test_a_search_that_cannot_be_read_says_why(client, question):
    response = client.get("/veille/flux/recherche.atom" + question)

    assert response.status_code == 400
    assert "Cette recherche ne se lit pas" in response.content.decode()


@pytest.mark.parametrize("question", ["", "?q=", "?q=+&theme="])
def test_a_search_of_nothing_leads_to_everything(client, question):
    response = client.get("/veille/flux/recherche.atom" + question)

    assert (response.status_code, response["Location"]) == (302, "/veille/flux/notices.atom")


def test_a_search_of_punctuation_finds_nothing(client):
    creer_numero_publie()

    assert titres(client, "/veille/flux/recherche.atom?q=!!!") == []


def test_two_ways_to_write_a_search_make_one_feed(client):
    creer_numero_publie()

    deux = [
        feedparser.parse(client.get(f"/veille/flux/recherche.atom?{question}").content).feed
        for question in (
            "theme=participation&theme=tiers-lieux&q=eau",
            "q=eau&theme=tiers-lieux&theme=participation&autre=1",
        )
    ]

    assert deux[0].id == deux[1].id
    assert (
        deux[0].title
        == "Veille\N{NO-BREAK SPACE}: «\N{NO-BREAK SPACE}eau\N{NO-BREAK SPACE}», Participation, Tiers-lieux"
    )


def test_a_draft_and_an_unpublished_issue_are_in_no_feed(client):
    numero = creer_numero_publie()
    creer_numero(cle="brouillon", une=(), rubriques=(), agenda=())
    numero.etat, numero.depublie_le, numero.depublie_motif = EtatNumero.DEPUBLIE, timezone.now(), "Erreur."
    numero.save()

    assert titres(client, "/veille/flux/numeros.atom") == []
    assert client.get("/veille/flux/bulletins/lettre-du-large/notices.atom").status_code == 404


def test_a_notice_taken_back_or_deleted_leaves_the_feed(client, django_capture_on_commit_callbacks):
    creer_numero_publie()
    assert len(titres(client, "/veille/flux/notices.atom")) == 2

    Notice.objects.filter(titre=ARTICLE.titre).update(retiree_le=timezone.now())
    Notice.objects.filter(titre=RAPPORT.titre).update(supprime_le=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        perimer_pages()

    assert titres(client, "/veille/flux/notices.atom") == []


def test_a_reader_that_has_the_feed_is_told_so_until_it_changes(client, django_capture_on_commit_callbacks):
    creer_numero_publie()
    for adresse in ("/veille/flux/notices.atom", "/veille/flux/recherche.atom?q=eau"):
        etag = client.get(adresse)["ETag"]
        assert client.get(adresse, HTTP_IF_NONE_MATCH=etag).status_code == 304

    Notice.objects.update(titre="Autre eau")
    with django_capture_on_commit_callbacks(execute=True):
        perimer_pages()

    for adresse in ("/veille/flux/notices.atom", "/veille/flux/recherche.atom?q=eau"):
        assert client.get(adresse, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_a_feed_asks_as_many_queries_for_one_notice_as_for_many(client, django_assert_num_queries):
    creer_notice(publiee_le=PARU)
    indexer(Notice.objects.all())
    with django_assert_num_queries(9):
        client.get("/veille/flux/recherche.atom?q=marees")
    for n in range(5):
        creer_notice(titre=f"Les marées, {n}", publiee_le=PARU)
    indexer(Notice.objects.all())

    with django_assert_num_queries(9):
        assert len(titres(client, "/veille/flux/recherche.atom?q=marees")) == 6


HOSTILE = "<script>alert(1)</script> & ]]> \x0b\x1f\ufffe «\N{NO-BREAK SPACE}é\N{NO-BREAK SPACE}» 🌊"


def test_whatever_people_write_the_feed_can_be_read(client):
    creer_notice(titre=HOSTILE, resume=HOSTILE, publiee_le=PARU)

    assert titres(client, "/veille/flux/notices.atom") == [
        feedparser.parse(client.get("/veille/flux/notices.atom").content).entries[0].title
    ]
    racine = valide(client.get("/veille/flux/notices.atom").content, "atom.rng")
    espace = {"a": "http://www.w3.org/2005/Atom"}
    titre = racine.findtext("a:entry/a:title", namespaces=espace)
    assert titre == "<script>alert(1)</script> & ]]>  «\N{NO-BREAK SPACE}é\N{NO-BREAK SPACE}» 🌊"
    assert "<script>" not in racine.findtext("a:entry/a:summary", namespaces=espace)


def test_an_empty_veille_has_a_feed_too(client):
    assert titres(client, "/veille/flux/notices.atom") == []


def test_pages_tell_readers_of_the_feeds_that_follow_them(client):
    numero = creer_numero_publie()

    for page in (numero.get_absolute_url(), numero.bulletin.get_absolute_url()):
        contenu = client.get(page).content.decode()
        for nom in ("flux_numeros_du_bulletin", "flux_notices_du_bulletin"):
            assert f'href="{reverse(f"veille:{nom}", args=["lettre-du-large"])}"' in contenu
    assert 'href="/veille/flux/notices.atom"' in client.get("/veille/").content.decode()


def test_programs_that_know_the_old_address_are_still_answered(client):
    numero = creer_numero_publie()
    avant = feedparser.parse(
        client.get("/veille/flux/bulletins/lettre-du-large/rubriques/lieux.atom").content
    ).feed
    Bulletin.objects.update(cle="lettre-du-port")
    AncienneAdresse.objects.create(chemin="lettre-du-large", bulletin=numero.bulletin)
    cache.clear()

    for cle in ("lettre-du-large", "lettre-du-port"):
        apres = feedparser.parse(
            client.get(f"/veille/flux/bulletins/{cle}/rubriques/lieux.atom").content
        ).feed
        assert apres.id == avant.id
        assert apres.links[1].href == (
            "http://testserver/veille/flux/bulletins/lettre-du-port/rubriques/lieux.atom"
        )
        for agenda in (f"{cle}.ics", f"{cle}/n-41.ics"):
            assert b"Journ" in client.get(f"/veille/agenda/{agenda}").content


def test_an_address_that_xml_cannot_hold_does_not_spoil_the_feed(client):
    creer_numero_publie()
    Lien.objects.update(adresse="https://phare.example/\x01marees", libelle="Ici\x0b")
    RendezVous.objects.update(adresse="https://phare.example/\x01agenda")

    assert titres(client, "/veille/flux/notices.atom") == [ARTICLE.titre, RAPPORT.titre]
    assert b"\x01" not in client.get("/veille/agenda.ics").content
