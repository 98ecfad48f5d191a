"""From a `Ligne` to a checked line: model found, key and fields as comparable JSON values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from communs.echanges.calculs import comparable
from communs.echanges.corpus import Cle, Ligne
from communs.echanges.models import nommer, texte_de_cle
from communs.echanges.rapport import Erreur, ErreursDImport

# First match wins; a kind of field that is not here is checked by its own `to_python`.
_TYPES: tuple[tuple[type[models.Field], type, str], ...] = (
    (models.CharField, str, "un texte (mettez-le entre guillemets)"),
    (models.TextField, str, "un texte (mettez-le entre guillemets)"),
    (models.BooleanField, bool, "true ou false"),
    (models.IntegerField, int, "un nombre entier"),
    (models.DateTimeField, str, "un instant, entre guillemets (« 2026-01-31T08:00:00Z »)"),
    (models.DateField, date, "une date (2026-01-31)"),
    (ArrayField, list, "une liste"),
)


@dataclass(frozen=True)
class LigneLue:
    """A line whose names and types are right; nothing of it has met the database yet."""

    modele: type[models.Model]
    cle: dict[str, Any]
    champs: dict[str, Any]
    no: int
    nos: Mapping[str, int]

    @property
    def etiquette(self) -> str:
        return self.modele._meta.label

    @property
    def texte_cle(self) -> str:
        return texte_de_cle(self.cle)

    @property
    def nom(self) -> str:
        return nommer(self.etiquette, self.cle)

    def erreur(self, message: str, champ: str = "") -> Erreur:
        return Erreur(self.nos.get(champ, self.no), f"{self.nom} : {message}")


def lire_lignes(lignes: Iterable[Ligne]) -> list[LigneLue]:
    """Check every line; ErreursDImport with all that is wrong, duplicate keys included."""
    lues: list[LigneLue] = []
    erreurs: list[Erreur] = []
    vues: dict[tuple[str, str], int] = {}
    for ligne in lignes:
        try:
            lue = _lire(ligne)
        except ErreursDImport as refus:
            erreurs.extend(refus.erreurs)
            continue
        fiche = (lue.etiquette, lue.texte_cle)
        if fiche in vues:
            erreurs.append(lue.erreur(f"déjà décrit à la ligne {vues[fiche]}"))
        vues.setdefault(fiche, lue.no)
        lues.append(lue)
    if erreurs:
        raise ErreursDImport(erreurs)
    return lues


def _lire(ligne: Ligne) -> LigneLue:
    modele = apps.get_model(ligne.modele)
    erreurs: list[Erreur] = []
    nos = getattr(ligne.champs, "nos", {})
    cle = _lire_cle(modele, ligne.cle, ligne.no, erreurs)
    champs = {}
    for nom, valeur in ligne.champs.items():
        try:
            champs[nom] = valeur_livree(_champ(modele, nom), valeur)
        except ValidationError as refus:
            message = f"champ « {nom} » : {' '.join(refus.messages)}"
            erreurs.append(Erreur(nos.get(nom, ligne.no), message))
    if erreurs:
        raise ErreursDImport(erreurs)
    return LigneLue(modele, cle, champs, ligne.no, nos)


def _lire_cle(modele: type[models.Model], cle: Mapping[str, Any], no: int, erreurs: list[Erreur]) -> dict:
    lue: dict[str, Any] = {}
    for nom, valeur in cle.items():
        champ = modele._meta.get_field(nom)
        if isinstance(valeur, Cle):
            lue[nom] = _lire_cle(apps.get_model(valeur.modele), valeur.cle, no, erreurs)
            continue
        try:
            lue[nom] = valeur_livree(champ, valeur)
        except ValidationError as refus:
            erreurs.append(Erreur(no, f"clé « {nom} » : {' '.join(refus.messages)}"))
        else:
            if lue[nom] in (None, ""):
                erreurs.append(Erreur(no, f"clé « {nom} » : elle ne peut pas être vide"))
    return lue


def _champ(modele: type[models.Model], nom: str) -> models.Field:
    try:
        champ = modele._meta.get_field(nom)
    except FieldDoesNotExist:
        raise ValidationError("ce champ n’existe pas") from None
    if not isinstance(champ, models.Field) or champ.is_relation or champ.generated or champ.primary_key:
        raise ValidationError("ce champ ne se livre pas")
    return champ


def valeur_livree(champ: Any, valeur: Any) -> Any:
    """Check the type of a value of the file and return it as comparable JSON. ValidationError."""
    if valeur is None:
        if not champ.null:
            raise ValidationError("une valeur est attendue")
        return None
    for genre, attendu, nom in _TYPES:
        if isinstance(champ, genre):
            if not isinstance(valeur, attendu) or (attendu is int and isinstance(valeur, bool)):
                raise ValidationError(f"la valeur doit être {nom}")
            break
    if isinstance(champ, ArrayField):
        return [valeur_livree(champ.base_field, element) for element in valeur]
    return comparable(champ.to_python(valeur))
