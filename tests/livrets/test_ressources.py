"""What a booklet may load while it is printed, and everything it may not."""

import base64
import re
import socket
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.template.loader import get_template
from PIL import Image

from communs.livrets import rendu, ressources
from communs.livrets.gabarits import gabarit, tous
from communs.livrets.rendu import Page, composer, imprimer
from communs.livrets.ressources import RessourceRefusee, Ressources
from sonar.models import Tentative
from tests.outils.papier import feuilles_imprimees

pytestmark = pytest.mark.usefixtures("medias")

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def imprimer_corps(corps: str, medias: frozenset[str] = frozenset(), tete: str = "") -> bytes:
    html = (
        f'<!DOCTYPE html><html lang="fr"><head><title>Essai</title>{tete}</head><body>{corps}</body></html>'
    )
    return imprimer(Page(html=html, empreinte="0" * 64, medias=medias)).octets


@pytest.fixture
def oreille():
    """A server on the loopback that counts who knocks."""
    visites: list[bytes] = []
    prise = socket.create_server(("127.0.0.1", 0))
    prise.settimeout(0.2)
    fini = threading.Event()

    def ecouter() -> None:
        while not fini.is_set():
            try:
                client, _ = prise.accept()
            except TimeoutError:
                continue
            visites.append(client.recv(1000))
            client.sendall(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n")
            client.close()

    fil = threading.Thread(target=ecouter)
    fil.start()
    yield f"http://127.0.0.1:{prise.getsockname()[1]}", visites
    fini.set()
    fil.join()
    prise.close()


@pytest.mark.parametrize(
    "adresse",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "file://localhost/etc/passwd",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/logo.png",
        "ftp://example.org/x.png",
        "//example.org/x.png",
        "/static/../config/settings.py",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/static/css/absente.css",
        "/static/js/feuille.js",
        "/media/livrets/secret.png",
        "/media/../base.dump",
        "/sonar/",
        "/admin/",
    ],
)
def test_nothing_but_our_own_files_is_loaded(adresse):
    default_storage.save("livrets/secret.png", ContentFile(base64.b64decode(PIXEL)))
    with pytest.raises(RessourceRefusee):
        imprimer_corps(f'<p>Bonjour</p><img src="{adresse}" alt="">')


@pytest.mark.parametrize(
    ("tete", "corps"),
    [
        ("", '<img src="{a}/x.png" alt="">'),
        ('<link rel="stylesheet" href="{a}/x.css">', ""),
        ('<style>@import "{a}/x.css";</style>', ""),
        ("<style>@import url({a}/x.css);</style>", ""),
        ("<style>p {{ background: url({a}/x.png) }}</style>", "<p>x</p>"),
        (
            "<style>@font-face {{ font-family: x; src: url({a}/x.woff2) }} p {{ font-family: x }}</style>",
            "<p>x</p>",
        ),
        ("", '<svg viewBox="0 0 9 9"><image href="{a}/x.png" width="9" height="9"/></svg>'),
        ("", '<object data="{a}/x.png"></object>'),
        ("", '<embed src="{a}/x.png">'),
    ],
)
def test_no_road_leads_to_the_network(oreille, tete, corps):
    adresse, visites = oreille
    with pytest.raises(RessourceRefusee):
        imprimer_corps(corps.format(a=adresse), tete=tete.format(a=adresse))
    assert visites == []


def test_an_svg_picture_does_not_reach_beyond_itself(oreille):
    adresse, visites = oreille
    image = f'<image href="{adresse}/x.png" width="9" height="9"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{image}</svg>'
    default_storage.save("piege.svg", ContentFile(svg.encode()))
    with pytest.raises(RessourceRefusee):
        imprimer_corps('<img src="/media/piege.svg" alt="">', frozenset({"piege.svg"}))
    assert visites == []


def test_an_svg_picture_with_an_external_entity_shows_nothing_of_it():
    svg = (
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99"><text x="0" y="20">&x;</text></svg>'
    )
    default_storage.save("entite.svg", ContentFile(svg.encode()))
    octets = imprimer_corps('<p>Voilà</p><img src="/media/entite.svg" alt="">', frozenset({"entite.svg"}))
    assert b"root:" not in octets


