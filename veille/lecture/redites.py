"""An event announced twice in one issue, because two of its notices speak of it, is shown once."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from veille.models import RendezVous
from veille.notices.doublons import normaliser


def sans_redites(entrees: Iterable[RendezVous]) -> list[Any]:
    """Each event where it first stands; `notices`, on what is kept, are those that speak of it, in order."""
    connues: dict[tuple[object, ...], Any] = {}
    gardees: list[Any] = []
    for entree in entrees:
        signes = list(_signes(entree))
        gardee = next((connues[signe] for signe in signes if signe in connues), None)
        if gardee is None:
            gardee = cast(Any, entree)
            gardee.notices = []
            gardees.append(gardee)
        connues |= dict.fromkeys(signes, gardee)
        if entree.notice_id is not None and entree.notice_id not in gardee.notices:
            gardee.notices.append(entree.notice_id)
    return gardees


def _signes(entree: RendezVous) -> Iterator[tuple[object, ...]]:
    """By which two entries are known for the same: the same days and the same title, or the same notice."""
    quand = (entree.genre, entree.debut, entree.fin, entree.heure_debut, entree.annule_le is None)
    yield (*quand, normaliser(entree.titre))
    if entree.notice_id is not None:
        yield (*quand, entree.notice_id)
