"""The picture of a profile: one per profile, nothing personal, the same for everybody."""

import io
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from sonar.calculs import cles_de_profil
from sonar.models import Profil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("cle", cles_de_profil())
def test_each_profile_has_its_picture_in_both_formats(client, cle):
    profil = Profil.objects.get(cle=cle)
    response = client.get(reverse("sonar:image_svg", args=[cle]))
    assert response["Content-Type"] == "image/svg+xml"
    dessin = ElementTree.fromstring(response.content)
    assert dessin.find(f"{SVG}title").text == f"{profil.nom} : {profil.titre}"
    # Letters are outlines: no font, no style, nothing loaded from elsewhere.
    assert {element.tag.removeprefix(SVG) for element in dessin.iter()} == {
        *("svg", "title", "rect", "g", "circle", "polygon", "path")
    }
    assert len(dessin.findall(f"{SVG}path[@fill='#ff8463']")) == len(profil.styles)
    response = client.get(reverse("sonar:image_png", args=[cle]))
    assert response["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(response.content)) as image:
        assert image.size == (1200, 630)
        assert len(response.content) < 300_000
        assert image.info == {}, "rien d’autre que l’image"


def test_no_two_profiles_share_a_picture(client):
    assert len({client.get(reverse("sonar:image_png", args=[cle])).content for cle in cles_de_profil()}) == 14


def test_a_second_reader_gets_the_stored_picture(client, django_assert_num_queries):
    adresse = reverse("sonar:image_png", args=["usages"])
    premiere = client.get(adresse)
    with django_assert_num_queries(0):
        assert client.get(adresse).content == premiere.content
    assert client.get(adresse, headers={"If-None-Match": premiere["ETag"]}).status_code == 304


def test_a_corrected_title_changes_the_picture(client):
    adresse = reverse("sonar:image_svg", args=["usages"]) + "?frais"
    avant = client.get(adresse).content
    Profil.objects.filter(cle="usages").update(titre="Un autre titre")
    assert client.get(adresse).content != avant


def test_an_unknown_profile_has_no_picture(client):
    assert client.get("/sonar/portraits/inconnu/image.png").status_code == 404


def test_the_preview_of_a_result_shows_its_profile_and_hides_its_address(client, remettre):
    tentative = remettre("uuuhhh")
    page = client.get(tentative.get_absolute_url()).content.decode()
    image = f"{settings.VIGIE_ADRESSE}/sonar/portraits/usages+hybridation/image.png"
    assert f'content="{image}"' in page
    metas = [morceau.split(">")[0] for morceau in page.split("<meta ")[1:]]
    apercu = [meta for meta in metas if "og:" in meta or "twitter:" in meta]
    assert len(apercu) == 12
    assert not any(str(tentative.uuid) in meta for meta in apercu)
    assert 'content="noindex, nofollow"' in page


def test_a_portrait_gives_its_preview(client):
    page = client.get(reverse("sonar:portrait", args=["usages"])).content.decode()
    assert f'{settings.VIGIE_ADRESSE}/sonar/portraits/usages/image.png"' in page
    assert 'content="Usages : La loupe avant la longue-vue"' in page