def test_a_picture_of_one_gigabyte_is_refused_unread(medias, monkeypatch):
    medias.mkdir(parents=True)
    with Path(medias / "enorme.png").open("wb") as flux:
        flux.truncate(1024**3)
    monkeypatch.setattr(FileSystemStorage, "open", lambda *_: pytest.fail("ouvert"))
    with pytest.raises(RessourceRefusee, match="dépasse 10 Mo"):
        imprimer_corps('<img src="/media/enorme.png" alt="">', frozenset({"enorme.png"}))


def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(medias):
    medias.mkdir(parents=True)
    Image.new("1", (9000, 9000)).save(medias / "bombe.png")
    with pytest.raises(RessourceRefusee, match="démesurée"):
        imprimer_corps('<img src="/media/bombe.png" alt="">', frozenset({"bombe.png"}))


def test_the_object_s_own_media_is_shown_and_no_other(medias):
    medias.mkdir(parents=True)
    Image.new("RGB", (8, 8), "red").save(medias / "a.png")
    Image.new("RGB", (8, 8), "red").save(medias / "b.png")
    assert b"/Image" in imprimer_corps('<img src="/media/a.png" alt="Rouge">', frozenset({"a.png"}))
    with pytest.raises(RessourceRefusee):
        imprimer_corps('<img src="/media/b.png" alt="">', frozenset({"a.png"}))


def test_a_small_data_address_is_shown_and_a_long_one_refused():
    assert b"/Image" in imprimer_corps(f'<img src="data:image/png;base64,{PIXEL}" alt="Point">')
    for adresse in (
        "data:image/png;base64," + "A" * ressources.TAILLE_MAX_DATA,
        "data:text/html,<p>x",
        "data:,rien",
        "data:image/png;base64,!!!",
    ):
        with pytest.raises(RessourceRefusee):
            imprimer_corps(f'<img src="{adresse}" alt="">')


@pytest.mark.django_db
def test_all_that_the_printing_reads_counts_in_the_fingerprint(remettre, monkeypatch):
    """Nothing enters a file without its change being seen."""
    tentative = Tentative.objects.par_adresse().get(pk=remettre("uuhhcc").pk)
    page = composer(gabarit("sonar.carnet"), tentative, {})
    comptees = {adresse for adresse, _ in ressources.citees(page.html, Ressources())}
    lues = set()
    vrai = Ressources.lire

    def lire(self, adresse):
        lues.add(adresse)
        return vrai(self, adresse)

    monkeypatch.setattr(Ressources, "lire", lire)
    rendu._polices.cache_clear()  # fonts are read once per process
    imprimer(page)
    assert any(adresse.endswith("titre-gras.woff2") for adresse in lues)
    assert lues <= comptees


@pytest.mark.django_db
def test_a_process_reads_its_fonts_once_and_again_after_a_printing_that_failed(remettre, monkeypatch):
    tentative = Tentative.objects.par_adresse().get(pk=remettre("uuhhcc").pk)
    page = composer(gabarit("sonar.carnet"), tentative, {})
    polices: list[str] = []
    vrai = Ressources.lire

    def lire(self, adresse):
        polices.extend([adresse] if adresse.endswith(".woff2") else [])
        return vrai(self, adresse)

    monkeypatch.setattr(Ressources, "lire", lire)
    rendu._polices.cache_clear()
    premier = imprimer(page).octets
    nombre = len(polices)
    assert nombre > 3
    assert imprimer(page).octets == premier
    assert len(polices) == nombre
    with pytest.raises(RessourceRefusee):
        imprimer_corps('<img src="/static/absente.png" alt="">')
    assert imprimer(page).octets == premier
    assert len(polices) == 2 * nombre


def test_every_gabarit_names_its_sheets():
    assert {f.name for f in feuilles_imprimees()} >= {"papier.css", "polices.css", "veille-livret-pages.css"}


@pytest.mark.parametrize("feuille", feuilles_imprimees(), ids=lambda f: f.name)
def test_no_booklet_asks_the_engine_for_what_it_leaks(feuille):
    """A font feature asked by a style leaks in WeasyPrint at each line of text: a worker would grow."""
    assert not re.search(r"font-(variant|feature|kerning)", feuille.read_text())


@pytest.mark.parametrize("sorte", [g for g in tous() if g.template], ids=lambda g: g.cle)
def test_no_template_of_a_booklet_carries_a_style_of_its_own(sorte):
    assert "<style" not in get_template(sorte.template).template.source
