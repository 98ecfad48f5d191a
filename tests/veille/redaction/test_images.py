"""Covers and logos handed in at the desk, prepared by the real preparation, seen in the page and the PDF."""

import io
import subprocess
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from communs.fichiers import formats, preparation
from communs.fichiers.enums import TypeFichier
from communs.fichiers.models import Fichier
from communs.livrets.gabarits import gabarit
from communs.livrets.rendu import composer, imprimer
from tests.fichiers import fabrique
from tests.outils.veille import creer_numero, nommer_documentaliste
from tests.veille.redaction.test_vues import texte
from veille.lecture.livrets import NUMERO as NUMERO_PDF
from veille.models import Numero, Partenaire
from veille.numeros.services import publier
from veille.redaction.verification import erreurs_de

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def medias(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.VIGIE_TELEVERSEMENTS = tmp_path / "televersements"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    return tmp_path / "media"


@pytest.fixture
def identite(administratrice):
    return nommer_documentaliste(administratrice)


@pytest.fixture
def alice(client_de, identite):
    return client_de(identite.compte)


@pytest.fixture
def numero(collectivite) -> Numero:
    numero = creer_numero()
    numero.bulletin.collectivite = collectivite
    numero.bulletin.save()
    return numero


def adresse(nom: str, numero: Numero, *args: object) -> str:
    return reverse(f"veille:{nom}", args=[numero.uuid, *args])


def png(cote: tuple[int, int] = (640, 480)) -> bytes:
    tampon = io.BytesIO()
    fabrique.dessin(cote).save(tampon, "PNG")
    return tampon.getvalue()


def couvrir(alice, numero: Numero, nom: str = "phare.png", octets: bytes | None = None, **champs: object):
    """Hand in a cover; the worker then prepares it."""
    numero.refresh_from_db()
    envoi = {"version": numero.version, "couverture_alternative": "Un phare", **champs}
    if nom:
        envoi["image"] = SimpleUploadedFile(nom, png() if octets is None else octets)
    reponse = alice.post(adresse("couverture_numero", numero), envoi)
    preparer()
    numero.refresh_from_db()
    return reponse


def preparer() -> None:
    for pk in Fichier.objects.filter(etat="recu").values_list("pk", flat=True):
        preparation.traiter(pk)


def contenu(reponse) -> bytes:
    """All of a file: the test client closes it at its end."""
    assert reponse.status_code == 200
    return b"".join(reponse.streaming_content)


def accoler_un_logo(alice, numero: Numero, cote: tuple[int, int] = (300, 100)) -> Partenaire:
    alice.post(
        adresse("ajouter_piece", numero, "partenaire"),
        {
            "demande": uuid4(),
            "version": 1,
            "nom": "Le Phare",
            "alternative": "Le Phare, une lampe",
            "image": SimpleUploadedFile("logo.png", png(cote)),
        },
    )
    preparer()
    return numero.partenaires.get()


def test_a_cover_is_prepared_then_seen_at_the_desk_and_on_the_page(alice, client, identite, numero):
    assert couvrir(alice, numero).status_code == 302
    image = numero.couverture
    assert (image.etat, image.largeur, image.collectivite) == ("pret", 640, numero.bulletin.collectivite)
    au_bureau = adresse("image_atelier", numero, image.uuid)
    assert au_bureau in alice.get(adresse("couverture_numero", numero)).content.decode()
    assert Image.open(io.BytesIO(contenu(alice.get(au_bureau)))).size == (640, 480)
    publique = f"{numero.get_absolute_url()}images/{image.uuid}/"
    assert client.get(publique).status_code == 404  # a draft's

    publier(identite=identite, numero=numero, confirme=True)

    page = client.get(numero.get_absolute_url()).content.decode()
    assert f'src="{publique}"' in page
    assert 'alt="Un phare"' in page
    reponse = client.get(publique)
    assert (reponse["Content-Type"], bool(contenu(reponse))) == ("image/jpeg", True)


@pytest.mark.parametrize(
    ("nom", "octets", "message"),
    [
        ("notes.pdf", fabrique.pdf(), "Ici, on attend : image."),
        ("phare.png", fabrique.pdf(), "Ici, on attend : image."),
        ("phare.png", b"", "est vide"),
        ("phare.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "pas accepté"),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_kept(alice, numero, nom, octets, message):
    reponse = couvrir(alice, numero, nom, octets)
    assert reponse.status_code == 422
    assert message in texte(reponse)
    assert numero.couverture is None
    assert not Fichier.objects.exists()


def test_a_picture_too_heavy_is_refused_with_its_limit(alice, numero, monkeypatch):
    monkeypatch.setitem(formats.TAILLES_MAX, TypeFichier.IMAGE, 1000)
    reponse = couvrir(alice, numero)
    assert reponse.status_code == 422
    assert "1 Ko" in texte(reponse) or "1000" in texte(reponse) or "1 ko" in texte(reponse)
    assert not Fichier.objects.exists()


def test_a_picture_cut_short_says_why_and_keeps_the_issue_from_coming_out(alice, numero):
    couvrir(alice, numero, octets=png()[:5000])
    assert numero.couverture.etat == "refuse"
    assert numero.couverture.motif
    page = texte(alice.get(adresse("couverture_numero", numero)))
    assert f"L’image n’a pas été prise. {numero.couverture.motif.replace(chr(160), ' ')}" in page
    assert [c.quoi for c in erreurs_de(numero)] == [
        "la plateforme n’a pas pu lire l’image de couverture : déposez un autre fichier"
    ]


def test_a_cover_replaces_the_one_before_which_is_forgotten_the_next_day(alice, numero, medias):
    couvrir(alice, numero)
    avant = numero.couverture
    couvrir(alice, numero, octets=png((200, 300)))
    assert numero.couverture != avant
    assert numero.couverture.hauteur == 300
    Fichier.objects.update(cree_le=timezone.now() - timedelta(days=2))

    assert preparation.purger() == 1

    assert Fichier.objects.get() == numero.couverture  # the one in use stays
    assert (medias / numero.couverture.apercu).exists()


def test_a_cover_taken_away_leaves_the_page(alice, client, identite, numero):
    couvrir(alice, numero)
    couvrir(alice, numero, "", retirer_l_image="on")
    assert numero.couverture is None
    publier(identite=identite, numero=numero, confirme=True)
    assert "manchette-image" not in client.get(numero.get_absolute_url()).content.decode()


def test_without_alternative_text_the_issue_does_not_come_out(alice, numero):
    couvrir(alice, numero, couverture_alternative=" ")
    assert [c.quoi for c in erreurs_de(numero)] == ["l’image de couverture n’a pas de texte alternatif"]


def test_a_bulletin_without_a_collectivite_takes_no_picture_and_says_what_to_do(alice, numero):
    numero.bulletin.collectivite = None
    numero.bulletin.save()
    assert "choisissez d’abord" in texte(alice.get(adresse("couverture_numero", numero)))
    couvrir(alice, numero)
    assert numero.couverture is None
    assert not Fichier.objects.exists()


def test_who_reads_before_publication_hands_in_nothing(client_de, membre, etrangere, alice, numero):
    Numero.objects.update(etat="relecture", relecteur=membre)
    for compte, code in ((membre, 403), (etrangere, 404)):
        assert couvrir(client_de(compte), numero).status_code == code
    assert not Fichier.objects.exists()


def test_a_logo_is_seen_on_the_page_and_stays_while_a_stranger_may_not_see_a_draft_s(
    alice, client, client_de, etrangere, identite, numero
):
    logo = accoler_un_logo(alice, numero).logo
    assert contenu(alice.get(adresse("image_atelier", numero, logo.uuid)))
    assert client_de(etrangere).get(adresse("image_atelier", numero, logo.uuid)).status_code == 404
    publier(identite=identite, numero=numero, confirme=True)
    page = client.get(numero.get_absolute_url()).content.decode()
    assert f"{numero.get_absolute_url()}images/{logo.uuid}/" in page
    assert 'alt="Le Phare, une lampe"' in page
    Fichier.objects.update(cree_le=timezone.now() - timedelta(days=2))
    assert preparation.purger() == 0


def test_the_booklet_shows_cover_and_logo(alice, numero):
    couvrir(alice, numero, octets=png((64, 48)))
    accoler_un_logo(alice, numero, (30, 10))
    octets = imprimer(composer(gabarit(NUMERO_PDF), Numero.objects.entiers().get(), {})).octets
    liste = subprocess.run(["pdfimages", "-list", "-"], input=octets, capture_output=True, check=True)
    images = [ligne.split()[:5] for ligne in liste.stdout.decode().splitlines()[2:]]
    vues = {(page, largeur, hauteur) for page, _, sorte, largeur, hauteur in images if sorte == "image"}
    assert vues == {("1", "64", "48"), ("2", "30", "10")}


def test_a_logo_taken_off_and_put_back_is_still_there(alice, numero):
    partenaire = accoler_un_logo(alice, numero)
    alice.post(adresse("retirer_piece", numero, "partenaire", partenaire.uuid))
    alice.post(adresse("remettre_piece", numero, numero.retraits.get().uuid))
    assert numero.partenaires.get().logo == partenaire.logo
