"""A booklet beside bare WeasyPrint: the same HTML, the same options, turn about."""

import logging
import re
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings


class Cout(NamedTuple):
    """Pages and bytes; median seconds of bare WeasyPrint, of the whole task, of asking again."""

    pages: int
    octets: int
    seul: float
    tache: float
    encore: float

    @property
    def rapport(self) -> str:
        return f"{self.tache / self.seul:.2f}".replace(".", ",")


def comparer(
    demander: Callable[[int], tuple[Any, Any]],
    tours: int,
    horloge: Callable[[], float] = time.perf_counter,
) -> Cout:
    """`demander(n)` asks for a booklet unlike the last and gives it with its object; the first turn warms.

    `horloge`: `time.process_time` for what computes alone, where others work on the same machine.
    """
    from celery import current_app
    from weasyprint.text.fonts import FontConfiguration

    from communs.livrets import services
    from communs.livrets.models import Tirage
    from communs.livrets.rendu import composer

    for bavard in ("weasyprint", "fontTools"):
        logging.getLogger(bavard).setLevel(logging.ERROR)
    polices = FontConfiguration()  # read once on both sides, as the room does
    durees: dict[str, list[float]] = {"nu": [], "tache": [], "encore": []}
    pages = octets = 0
    for tour in range(tours + 1):
        livret, objet = demander(tour)
        current_app.control.purge()
        html = composer(livret.sorte, objet, {}).html
        gestes = [
            ("nu", lambda html=html: _nu(html, polices)),
            ("tache", lambda pk=livret.tirage_id: services.fabriquer(pk)),
        ]
        for nom, geste in gestes if tour % 2 else reversed(gestes):
            debut = horloge()
            rendu = geste()
            durees[nom].append(horloge() - debut)
            if isinstance(rendu, Tirage):
                assert rendu.etat == "pret", rendu.erreur
                pages, octets = rendu.pages, rendu.taille
        tirages = Tirage.objects.count()
        debut = horloge()
        assert demander(tour)[0].pk == livret.pk
        durees["encore"].append(horloge() - debut)
        assert Tirage.objects.count() == tirages
    return Cout(pages, octets, *(statistics.median(durees[nom][1:]) for nom in ("nu", "tache", "encore")))


def _nu(html: str, polices: Any) -> bytes:
    from weasyprint import HTML

    from communs.livrets.rendu import OPTIONS

    # Plain files for the engine's own loader, at the addresses where ours stand.
    for adresse, dossier in (
        (settings.STATIC_URL, settings.STATIC_ROOT),
        (settings.MEDIA_URL, settings.MEDIA_ROOT),
    ):
        html = re.sub(rf'(href|src)="{adresse}', rf'\1="file://{dossier}/', html)
    return HTML(string=html, base_url="http://localhost/").write_pdf(font_config=polices, **OPTIONS)
