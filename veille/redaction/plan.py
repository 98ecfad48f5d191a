"""An issue as its makers see it: every piece with its place, its remarks, what may be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from veille.models import Encadre, Notice, Numero, RendezVous, Rubrique
from veille.redaction.models import Remarque
from veille.redaction.pieces import (
    AGENDA,
    DECOUVERTE,
    ENCADRE,
    NOTICE,
    PARTENAIRE,
    RUBRIQUE,
    Nature,
)
from veille.redaction.remarques import Fils


@dataclass(frozen=True)
class Element:
    """One line. `premier`, `dernier`: it cannot go further that way."""

    nature: Nature
    uuid: UUID
    titre: str
    precision: str
    premier: bool
    dernier: bool
    remarques: Sequence[Remarque] = ()
    dedans: Sequence["Element"] = ()
    encadres: Sequence["Element"] = ()


@dataclass(frozen=True)
class Plan:
    une: list[Element] = field(default_factory=list)
    rubriques: list[Element] = field(default_factory=list)
    agenda: list[Element] = field(default_factory=list)
    partenaires: list[Element] = field(default_factory=list)

    @property
    def notices(self) -> int:
        return len(self.une) + sum(len(r.dedans) for r in self.rubriques)


def faire_le_plan(numero: Numero, fils: Fils) -> Plan:
    """From an issue obtained with `entiers()`: no query of its own."""
    par_rubrique: dict[int | None, list[Any]] = {}
    for parution in numero.parutions.all():
        par_rubrique.setdefault(parution.rubrique_id, []).append(parution)
    rubriques = list(numero.rubriques.all())
    lieux = [None, *(r.pk for r in rubriques)]

    def notices(lieu: int | None) -> list[Element]:
        elements = _rangee(NOTICE, par_rubrique.get(lieu, []), fils)
        place = lieux.index(lieu)
        return [_passe_ailleurs(e, avant=place > 0, apres=place < len(lieux) - 1) for e in elements]

    return Plan(
        une=notices(None),
        rubriques=[
            _avec(element, dedans=notices(rubrique.pk), encadres=_encadres(rubrique, fils))
            for element, rubrique in zip(_rangee(RUBRIQUE, rubriques, fils), rubriques, strict=True)
        ],
        agenda=_rangee(AGENDA, list(numero.rendez_vous.all()), fils),
        partenaires=_rangee(PARTENAIRE, list(numero.partenaires.all()), fils),
    )


def _encadres(rubrique: Rubrique, fils: Fils) -> list[Element]:
    encadres = list(rubrique.encadres.all())
    return [
        _avec(element, dedans=_rangee(DECOUVERTE, list(encadre.decouvertes.all()), fils))
        for element, encadre in zip(_rangee(ENCADRE, encadres, fils), encadres, strict=True)
    ]


def _rangee(nature: Nature, pieces: list[Any], fils: Fils) -> list[Element]:
    return [
        Element(
            nature=nature,
            uuid=piece.uuid,
            titre=str(piece),
            precision=precision(piece),
            premier=rang == 1,
            dernier=rang == len(pieces),
            remarques=fils.get(piece.uuid, ()),
        )
        for rang, piece in enumerate(pieces, 1)
    ]


def _avec(element: Element, **parts: Any) -> Element:
    return Element(**{**element.__dict__, **parts})


def _passe_ailleurs(element: Element, *, avant: bool, apres: bool) -> Element:
    """A notice at the end of its rubrique may go on into the next one."""
    return _avec(element, premier=element.premier and not avant, dernier=element.dernier and not apres)


def precision(piece: Any) -> str:
    """What tells a piece from another at a glance."""
    if isinstance(piece, RendezVous):
        return _quand(piece)
    if isinstance(piece, Encadre | Rubrique):
        return ""
    notice = getattr(piece, "notice", None)
    if isinstance(notice, Notice) and hasattr(piece, "rubrique_id"):
        source = notice.publication or notice.editeur or notice.collection
        parue = notice.parue
        return ", ".join(texte for texte in (source, str(parue or "")) if texte) or "Sans source"
    return getattr(piece, "mention", "") or getattr(piece, "adresse", "")


def _quand(entree: RendezVous) -> str:
    fin = f"{entree.fin:%d/%m/%Y}" if entree.fin else ""
    if entree.debut is None:
        return f"Jusqu’au {fin}"
    debut = f"{entree.debut:%d/%m/%Y}"
    jours = f"du {debut} au {fin}" if fin and fin != debut else f"le {debut}"
    return ", ".join(texte for texte in (jours.capitalize(), entree.lieu) if texte)
