"""The reader's basket: notices picked across issues, in order, in her session. No account."""

from collections.abc import Iterable
from typing import Any

from veille.models import Notice

CLE = "veille_panier"
MAX_NOTICES = 60  # their keys fit in the reference of a booklet, 500 characters


def references(session: Any) -> list[int]:
    """The keys of the notices, in the order they were put in."""
    return list(session.get(CLE, ()))


def mettre(session: Any, notices: Iterable[Notice]) -> int:
    """Put them last; one already there stays where it is. Return how many found no room."""
    gardees = references(session)
    nouvelles = [notice.pk for notice in notices if notice.pk not in gardees]
    place = MAX_NOTICES - len(gardees)
    if nouvelles[:place]:
        session[CLE] = [*gardees, *nouvelles[:place]]
    return max(0, len(nouvelles) - place)


def enlever(session: Any, cle: str) -> None:
    """Take it out; already gone, nothing."""
    session[CLE] = [gardee for gardee in references(session) if str(gardee) != cle]


def vider(session: Any) -> None:
    session.pop(CLE, None)


def en_vue(cles: Iterable[int]) -> list[Notice]:
    """The public notices of these keys, whole, in this order (five queries)."""
    cles = list(cles)
    trouvees = Notice.objects.en_vue().entieres().in_bulk(cles)
    return [trouvees[cle] for cle in cles if cle in trouvees]


def contenu(session: Any) -> list[Notice]:
    """What the basket holds and the public still reads, in order."""
    return en_vue(references(session))
