"""What a page may load while it is printed: our own static files, its object's own media, nothing else.

No address is ever fetched: it is translated into a local file or refused, so that there is no
network to reach and no redirect to follow. A refusal fails the printing: a booklet is never silently
short of a picture.
"""

import base64
import binascii
import io
import mimetypes
import re
from collections.abc import Iterator
from urllib.parse import unquote, unquote_to_bytes, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage

TAILLE_MAX = 10 * 1024 * 1024  # bytes of one file
TAILLE_MAX_DATA = 64 * 1024  # characters of one data: address
PIXELS_MAX = 40_000_000
TYPES = (
    *("text/css", "image/svg+xml", "image/png", "image/jpeg", "image/webp"),
    *("font/woff2", "font/woff", "font/ttf"),
)
mimetypes.add_type("font/woff2", ".woff2")

_DANS_HTML = re.compile(
    r"""<(?:link|img|image|use)\b[^>]*?\s(?:href|src|xlink:href)=["']([^"'#][^"']*)""", re.I
)
_DANS_CSS = re.compile(
    r"""url\(\s*["']?([^"')#][^"')]*)["']?\s*\)|@import\s+["']([^"']+)["']""", re.IGNORECASE
)


class RessourceRefusee(Exception):
    """`message`, in French, says which address and why."""


class Ressources:
    """The files one booklet may use; `refus` keeps what it asked for in vain."""

    def __init__(self, medias: frozenset[str] = frozenset()) -> None:
        self.medias = medias
        self.lues: dict[str, bytes] = {}
        self.refus: list[str] = []

    def lire(self, adresse: str) -> tuple[bytes, str]:
        """Return content and type of what stands at `adresse`; raise RessourceRefusee."""
        try:
            contenu, nom = self._ouvrir(adresse)
            return contenu, _type(nom, contenu)
        except RessourceRefusee as refus:
            self.refus.append(str(refus))
            raise

    def _ouvrir(self, adresse: str) -> tuple[bytes, str]:
        if adresse.startswith("data:"):
            return _data(adresse)
        if adresse not in self.lues:
            self.lues[adresse] = _fichier(adresse, self.medias)
        return self.lues[adresse], urlsplit(adresse).path


def base() -> str:
    """The address from which a booklet's relative addresses start."""
    return f"{settings.VIGIE_ADRESSE}/"


def _data(adresse: str) -> tuple[bytes, str]:
    """A small picture written in the page itself; a type we know, within bounds."""
    if len(adresse) > TAILLE_MAX_DATA:
        raise RessourceRefusee("Une adresse data: dépasse 64 ko.")
    entete, _, corps = adresse[5:].partition(",")
    octets = unquote_to_bytes(corps)
    if entete.endswith(";base64"):
        try:
            octets = base64.b64decode(octets, validate=False)
        except binascii.Error as erreur:
            raise RessourceRefusee("Une adresse data: est illisible.") from erreur
    extension = mimetypes.guess_extension(entete.partition(";")[0]) or ""
    return octets, f"data{extension}"


def _fichier(adresse: str, medias: frozenset[str]) -> bytes:
    morceaux = urlsplit(adresse)
    if f"{morceaux.scheme}://{morceaux.netloc}" != settings.VIGIE_ADRESSE:
        raise RessourceRefusee(f"Adresse étrangère à la plateforme : {adresse[:200]}")
    chemin = unquote(morceaux.path)
    if chemin.startswith(settings.STATIC_URL):
        return _statique(chemin.removeprefix(settings.STATIC_URL), adresse)
    if chemin.startswith(settings.MEDIA_URL):
        nom = chemin.removeprefix(settings.MEDIA_URL)
        if nom in medias:
            if default_storage.size(nom) > TAILLE_MAX:
                raise RessourceRefusee(f"Un fichier dépasse {TAILLE_MAX // 1024**2} Mo : {nom[:200]}")
            with default_storage.open(nom) as flux:
                return flux.read()
    raise RessourceRefusee(f"Adresse refusée : {adresse[:200]}")


def _statique(nom: str, adresse: str) -> bytes:
    """From the sources, else from the collected files, where alone the names with a hash exist."""
    try:
        trouve = finders.find(nom)
        if isinstance(trouve, str):
            with open(trouve, "rb") as flux:  # noqa: PTH123
                return flux.read(TAILLE_MAX)
        if staticfiles_storage.exists(nom):
            with staticfiles_storage.open(nom) as flux:
                return flux.read(TAILLE_MAX)
    except (SuspiciousOperation, OSError) as erreur:
        raise RessourceRefusee(f"Adresse refusée : {adresse[:200]}") from erreur
    raise RessourceRefusee(f"Fichier statique absent : {nom[:200]}")


def _type(nom: str, contenu: bytes) -> str:
    """The type of a file, one of those we print; a picture's dimensions are checked before it is decoded."""
    genre = mimetypes.guess_type(nom)[0] or ""
    if genre not in TYPES:
        raise RessourceRefusee(f"Type de fichier refusé : {nom[:200]}")
    if genre in {"image/png", "image/jpeg", "image/webp"}:
        from PIL import Image

        try:
            with Image.open(io.BytesIO(contenu)) as image:
                largeur, hauteur = image.size
        except (OSError, Image.DecompressionBombError) as erreur:
            raise RessourceRefusee(f"Image illisible ou démesurée : {nom[:200]}") from erreur
        if largeur * hauteur > PIXELS_MAX:
            raise RessourceRefusee(f"Image démesurée ({largeur} × {hauteur}) : {nom[:200]}")
    return genre


def citees(html: str, ressources: Ressources) -> Iterator[tuple[str, bytes]]:
    """Every file of ours that `html` names, and that its style sheets name in turn, in a stable order.

    Wider than what gets printed (a font that no letter uses counts), which a fingerprint may be.
    """
    a_voir = [urljoin(base(), adresse) for adresse in _DANS_HTML.findall(html)]
    vues: set[str] = set()
    while a_voir:
        adresse = a_voir.pop(0)
        if adresse in vues or adresse.startswith("data:"):
            continue
        vues.add(adresse)
        try:
            contenu, genre = ressources.lire(adresse)
        except RessourceRefusee:
            continue  # printing will say so
        yield adresse, contenu
        if genre in {"text/css", "image/svg+xml"}:
            texte = contenu.decode("utf-8", "replace")
            noms = [a or b for a, b in _DANS_CSS.findall(texte)] + _DANS_HTML.findall(texte)
            a_voir += [urljoin(adresse, nom) for nom in noms]
