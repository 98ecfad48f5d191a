"""Counts of people that may be shown without telling who they are. Pure functions."""

from collections.abc import Sequence

K = 5  # a count of fewer people is withheld


def proteger(nombres: Sequence[int], ordre: Sequence[int], k: int = K) -> list[int | None]:
    """Withhold (None) what must not be read in one row of counts whose total is published.

    Every count under `k` is withheld, zero included. Then counts are withheld in `ordre`, that no reader
    knows, until two at least are missing and the missing ones are `k` people at least together: whoever
    subtracts the rest from the total, and knows this very rule, is left with `k` possible values or more for
    each missing count.
    """
    caches = {rang for rang, nombre in enumerate(nombres) if nombre < k}
    for rang in ordre:
        if not caches or (len(caches) > 1 and sum(nombres[r] for r in caches) >= k):
            break
        caches.add(rang)
    return [None if rang in caches else nombre for rang, nombre in enumerate(nombres)]
