"""Writing and removing one shipped row, with errors an editor can read."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from communs.echanges.calculs import comparable


def valeur_actuelle(objet: models.Model, champ: str) -> Any:
    """What the database holds, in the form that is compared and stored."""
    return comparable(getattr(objet, champ))


def valeur_par_defaut(modele: type[models.Model], champ: str) -> Any:
    """What a row held before the corpus shipped this field at all."""
    return comparable(modele._meta.get_field(champ).get_default())  # type: ignore[union-attr]


def ecrire(objet: models.Model, champs: dict[str, Any]) -> None:
    """Set the fields and save the whole row, which the caller has locked. ValidationError, in French."""
    for nom, valeur in champs.items():
        champ: Any = objet._meta.get_field(nom)
        setattr(objet, nom, champ.to_python(valeur))
    autres = {f.name for f in objet._meta.concrete_fields if f.name not in champs}
    objet.full_clean(exclude=autres, validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            objet.save()
    except IntegrityError as refus:
        # Asked only now: a clean load costs no query per rule, and the database has the last word.
        objet.validate_unique()
        objet.validate_constraints()
        raise ValidationError("la base de données refuse cette fiche") from refus


def messages_par_champ(refus: ValidationError) -> Iterable[tuple[str, str]]:
    """(field, message) pairs; the field is empty when the whole row is at fault."""
    if not hasattr(refus, "error_dict"):
        return [("", message) for message in refus.messages]
    return [
        ("" if champ == "__all__" else champ, message)
        for champ, messages in refus.message_dict.items()
        for message in messages
    ]


def utilisations(objet: models.Model) -> list[str]:
    """What still points to this row: « 3 options », « 12 réponses » (one query per kind of link)."""
    trouvees = []
    for lien in objet._meta.get_fields(include_hidden=True):
        if not (lien.auto_created and not lien.concrete and (lien.one_to_many or lien.one_to_one)):
            continue
        modele: Any = lien.related_model
        nombre = modele._base_manager.filter(**{lien.field.name: objet}).count()  # type: ignore[union-attr]
        if nombre:
            nom = modele._meta.verbose_name if nombre == 1 else modele._meta.verbose_name_plural
            trouvees.append(f"{nombre} {nom}")
    return trouvees
