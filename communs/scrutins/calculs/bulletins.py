"""What a ballot may hold, and how a ranking is written the same way by whoever thinks the same."""

from collections.abc import Sequence


def resserrer(rangs: Sequence[int]) -> tuple[int, ...]:
    """The same ranking with ranks 1, 2, 3…: « 10, 40, 40, none » is « 1, 2, 2, none »."""
    suite = {rang: place for place, rang in enumerate(sorted({r for r in rangs if r}), start=1)}
    return tuple(suite.get(rang, 0) for rang in rangs)


def ordonner(rangs: Sequence[int]) -> list[int]:
    """The options as a ballot shows them: ranked ones first, then the others, in the ballot's order."""
    return sorted(range(len(rangs)), key=lambda option: (not rangs[option], rangs[option], option))


def deplacer(rangs: Sequence[int], option: int, geste: str) -> tuple[int, ...]:
    """The ranking after a button of one option: `monter`, `descendre`, `classer` (last) or `oter`.

    Equal ranks are put one after the other, in the order in which the page showed them.
    """
    suite = [o for o in ordonner(rangs) if rangs[o]]
    if geste == "classer" and option not in suite:
        suite.append(option)
    elif geste == "oter" and option in suite:
        suite.remove(option)
    elif geste in {"monter", "descendre"} and option in suite:
        place = suite.index(option)
        vers = min(max(place + (-1 if geste == "monter" else 1), 0), len(suite) - 1)
        suite.insert(vers, suite.pop(place))
    return tuple(suite.index(o) + 1 if o in suite else 0 for o in range(len(rangs)))
