"""Sorting in one gesture; following; suggesting."""

import pytest
from django.urls import reverse
from lxml import etree

from tests.outils.tuyau import en_parallele
from tests.outils.veille import nommer_documentaliste
from veille.models import Notice
from veille.panier import services
from veille.panier.models import Source, Trouvaille

pytestmark = pytest.mark.django_db


@pytest.fixture
def documentaliste(membre):
    return nommer_documentaliste(membre)


@pytest.fixture
def trouvaille():
    source = Source.objects.create(nom="Le large", adresse="https://large.example/flux")
    return Trouvaille.objects.create(
        source=source,
        empreinte="une",
        titre="Les marées <b>",
        adresse="https://large.example/marees",
        auteurs="Aline Martin",
        date="2018-09-18",
        resume="Ce que disent les marées.",
    )


def geste(client, trouvaille, quoi, **suite):
    return client.post(
        reverse("veille:trier_trouvaille", args=[trouvaille.uuid]), {"geste": quoi, **suite}, follow=True
    )


@pytest.mark.parametrize(("quoi", "etat"), [("garder", "gardee"), ("ecarter", "ecartee")])
def test_one_gesture_keeps_or_discards_and_another_puts_back(client, documentaliste, trouvaille, quoi, etat):
    client.force_login(documentaliste.compte)

    geste(client, trouvaille, quoi)
    trouvaille.refresh_from_db()
    assert (trouvaille.etat, trouvaille.triee_par.compte) == (etat, documentaliste.compte)

    geste(client, trouvaille, "remettre")
    trouvaille.refresh_from_db()
    assert (trouvaille.etat, trouvaille.triee_le) == ("nouvelle", None)


def test_one_gesture_makes_a_notice_with_what_the_feed_tells(client, documentaliste, trouvaille):
    client.force_login(documentaliste.compte)

    reponse = geste(client, trouvaille, "notice")

    notice = Notice.objects.get()
    assert "est dans la base" in reponse.text
    assert (notice.titre, notice.publication, notice.date) == ("Les marées <b>", "Le large", "2018-09-18")
    assert notice.liens.get().adresse == "https://large.example/marees"
    assert notice.contributions.get().nom == "Aline Martin"
    assert (notice.resume, notice.note) == ("", "Ce que disent les marées.")
    assert not notice.en_vue


@pytest.mark.django_db(transaction=True)
def test_two_clicks_make_one_notice(documentaliste, trouvaille):
    def cliquer():
        services.en_notice(identite=documentaliste, trouvaille=trouvaille)

    en_parallele(cliquer, cliquer)

    assert Notice.objects.count() == 1


def test_what_became_a_notice_is_not_discarded(client, documentaliste, trouvaille):
    client.force_login(documentaliste.compte)
    geste(client, trouvaille, "notice")

    reponse = geste(client, trouvaille, "ecarter")

    assert services.DEVENUE_NOTICE in reponse.text
    trouvaille.refresh_from_db()
    assert trouvaille.etat == "notice"


def test_the_way_back_never_leaves_the_platform(client, documentaliste, trouvaille):
    client.force_login(documentaliste.compte)
    adresse = reverse("veille:trier_trouvaille", args=[trouvaille.uuid])

    suivie = client.post(adresse, {"geste": "garder", "suite": "?etat=gardee"})
    forgee = client.post(adresse, {"geste": "garder", "suite": "//ailleurs.example"})

    assert suivie.url == "/veille/atelier/trouvailles/?etat=gardee"
    assert forgee.url == "/veille/atelier/trouvailles/"


def test_the_inbox_costs_the_same_whatever_it_holds(
    client, documentaliste, trouvaille, django_assert_num_queries
):
    client.force_login(documentaliste.compte)
    source = trouvaille.source
    Trouvaille.objects.bulk_create(
        Trouvaille(source=source, empreinte=str(n), titre=f"T{n}", adresse="https://a.example/")
        for n in range(30)
    )

    with django_assert_num_queries(REQUETES):
        reponse = client.get("/veille/atelier/trouvailles/")

    assert "31 trouvailles" in reponse.text
    assert "Les marées &lt;b&gt;" in reponse.text


REQUETES = 9


def test_a_source_is_followed_once(client, documentaliste):
    client.force_login(documentaliste.compte)
    donnees = {"nom": "Le large", "adresse": "https://large.example/flux"}

    client.post("/veille/atelier/sources/suivre/", donnees)
    deuxieme = client.post("/veille/atelier/sources/suivre/", donnees)

    assert Source.objects.count() == 1
    assert deuxieme.status_code == 422
    assert "Cette source est déjà suivie." in deuxieme.text


