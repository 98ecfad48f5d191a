"""What was typed against what stands: which fields are written, and which two people dispute."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from communs.collectivites.models import Service
from communs.etats.calculs import en_texte
from eclaireurs.evaluation.conclave.tableau.models import Proposition, Trait

LIBELLES = {
    "titre": "Titre",
    "description": "Description",
    "service": "Service",
    "debut_le": "Début",
    "fin_le": "Fin",
}


@dataclass(frozen=True)
class Saisie:
    """A field as somebody sends it back: its value, and the version she had read."""

    valeur: Any
    base: int


@dataclass(frozen=True)
class Dispute:
    """A field that two people wrote: neither text is dropped until one of them chooses."""

    champ: str
    leur: Any
    votre: Any
    version: int  # of theirs: the one to write over

    @property
    def libelle(self) -> str:
        return LIBELLES[self.champ]


def comparer(proposition: Proposition, saisies: Mapping[str, Saisie]) -> tuple[dict[str, Any], list[Dispute]]:
    """The fields to write, and those in dispute.

    A field sent back as it was read is not hers to write: somebody else's change to it stands.
    """
    a_ecrire: dict[str, Any] = {}
    disputes = []
    for champ, saisie in saisies.items():
        actuelle, version = getattr(proposition, champ), proposition.versions[champ]
        if actuelle == saisie.valeur:
            continue
        if saisie.base == version:
            a_ecrire[champ] = saisie.valeur
        elif en_texte(saisie.valeur) != _lue(proposition, champ, saisie.base):
            disputes.append(Dispute(champ, actuelle, saisie.valeur, version))
    return a_ecrire, disputes


def _lue(proposition: Proposition, champ: str, version: int) -> str | None:
    """The field as it was at this version; None when it never had it."""
    trait = Trait.objects.filter(proposition=proposition, **{f"versions__{champ}": version}).first()
    return trait.apres.get(champ, "") if trait is not None else None


def en_clair(champ: str, valeur: Any) -> str:
    """A field's value as people read it."""
    if valeur is None:
        return ""
    if isinstance(valeur, Service):
        return valeur.nom
    return f"{valeur:%d/%m/%Y}" if champ in ("debut_le", "fin_le") else str(valeur)
