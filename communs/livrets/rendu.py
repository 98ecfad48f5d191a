"""From an object to its page, and from the page to the file: two functions, so that every PDF can be
looked at as a web page."""

import ctypes
import functools
import gc
import hashlib
import importlib.metadata
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from celery.signals import worker_process_shutdown
from django.template.loader import render_to_string

from communs.livrets.gabarits import Gabarit
from communs.livrets.ressources import RessourceRefusee, Ressources, base, citees

# A new version of one of these may print the same page differently.
MOTEUR = ("weasyprint", "pydyf", "pyphen", "fonttools", "pillow")
OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "optimize_images": True, "dpi": 200, "jpeg_quality": 85}


@dataclass(frozen=True)
class Page:
    """A booklet as a web page; `empreinte` is the SHA-256 of all it is made of, no time inside."""

    html: str
    empreinte: str
    medias: frozenset[str]


@dataclass(frozen=True)
class Imprime:
    """A printed booklet: the file's bytes and its number of pages."""

    octets: bytes
    pages: int


def composer(gabarit: Gabarit, objet: Any, parametres: Mapping[str, Any]) -> Page:
    """Render the object's page and take its fingerprint; nothing is printed. An archive has no page."""
    if gabarit.assembler is not None:
        demande = repr((gabarit.cle, gabarit.reference(objet), sorted(parametres.items()))).encode()
        if gabarit.contenu is not None:
            demande += hashlib.sha256(gabarit.contenu(objet)).digest()
        return Page(html="", empreinte=hashlib.sha256(demande).hexdigest(), medias=frozenset())
    html = render_to_string(gabarit.template, gabarit.contexte(objet, parametres))
    medias = gabarit.medias(objet)
    somme = hashlib.sha256(html.encode())
    for adresse, contenu in citees(html, Ressources(medias)):
        somme.update(adresse.encode() + hashlib.sha256(contenu).digest())
    versions = [f"{paquet} {importlib.metadata.version(paquet)}" for paquet in MOTEUR]
    somme.update(repr((versions, sorted(OPTIONS.items()))).encode())
    return Page(html=html, empreinte=somme.hexdigest(), medias=medias)


@functools.cache
def _polices() -> Any:
    """The engine's fonts, read once per process: a fresh set for each booklet grew the process each time."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


# The fonts are shared: one printing at a time in a process. Workers of the pool are processes.
_presse = threading.Lock()


def _oublier_les_polices(**_: Any) -> None:
    """A printing cut short may have left half a font file; a process that ends leaves its folder."""
    _polices.cache_clear()
    gc.collect()


worker_process_shutdown.connect(_oublier_les_polices)


def rendre_la_memoire() -> None:
    """Pages are cycles of boxes: collect them now, and give the freed blocks back (glibc only).

    For workers, once the reader has the outcome: it takes a tenth of what the printing took.
    """
    gc.collect()
    rendre = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if rendre is not None:
        rendre(0)


def imprimer(page: Page, avancer: Callable[[int], None] = lambda pourcent: None) -> Imprime:
    """Print the page as a tagged PDF; raise RessourceRefusee if it asked for a file it may not use."""
    with _presse:
        try:
            return _imprimer(page, avancer)
        except BaseException:
            _oublier_les_polices()
            raise


def _imprimer(page: Page, avancer: Callable[[int], None]) -> Imprime:
    # Here, so that web processes never carry the engine.
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    ressources = Ressources(page.medias)

    class Local(URLFetcher):
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            contenu, genre = ressources.lire(url)
            return URLFetcherResponse(url, contenu, {"Content-Type": genre})

    for bavard in ("weasyprint", "fontTools"):
        logging.getLogger(bavard).setLevel(logging.ERROR)
    # A font among an object's own media is nobody else's.
    polices = FontConfiguration() if page.medias else _polices()
    avancer(15)
    document = HTML(string=page.html, base_url=base(), url_fetcher=Local()).render(
        font_config=polices, **OPTIONS
    )
    avancer(70)
    octets = document.write_pdf(**OPTIONS)
    if ressources.refus:
        raise RessourceRefusee(ressources.refus[0])
    return Imprime(octets=octets, pages=len(document.pages))