def test_a_new_address_is_read_afresh(client, documentaliste, trouvaille):
    client.force_login(documentaliste.compte)
    source = trouvaille.source
    Source.objects.update(etag='"un"', echecs=3, panne="Site en panne.")

    client.post(
        f"/veille/atelier/sources/{source.uuid}/",
        {"nom": "Le large", "adresse": "https://large.example/neuf"},
    )

    source.refresh_from_db()
    assert (source.etag, source.echecs, source.panne) == ("", 0, "")


def test_forgetting_a_source_keeps_what_was_kept(client, documentaliste, trouvaille):
    client.force_login(documentaliste.compte)
    services.trier(identite=documentaliste, trouvaille=trouvaille, etat="gardee")
    Trouvaille.objects.create(
        source=trouvaille.source, empreinte="deux", titre="T", adresse="https://a.example/"
    )

    client.post(f"/veille/atelier/sources/{trouvaille.source.uuid}/geste/", {"geste": "oublier"})

    assert not Source.objects.exists()
    assert Trouvaille.objects.get() == trouvaille


def test_a_reader_suggests_without_account(client):
    reponse = client.post(
        "/veille/proposer/", {"adresse": "https://a.example/x", "titre": "<script>", "commentaire": "À lire."}
    )

    assert reponse.url == "/veille/proposer/merci/"
    suggestion = Trouvaille.objects.get()
    assert (suggestion.titre, suggestion.suggeree, suggestion.source) == ("<script>", True, None)


def test_the_bookmarklet_brings_the_page_and_its_title(client):
    reponse = client.get("/veille/proposer/", {"adresse": "https://a.example/?a=1&b=2", "titre": "Un titre"})

    assert 'value="https://a.example/?a=1&amp;b=2"' in reponse.text
    assert 'value="Un titre"' in reponse.text
    assert "javascript:void(open(&#x27;http://testserver/veille/proposer/?adresse=&#x27;" in reponse.text


def test_a_robot_that_fills_the_trap_is_thanked_and_forgotten(client):
    reponse = client.post(
        "/veille/proposer/",
        {"adresse": "https://a.example/x", "titre": "T", "site_web": "https://spam.example"},
    )

    assert reponse.url == "/veille/proposer/merci/"
    assert not Trouvaille.objects.exists()


def test_a_flood_of_suggestions_is_slowed(client):
    codes = [
        client.post("/veille/proposer/", {"adresse": f"https://a.example/{n}", "titre": "T"}).status_code
        for n in range(21)
    ]

    assert codes == [302] * 20 + [429]


@pytest.mark.parametrize(
    "adresse", ["javascript:alert(1)", "ftp://a.example/", "pas une adresse", "https://"]
)
def test_an_address_that_is_none_is_refused(client, adresse):
    reponse = client.post("/veille/proposer/", {"adresse": adresse, "titre": "T"})

    assert reponse.status_code == 422
    assert not Trouvaille.objects.exists()


def test_the_list_of_sources_is_taken_away_in_opml(client, trouvaille):
    Source.objects.create(nom="En pause", adresse="https://b.example/", active=False)

    reponse = client.get("/veille/sources.opml")

    assert reponse.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    assert 'xmlUrl="https://large.example/flux"' in reponse.text
    assert "En pause" not in reponse.text


@pytest.mark.parametrize("port", ["99999", "0"])
def test_an_address_whose_port_cannot_be_is_refused_with_a_sentence(client, port):
    adresse = f"http://large.example:{port}/marees"
    reponse = client.post("/veille/proposer/", {"adresse": adresse, "titre": "Les marées"})
    assert reponse.status_code == 422
    assert "Le port de cette adresse n’existe pas." in reponse.content.decode()
    assert not Trouvaille.objects.exists()


def test_the_list_of_the_sources_is_sound_and_gives_no_password(client):
    Source.objects.create(nom="Le\x0blarge\x1b", adresse="https://large.example/flux")
    Source.objects.create(nom="Réservée", adresse="https://lea:secret@large.example/flux")
    contenu = client.get("/veille/sources.opml").content
    assert [o.get("text") for o in etree.fromstring(contenu).iter("outline")] == ["Lelarge"]
    assert b"secret" not in contenu
