"""What a reader gets of the baromètre: the published periods, put beside the questions of the test."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from sonar import confidentialite
from sonar.confidentialite import MIXTE, PROFIL, PURES
from sonar.enums import Style
from sonar.models import Instantane, Periode, Question

NOMS = {**dict(Style.choices), MIXTE: "Profil mixte"}


@dataclass(frozen=True)
class Mesure:
    """One thing counted: a question (or the leading style), its values, and its row in each period."""

    cle: str
    titre: str
    intitule: str
    valeurs: tuple[str, ...]
    lignes: tuple[tuple[Periode, tuple[int | None, ...]], ...]

    @property
    def noms(self) -> tuple[str, ...]:
        return tuple(NOMS[valeur] for valeur in self.valeurs)

    @property
    def ensemble(self) -> list[int] | None:
        """The sum of the periods published in full, if there is one."""
        return confidentialite.cumuler([ligne for _, ligne in self.lignes])

    @property
    def feuilles(self) -> int:
        """The sheets of `ensemble`: fewer than the baromètre's wherever a period is left out of it."""
        return sum(self.ensemble or ())


@dataclass(frozen=True)
class Panorama:
    """The whole baromètre, read in three queries whatever the number of sheets."""

    instantane: Instantane | None
    periodes: tuple[Periode, ...]
    questions: tuple[Mesure, ...]
    profil: Mesure

    @property
    def feuilles(self) -> int:
        return sum(periode.feuilles for periode in self.periodes)

    @property
    def etendue(self) -> str:
        """« en octobre 2026 », « entre août 2025 et octobre 2026 »; there is at least one period."""
        debut = date_format(self.periodes[0].debut, "F Y")
        fin = date_format(self.periodes[-1].fin, "F Y")
        return f"en {fin}" if debut == fin else f"entre {debut} et {fin}"

    @property
    def demonstration(self) -> bool:
        """Whether invented sheets are among them."""
        return any(periode.demonstration for periode in self.periodes)


def lire() -> Panorama:
    periodes = tuple(Periode.objects.all())
    return Panorama(
        instantane=Instantane.objects.first(),
        periodes=periodes,
        questions=tuple(_mesure(periodes, q.cle, q.titre, q.intitule, PURES) for q in Question.objects.all()),
        profil=_mesure(periodes, PROFIL, "Le style en tête", "", (*PURES, MIXTE)),
    )


def _mesure(
    periodes: Sequence[Periode], cle: str, titre: str, intitule: str, valeurs: tuple[str, ...]
) -> Mesure:
    lignes = tuple(
        (periode, tuple(periode.repartitions[cle][valeur] for valeur in valeurs))
        for periode in periodes
        if cle in periode.repartitions
    )
    return Mesure(cle, titre, intitule, valeurs, lignes)
