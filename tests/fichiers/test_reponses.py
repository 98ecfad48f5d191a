"""Serving: the right person, the right bytes, whole or in part, and nothing that could run."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from communs.fichiers.models import Fichier
from tests.fichiers import fabrique as f
from tests.fichiers.essai.models import Piece

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(preparer):
    def _piece(nom, octets) -> Fichier:
        fichier = preparer(nom, octets)
        Piece.objects.create(titre="x", fichier=fichier)
        return fichier

    return _piece


@pytest.fixture
def obtenir(client_de, membre):
    """`obtenir(fichier, "original", HTTP_RANGE=…)`: Bachir's browser asks for it."""
    client = client_de(membre)

    def _obtenir(fichier, rendu="original", suite="", **entetes):
        return client.get(adresse(fichier, rendu) + suite, **entetes)

    return _obtenir


def adresse(fichier, rendu="original"):
    return reverse("essai_voir", args=[fichier.uuid, rendu])


def corps(response) -> bytes:
    return b"".join(response.streaming_content)


def stocke(fichier) -> bytes:
    with default_storage.open(fichier.original) as flux:
        return flux.read()


def test_a_file_is_served_with_its_true_type_and_may_run_nothing(piece, obtenir):
    fichier = piece("Été.jpg", f.jpeg())
    response = obtenir(fichier)
    assert corps(response) == stocke(fichier)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(fichier.taille)
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%C3%89t%C3%A9.jpg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(("nom", "octets"), [("a.pdf", f.pdf()), ("a.odt", f.odt()), ("a.txt", b"bonjour")])
def test_what_is_not_picture_sound_or_film_is_only_downloaded(piece, obtenir, nom, octets):
    response = obtenir(piece(nom, octets))
    assert response["Content-Disposition"] == f'attachment; filename="{nom}"'
    assert corps(response) == octets


def test_a_picture_too_can_be_downloaded(piece, obtenir):
    response = obtenir(piece("a.jpg", f.jpeg()), suite="?telecharger")
    assert response["Content-Disposition"].startswith("attachment")
    corps(response)


def test_a_text_says_its_characters(piece, obtenir):
    response = obtenir(piece("a.txt", "été".encode()))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert corps(response).decode() == "été"


def test_renditions_exist_for_pictures_only(piece, obtenir):
    photo, note = piece("a.png", f.png("RGBA")), piece("a.pdf", f.pdf())
    for rendu in ("apercu", "vignette"):
        response = obtenir(photo, rendu)
        assert (response["Content-Type"], corps(response)[:3]) == ("image/jpeg", b"\xff\xd8\xff")
        assert obtenir(note, rendu).status_code == 404
    assert obtenir(photo, "autre").status_code == 404


@pytest.mark.parametrize(
    ("demande", "premier", "dernier"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=10-999999", 10, None),
    ],
)
def test_a_part_is_served_exactly(piece, obtenir, demande, premier, dernier):
    film = piece("a.mp4", f.film())
    tout = stocke(film)
    response = obtenir(film, HTTP_RANGE=demande)
    attendu = tout[premier : dernier + 1 if dernier else None]
    debut = premier if premier >= 0 else len(tout) + premier
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {debut}-{debut + len(attendu) - 1}/{len(tout)}"
    assert response["Content-Length"] == str(len(attendu))
    assert response["Accept-Ranges"] == "bytes"
    assert corps(response) == attendu


@pytest.mark.parametrize("demande", ["bytes=999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_a_416(piece, obtenir, demande):
    film = piece("a.mp4", f.film())
    response = obtenir(film, HTTP_RANGE=demande)
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{film.taille}")


@pytest.mark.parametrize("demande", ["bytes=0-1,5-6", "bytes=5-2", "octets=0-1", "bytes=-", "bytes=a-b"])
def test_a_part_we_do_not_understand_is_the_whole(piece, obtenir, demande):
    response = obtenir(piece("a.mp4", f.film()), HTTP_RANGE=demande)
    assert response.status_code == 200
    corps(response)


def test_a_part_of_another_version_is_the_whole(piece, obtenir):
    film = piece("a.mp4", f.film())
    entier = obtenir(film)
    corps(entier)
    meme = obtenir(film, HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE=entier["ETag"])
    assert meme.status_code == 206
    corps(meme)
    autre = obtenir(film, HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE='"autre"')
    assert autre.status_code == 200
    corps(autre)


def test_what_the_browser_has_already_is_not_sent_again(piece, obtenir):
    photo = piece("a.jpg", f.jpeg())
    premiere = obtenir(photo)
    corps(premiere)
    assert obtenir(photo, HTTP_IF_NONE_MATCH=premiere["ETag"]).status_code == 304
    vignette = obtenir(photo, "vignette", HTTP_IF_NONE_MATCH=premiere["ETag"])
    assert vignette.status_code == 200
    corps(vignette)


def test_the_right_is_asked_at_each_request(piece, obtenir, client_de, etrangere, client, membre):
    photo = piece("a.jpg", f.jpeg())
    response = obtenir(photo)
    corps(response)
    assert client_de(etrangere).get(adresse(photo), HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 404
    assert client.get(adresse(photo)).status_code == 302
    membre.adhesions.all().delete()
    assert obtenir(photo).status_code == 404


def test_a_file_on_its_way_refused_or_lost_says_so(recevoir, piece, obtenir):
    fichier = recevoir("a.jpg", f.jpeg())
    Piece.objects.create(titre="x", fichier=fichier)
    response = obtenir(fichier)
    assert response.status_code == 409
    assert "encore en préparation" in response.content.decode()
    refuse = piece("b.gif", f.gif() + b"<script>")
    response = obtenir(refuse)
    assert response.status_code == 410
    assert "autre chose que ce qu’il annonce" in response.content.decode()
    perdu = piece("c.pdf", f.pdf())
    default_storage.delete(perdu.original)
    assert obtenir(perdu).status_code == 410


def test_in_production_the_proxy_sends_the_bytes(piece, obtenir, settings):
    settings.VIGIE_RENVOI_INTERNE = "/interne/"
    film = piece("a.mp4", f.film())
    response = obtenir(film, HTTP_RANGE="bytes=0-9")
    assert (response.status_code, response.content) == (200, b"")
    assert response["X-Accel-Redirect"] == f"/interne/{film.original}"
    assert response["Content-Type"] == "video/mp4"
    assert response["ETag"]


def test_serving_costs_a_literal_number_of_queries(piece, obtenir, django_assert_num_queries):
    photo = piece("a.jpg", f.jpeg())
    with django_assert_num_queries(4):  # session, account, memberships, the piece with its file
        corps(obtenir(photo))
