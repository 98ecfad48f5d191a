"""The result of a vote, as data: what was counted, and why each option stands where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count

from communs.scrutins.calculs import classements, jugement, sommes
from communs.scrutins.calculs.classements import Classement
from communs.scrutins.calculs.jugement import Jugement
from communs.scrutins.calculs.palmares import Palmares
from communs.scrutins.calculs.sommes import Sommes
from communs.scrutins.enums import Mention, Mode
from communs.scrutins.models import Option, Scrutin

Egaux = Sequence[tuple[tuple[int, ...], int]]


@dataclass(frozen=True)
class Resultat:
    """`compte` is None when nobody expressed a choice: there is then no order, not even the published one."""

    options: tuple[Option, ...]
    departage: tuple[int, ...]
    bulletins: int
    blancs: int
    inscrits: int | None
    compte: Sommes | Classement | Jugement | None

    @property
    def exprimes(self) -> int:
        return self.bulletins - self.blancs

    @property
    def palmares(self) -> dict[str, Palmares]:
        """The order by each method, under its name."""
        if isinstance(self.compte, Sommes):
            return {"total": self.compte.palmares}
        if isinstance(self.compte, Jugement):
            return {"majoritaire": self.compte.palmares, "usuel": self.compte.usuel}
        if isinstance(self.compte, Classement):
            return {
                "borda": self.compte.borda.palmares,
                "schulze": self.compte.schulze.palmares,
                "elimination": self.compte.elimination.palmares,
            }
        return {}

    def part(self, nombre: int | Fraction) -> Fraction:
        """The share of the ballots that say something."""
        return Fraction(nombre) / self.exprimes if self.exprimes else Fraction()


def egaux(scrutin: Scrutin) -> list[tuple[tuple[int, ...], int]]:
    """Each different ballot with its number, in an order that tells nothing of who voted when."""
    comptes = scrutin.bulletins.order_by("valeurs").values_list("valeurs").annotate(nombre=Count("pk"))
    return [(tuple(valeurs), nombre) for valeurs, nombre in comptes]


def depouiller(scrutin: Scrutin) -> Resultat:
    """Count a vote's ballots, two queries. Of the same ballots, always the same result."""
    options = tuple(scrutin.options.dans_l_ordre())
    distincts = egaux(scrutin)
    bulletins = sum(nombre for _, nombre in distincts)
    exprimes = [(valeurs, nombre) for valeurs, nombre in distincts if any(valeurs)]
    departage = tuple(sorted(range(len(options)), key=lambda i: options[i].departage or 0))
    return Resultat(
        options=options,
        departage=departage,
        bulletins=bulletins,
        blancs=bulletins - sum(nombre for _, nombre in exprimes),
        inscrits=scrutin.inscrits,
        compte=compter(Mode(scrutin.mode), exprimes, departage) if exprimes else None,
    )


def compter(mode: Mode, egaux: Egaux, departage: Sequence[int]) -> Sommes | Classement | Jugement:
    """Count ballots that all say something, at least one."""
    valeurs, poids = [v for v, _ in egaux], [n for _, n in egaux]
    if mode == Mode.CLASSEMENT:
        return classements.depouiller(classements.remplir(valeurs, poids, departage))
    if mode == Mode.JUGEMENT:
        effectifs = jugement.compter(valeurs, poids, len(departage), len(Mention))
        return jugement.juger(effectifs, departage)
    return sommes.additionner(valeurs, poids, departage)
