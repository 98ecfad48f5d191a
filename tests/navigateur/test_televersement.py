"""The file field in a browser: pieces, a cut connection, a reload, a refusal, and without script."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from communs.fichiers import preparation
from communs.fichiers.enums import Etat
from communs.fichiers.models import Fichier, Televersement
from tests.fichiers import fabrique as f
from tests.fichiers.conftest import medias  # noqa: F401  (fixture)
from tests.fichiers.essai.models import Piece
from tests.outils.chromium import deborde, defauts_axe

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("medias"),
]

ETAT = "[data-etat]"
MOTIF = re.compile(r"/fichiers/televersements/[0-9a-f-]{36}/$")


@pytest.fixture
def formulaire(ouvrir, membre, collectivite):
    def _formulaire(**options) -> Page:
        return ouvrir(f"/essai/{collectivite.identifiant}/", compte=membre, **options)

    return _formulaire


def choisir(page: Page, nom: str, octets: bytes) -> None:
    page.get_by_label("Photo, son ou document").set_input_files(
        {"name": nom, "mimeType": "application/octet-stream", "buffer": octets}
    )


def dit(page: Page, phrase: str) -> None:
    expect(page.locator(ETAT)).to_contain_text(phrase, timeout=30_000)


def couper(page: Page, apres: int) -> list[str]:
    """Let `apres` pieces through, then cut the connection until `page.unroute`."""
    vus: list[str] = []

    def barrage(route: Route) -> None:
        if route.request.method == "PATCH":
            vus.append(route.request.headers["upload-offset"])
            if len(vus) > apres:
                route.abort("connectionreset")
                return
        route.continue_()

    page.route(MOTIF, barrage)
    return vus


def film_de(megaoctets: int) -> bytes:
    return f.film(suite=f.boite(b"free", f.bruit(megaoctets * 1024 * 1024)))


def test_a_film_cut_on_the_way_resumes_where_it_was_and_goes_with_the_form(formulaire):
    octets = film_de(6)
    page = formulaire()
    page.get_by_label("Titre").fill("La rue")
    vus = couper(page, apres=2)
    choisir(page, "rue.mp4", octets)
    dit(page, "Connexion coupée")
    assert defauts_axe(page) == []
    recu = Televersement.objects.get().recu
    assert 0 < recu < len(octets)
    page.unroute(MOTIF)
    dit(page, "rue.mp4 est arrivé")
    assert vus[:2] == ["0", str(1024 * 1024)]
    fichier = Fichier.objects.get()
    assert (fichier.taille, Televersement.objects.count()) == (len(octets), 1)
    assert preparation.traiter(fichier.pk).etat == Etat.PRET
    dit(page, "rue.mp4 est prêt.")
    assert defauts_axe(page) == []
    page.get_by_role("button", name="Ajouter").click()
    page.wait_for_load_state()
    assert Piece.objects.get().fichier == fichier


def test_the_same_file_chosen_after_a_reload_takes_up_where_it_stopped(formulaire, tmp_path):
    chemin = tmp_path / "rue.mp4"
    chemin.write_bytes(film_de(6))
    page = formulaire(largeur=320, sombre=True)
    vus = couper(page, apres=2)
    page.get_by_label("Photo, son ou document").set_input_files(chemin)
    dit(page, "Connexion coupée")
    assert not deborde(page)
    premier = Televersement.objects.get()
    page.unroute(MOTIF)
    page.goto(page.url)
    page.get_by_label("Photo, son ou document").set_input_files(chemin)
    dit(page, "rue.mp4 est arrivé")
    assert Televersement.objects.get().uuid == premier.uuid
    assert Fichier.objects.get().taille == chemin.stat().st_size
    assert len(vus) >= 3


def test_a_refusal_is_said_and_another_file_may_be_chosen(formulaire):
    page = formulaire()
    choisir(page, "dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    dit(page, "Ce type de fichier n’est pas accepté")
    choisir(page, "piege.gif", f.gif() + b"<script>alert(1)</script>")
    dit(page, "piege.gif est arrivé")
    preparation.traiter()
    dit(page, "autre chose que ce qu’il annonce")
    assert defauts_axe(page) == []
    choisir(page, "bon.jpg", f.jpeg())
    dit(page, "bon.jpg est arrivé")


def test_the_form_waits_for_the_file_and_a_cancelled_one_leaves_nothing(formulaire):
    page = formulaire()
    page.get_by_label("Titre").fill("La rue")
    couper(page, apres=1)
    choisir(page, "rue.mp4", film_de(3))
    dit(page, "Connexion coupée")
    page.get_by_role("button", name="Ajouter").click()
    dit(page, "pas encore entièrement arrivé")
    assert not Piece.objects.exists()
    with page.expect_response(lambda r: r.request.method == "DELETE"):
        page.get_by_role("button", name="Annuler l’envoi").click()
    dit(page, "Envoi annulé.")
    assert not Televersement.objects.exists()


def test_without_script_the_file_goes_with_the_form(formulaire):
    page = formulaire(js=False, largeur=320)
    page.get_by_label("Titre").fill("La rue")
    choisir(page, "rue.jpg", f.jpeg())
    page.get_by_role("button", name="Ajouter").click()
    page.wait_for_load_state()
    assert Piece.objects.get().fichier.nom == "rue.jpg"
