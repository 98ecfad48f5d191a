"""Who is on which line now: in Redis only, expiring by itself. Without Redis nobody is seen, and nothing
else changes: the clock of the tableau is a column of a row that is read anyway."""

from typing import NamedTuple
from uuid import UUID

from django.core.cache import cache

from eclaireurs.evaluation.conclave.portes import Convive

PRESENCE = 12  # seconds after which somebody who no longer asks has left
JOURNEE = 24 * 3600  # seconds
GENS_MAX = 200


class Present(NamedTuple):
    """Somebody who has the tableau open; `ligne` is where she writes, "" when nowhere."""

    cle: str
    nom: str
    ligne: str


def _cle_des_gens(pk: int) -> str:
    return f"tableau:{pk}:gens"


def _cle_de(pk: int, cle: str) -> str:
    return f"tableau:{pk}:present:{cle}"


def signaler(pk: int, convive: Convive, ligne: UUID | None) -> None:
    """She is here, on this line. A newcomer whom another erases from the list at the same instant comes
    back at her next question."""
    cle = str(convive.cle)
    cache.set(_cle_de(pk, cle), tuple(Present(cle, convive.nom, str(ligne or ""))), PRESENCE)
    gens = cache.get(_cle_des_gens(pk)) or []
    if cle not in gens:
        cache.set(_cle_des_gens(pk), [*gens, cle][-GENS_MAX:], JOURNEE)


def presents(pk: int) -> list[Present]:
    """Who is here now, by name."""
    gens = cache.get(_cle_des_gens(pk)) or []
    vus = cache.get_many([_cle_de(pk, cle) for cle in gens]) if gens else {}
    return sorted((Present(*vu) for vu in vus.values()), key=lambda p: (p.nom, p.cle))
