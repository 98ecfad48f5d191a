"""The rows of the database that a corpus may touch, found by natural key in one query per model."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import models

from communs.echanges.calculs import comparable
from communs.echanges.models import texte_de_cle

Cles = dict[str, dict[str, Any]]  # text of a key → the key
Forme = tuple[str, tuple]


class Rangees:
    """Rows by natural key, locked against an editor's save until the end of the transaction."""

    def __init__(self, *, verrouiller: bool = True) -> None:
        self._verrouiller = verrouiller
        self._cles: dict[Forme, Cles] = defaultdict(dict)
        self._index: dict[Forme, dict[str, models.Model]] = {}
        self._ambigues: set[tuple[str, str]] = set()

    def demander(self, etiquette: str, cle: dict[str, Any]) -> None:
        """Announce a key before the first `trouver`, with the keys it refers to."""
        self._cles[_forme(etiquette, cle)][texte_de_cle(cle)] = cle
        for nom, valeur in cle.items():
            if isinstance(valeur, dict):
                self.demander(etiquette_parente(etiquette, nom), valeur)

    def trouver(self, etiquette: str, cle: dict[str, Any]) -> models.Model | None:
        """The row with this key, or None."""
        return self._rangees(_forme(etiquette, cle)).get(texte_de_cle(cle))

    def ambigue(self, etiquette: str, cle: dict[str, Any]) -> bool:
        """Whether several rows have this key: it is then no key at all."""
        return (etiquette, texte_de_cle(cle)) in self._ambigues

    def ajouter(self, etiquette: str, cle: dict[str, Any], objet: models.Model) -> None:
        """Let the rows that follow refer to a row just created."""
        self._rangees(_forme(etiquette, cle))[texte_de_cle(cle)] = objet

    def valeurs_de_cle(self, etiquette: str, cle: dict[str, Any]) -> dict[str, Any] | None:
        """The key as values to build a row with; None when a row it refers to does not exist."""
        valeurs = {}
        for nom, valeur in cle.items():
            if isinstance(valeur, dict):
                valeur = self.trouver(etiquette_parente(etiquette, nom), valeur)
                if valeur is None:
                    return None
            valeurs[nom] = valeur
        return valeurs

    def _rangees(self, forme: Forme) -> dict[str, models.Model]:
        if forme not in self._index:
            self._index[forme] = self._lire(forme[0], self._cles[forme])
        return self._index[forme]

    def _lire(self, etiquette: str, cles: Cles) -> dict[str, models.Model]:
        modele = apps.get_model(etiquette)
        filtre: dict[str, Any] = {}
        parents: dict[str, dict[Any, dict[str, Any]]] = {}  # foreign key → id of the parent → its key
        for nom, exemple in next(iter(cles.values())).items():
            if isinstance(exemple, dict):
                parents[nom] = self._parents(etiquette_parente(etiquette, nom), exemple)
                filtre[f"{nom}__in"] = list(parents[nom])
            else:
                filtre[f"{nom}__in"] = {cle[nom] for cle in cles.values()}
        noms = [nom.removesuffix("__in") for nom in filtre]
        index: dict[str, models.Model] = {}
        lues = modele._base_manager.filter(**filtre).order_by("pk")
        if self._verrouiller:
            lues = lues.select_for_update(no_key=True)  # readers, and rows that point here, go on
        for objet in lues:
            cle = {}
            for nom in noms:
                valeur = getattr(objet, _champ(etiquette, nom).attname)
                cle[nom] = parents[nom][valeur] if nom in parents else comparable(valeur)
            texte = texte_de_cle(cle)
            if texte in index:
                self._ambigues.add((etiquette, texte))
            index[texte] = objet
        return index

    def _parents(self, etiquette: str, exemple: dict[str, Any]) -> dict[Any, dict[str, Any]]:
        forme = _forme(etiquette, exemple)
        rangees = self._rangees(forme)
        return {rangees[texte].pk: cle for texte, cle in self._cles[forme].items() if texte in rangees}


def _forme(etiquette: str, cle: dict[str, Any]) -> Forme:
    """Rows are read together when their keys have the same fields, those of nested keys included."""
    champs = []
    for nom, valeur in sorted(cle.items()):
        _champ(etiquette, nom)  # FieldDoesNotExist for a key of another age of the code
        parente = isinstance(valeur, dict)
        champs.append((nom, _forme(etiquette_parente(etiquette, nom), valeur) if parente else None))
    return etiquette, tuple(champs)


def _champ(etiquette: str, nom: str) -> Any:
    return apps.get_model(etiquette)._meta.get_field(nom)


def etiquette_parente(etiquette: str, nom: str) -> str:
    """The label of the model that a foreign key of a natural key points to."""
    return _champ(etiquette, nom).remote_field.model._meta.label
