"""An issue as it is shown: the same for its page, its preview and its PDF."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from veille.lecture.redites import sans_redites
from veille.models import Encadre, Notice, Numero, Parution


@dataclass(frozen=True)
class Numerotee:
    """A notice at its place: `rang` runs through the whole issue, none on the front page."""

    notice: Notice
    rang: int | None = None

    @property
    def ancre(self) -> str:
        return f"notice-{self.notice.pk}"


@dataclass(frozen=True)
class Chapitre:
    """A rubrique. `ancre` never meets those of the page's own parts."""

    rang: int
    cle: str
    titre: str
    notices: list[Numerotee] = field(default_factory=list)
    encadres: list[Encadre] = field(default_factory=list)

    @property
    def ancre(self) -> str:
        return f"rubrique-{self.cle}"


def contexte_numero(numero: Numero) -> dict[str, Any]:
    """What the templates of an issue show, for one obtained with `entiers()`: no query of its own.

    Notices taken back from the public, or deleted, are left out, and counted in `retirees`.
    """
    montrees = [parution for parution in numero.parutions.all() if _se_montre(parution.notice)]
    return {
        "numero": numero,
        "bulletin": numero.bulletin,
        "une": [Numerotee(parution.notice) for parution in montrees if parution.rubrique_id is None],
        "chapitres": _chapitres(numero, montrees),
        "agenda": sans_redites(numero.rendez_vous.all()),
        "partenaires": list(numero.partenaires.all()),
        "errata": list(numero.errata.all()),
        "nombre": len(montrees),
        "retirees": len(numero.parutions.all()) - len(montrees),
    }


def _se_montre(notice: Notice) -> bool:
    return notice.supprime_le is None and notice.retiree_le is None


def _chapitres(numero: Numero, montrees: Iterable[Parution]) -> list[Chapitre]:
    par_rubrique: dict[int | None, list[Notice]] = {}
    for parution in montrees:
        par_rubrique.setdefault(parution.rubrique_id, []).append(parution.notice)
    chapitres, rang = [], 0
    for no, rubrique in enumerate(numero.rubriques.all(), 1):
        numerotees = []
        for notice in par_rubrique.get(rubrique.pk, ()):
            rang += 1
            numerotees.append(Numerotee(notice, rang))
        chapitres.append(
            Chapitre(no, rubrique.cle, rubrique.titre, numerotees, list(rubrique.encadres.all()))
        )
    return chapitres
