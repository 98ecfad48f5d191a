"""What the newspaper prints, read from the database: nothing here depends on who reads, nor on the time."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from communs.web.qr import dessiner
from sonar.enums import Style
from sonar.fabrique import imprime as fabrique
from sonar.journal import carte, figures, papier
from sonar.journal.bestiaire import BESTIAIRE
from sonar.journal.enums import Forme
from sonar.models import Profil, Question
from sonar.trajectoire import imprime as trajectoire

VERSION = "1"  # of the layout
DATE = "novembre 2026"  # of the layout and of what is written in it: a file says no day of printing

# Where each article begins. A poster follows whole sheets, printed on both sides: after page 6 with the map
# on its other side, else after the last page.
FOLIOS = {"definitions": 4, "carte": 7, "route": 8, "zones": 9, "atelier": 10, "profils": 12, "suite": 14}
FOLIOS_SANS_CARTE = {"atelier": 4, "profils": 6, "suite": 8, "route": 9}


@dataclass(frozen=True)
class Edition:
    """What is printed: the whole newspaper, or its test alone. There is one of each."""

    forme: Forme


def contexte(edition: Edition) -> dict[str, Any]:
    """What the templates of both forms show."""
    carte_lue = carte.contexte()
    profils = list(Profil.objects.all())
    mixtes = [profil for profil in profils if profil.est_mixte]
    feuille = papier.feuille(Question.objects.avec_options())
    accueil = settings.VIGIE_ADRESSE + reverse("sonar:accueil")
    return {
        "folios": FOLIOS if carte_lue["libelles"] else FOLIOS_SANS_CARTE,
        "feuille": feuille,
        "moities": (feuille[:3], feuille[3:]),
        "styles": tuple(Style),
        "rangs": range(6, 0, -1),
        "purs": [profil for profil in profils if not profil.est_mixte],
        "mixtes": mixtes,
        "mixtes_en_rangees": [mixtes[rang : rang + 3] for rang in range(0, len(mixtes), 3)],
        "bestiaire": BESTIAIRE,
        **carte_lue,
        **_trajectoire(),
        **_fabrique(),
        "version": VERSION,
        "date": DATE,
        "site": settings.VIGIE_ADRESSE.partition("://")[2],
        "accueil": accueil,
        "qr": dessiner(accueil),
    }


def _fabrique() -> dict[str, Any]:
    """The workshop: its stages in three columns, its practices three by three."""
    lue = fabrique.contexte()
    etapes, pratiques = lue["fabrique"].etapes, lue["fabrique"].pratiques
    return lue | {
        "etapes_en_colonnes": (etapes[:3], etapes[3:5], etapes[5:]),
        "pratiques_en_rangees": (pratiques[:3], pratiques[3:]),
    }


def _trajectoire() -> dict[str, Any]:
    """The path, drawn across the poster, and whether a doubt is to be explained under it."""
    lue = trajectoire.contexte()
    route = figures.route(lue["trajectoire_etapes"])
    return lue | {"route": route, "doutes": any(troncon.doute for troncon in route.troncons)}
