"""Declared transitions: a table says from where to where, who, with which reason; one function does it.

Buttons, stepper and API read the same table, so that none of them can allow what another forbids.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Versionne
from communs.etats.services import enregistrer, verrouiller
from communs.web.erreurs import Refus

ENTRE_PARTICIPANTS = "Les autres participants liront ce motif."
MOTIF_PUBLIC = "Ce motif sera public : n’y nommez personne."
MOTIF_REQUIS = "Dites pourquoi : ce motif sera lu par les autres participants."


def _rien(objet: Any, identite: Identite, donnees: Mapping[str, Any]) -> None:
    """No effect beyond the state itself."""


def _possible(objet: Any) -> str:
    return ""


@dataclass(frozen=True)
class Transition:
    """One step. `effet` runs on the locked row before it is saved and returns the fields it set.

    `obstacle` says, in French, what still forbids it (an empty text when nothing does). `regle` is the
    permission asked, on the row. `phrase` tells it in the journal, after the person's name. `lecteurs` says,
    to who writes the reason, who will read it.
    """

    nom: str
    libelle: str
    de: frozenset[str]
    vers: str
    regle: str
    phrase: str
    motif_requis: bool = False
    lecteurs: str = ENTRE_PARTICIPANTS
    obstacle: Callable[[Any], str] = _possible
    effet: Callable[[Any, Identite, Mapping[str, Any]], tuple[str, ...] | None] = _rien


@dataclass(frozen=True)
class Table:
    """The transitions of one model's column `champ`. Its lines of journal are `<cle>.<transition>`."""

    cle: str
    modele: type[Versionne]
    transitions: tuple[Transition, ...]
    champ: str = "etat"
    par_nom: Mapping[str, Transition] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "par_nom", {t.nom: t for t in self.transitions})

    def depuis(self, objet: models.Model) -> tuple[Transition, ...]:
        """The steps that leave the state in which the row stands."""
        return tuple(t for t in self.transitions if getattr(objet, self.champ) in t.de)

    def offertes(self, objet: models.Model, identite: Identite) -> tuple[Transition, ...]:
        """Those that this person may take: the buttons of the page."""
        return tuple(t for t in self.depuis(objet) if identite.peut(t.regle, objet))


_tables: dict[str, Table] = {}


def inscrire(table: Table) -> Table:
    """Register a table and the sentences of its journal; ValueError if the key is taken."""
    if table.cle in _tables:
        raise ValueError(f"Table déjà inscrite : {table.cle}")
    _tables[table.cle] = table
    journal.inscrire({f"{table.cle}.{t.nom}": t.phrase for t in table.transitions})
    return table


def toutes() -> tuple[Table, ...]:
    return tuple(_tables.values())


@transaction.atomic
def franchir(
    table: Table,
    *,
    identite: Identite,
    objet: Versionne,
    nom: str,
    motif: str = "",
    version: int | None = None,
    donnees: Mapping[str, Any] | None = None,
    **parametres: Any,
) -> Versionne:
    """Take the step `nom`: lock, recheck, authorise, effect, save, journal.

    Raises PermissionDenied, Conflit for a stale `version`, ValidationError (a French sentence) when a
    reason is missing or something still forbids it, Refus (409) when the row has left the state.
    """
    transition = table.par_nom[nom]
    actuel = verrouiller(objet)
    autoriser(identite, transition.regle, actuel)
    etat = getattr(actuel, table.champ)
    if etat not in transition.de:
        present = getattr(actuel, f"get_{table.champ}_display")()
        raise Refus(
            409,
            f"« {transition.libelle} » n’est plus possible : l’état est maintenant « {present} ». "
            "Rien n’a été changé.",
        )
    if version is not None:
        actuel = verrouiller(objet, version=version)
    motif = motif.strip()
    if transition.motif_requis and not motif:
        raise ValidationError({"motif": MOTIF_REQUIS})
    if obstacle := transition.obstacle(actuel):
        raise ValidationError(obstacle)
    setattr(actuel, table.champ, transition.vers)
    champs = transition.effet(actuel, identite, donnees or {}) or ()
    enregistrer(actuel, table.champ, *champs)
    journal.consigner(
        identite=identite,
        verbe=f"{table.cle}.{nom}",
        objet=actuel,
        de=etat,
        vers=transition.vers,
        motif=motif,
        **parametres,
    )
    return actuel
