"""What may be shown of the answers to one question. Pure functions.

`docs/decisions/questionnaires.md` says why in this way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communs.web.effectifs import K, proteger


@dataclass(frozen=True)
class Case:
    """One answer that was offered; `nombre` is None where it is withheld. `part`: percent of who answered."""

    libelle: str
    nombre: int | None
    part: int | None


def cases(choix: Sequence[tuple[int, str]], comptes: Mapping[int, int], repondants: int) -> tuple[Case, ...]:
    """Every answer offered with its count, those nobody gave included."""
    return tuple(_case(libelle, comptes.get(numero, 0), repondants) for numero, libelle in choix)


def cases_protegees(
    choix: Sequence[tuple[int, str]],
    comptes: Mapping[int, int],
    repondants: int,
    *,
    plusieurs: bool,
    ordre: Sequence[int],
) -> tuple[Case, ...]:
    """The same without the counts that would tell on somebody.

    Where several answers may be given each is a row of its own: who gave it, who did not.
    """
    nombres = [comptes.get(numero, 0) for numero, _ in choix]
    if plusieurs:
        visibles = [n if K <= n <= repondants - K else None for n in nombres]
    else:
        visibles = proteger(nombres, ordre)
    return tuple(
        _case(libelle, nombre, repondants) for (_, libelle), nombre in zip(choix, visibles, strict=True)
    )


def _case(libelle: str, nombre: int | None, repondants: int) -> Case:
    if nombre is None:
        return Case(libelle, None, None)
    return Case(libelle, nombre, round(100 * nombre / repondants) if repondants else 0)


def moyenne(comptes: Mapping[int, int]) -> float | None:
    """Of the degrees of a scale, to one decimal; None when nobody answered."""
    combien = sum(comptes.values())
    return round(sum(degre * n for degre, n in comptes.items()) / combien, 1) if combien else None
