"""When a row takes the place of another: everything that pointed to the one points to the other.

It asks Django what points there, so that a new part of the veille needs no line here.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

Reports = dict[str, list[int]]


def reporter(de: models.Model, vers: models.Model, *, sauf: Collection[type[models.Model]] = ()) -> Reports:
    """Point every row from `de` to `vers`; return which, as `app.Model.field`: identifiers.

    A row that would then stand twice (the same issue) is deleted. The caller holds both locks.
    """
    faits: Reports = {}
    for modele, champ in _references(type(de), sauf):
        cles = list(modele._base_manager.filter(**{champ: de}).order_by("pk").values_list("pk", flat=True))
        passees = [pk for pk in cles if _pointer(modele, champ, pk, vers)]
        if passees:
            faits[f"{modele._meta.label}.{champ}"] = passees
    return faits


def rendre(reports: Mapping[str, list[int]], de: models.Model, vers: models.Model) -> None:
    """Give back to `vers` the rows of these reports that still point to `de`."""
    for nom, cles in reports.items():
        etiquette, _, champ = nom.rpartition(".")
        modele = apps.get_model(etiquette)
        siennes = modele._base_manager.filter(**{champ: de}, pk__in=cles).order_by("pk")
        for pk in list(siennes.values_list("pk", flat=True)):
            _pointer(modele, champ, pk, vers)


def _references(
    modele: type[models.Model], sauf: Collection[type[models.Model]]
) -> Iterator[tuple[type[Any], str]]:
    for relation in modele._meta.get_fields(include_hidden=True):
        if (
            not relation.auto_created
            or relation.concrete
            or not (relation.one_to_many or relation.one_to_one)
        ):
            continue
        if relation.related_model not in sauf:
            yield relation.related_model, relation.field.name  # type: ignore[misc, union-attr]


def _pointer(modele: type[Any], champ: str, pk: int, vers: models.Model) -> bool:
    """Tell whether this row could; else it said what another row says already, and it goes."""
    valeurs: dict[str, Any] = {champ: vers}
    if any(f.name == "version" for f in modele._meta.concrete_fields):
        valeurs["version"] = models.F("version") + 1  # whoever has it open reads it again
    try:
        with transaction.atomic():
            modele._base_manager.filter(pk=pk).update(**valeurs)
    except IntegrityError:
        modele._base_manager.filter(pk=pk).delete()
        return False
    return True
