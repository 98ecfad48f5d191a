"""Form fields that several rooms use."""

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.forms import DateField, DateTimeField, Field, ModelForm, Textarea
from django.utils import timezone

# Wide enough for any archive or plan; a day more or less, or another zone, never leaves the calendar.
ANNEES = range(1900, 2200)
IMPLAUSIBLE = "Cette date n’est pas plausible : vérifiez l’année."


def valider_l_annee(valeur: date) -> None:
    """ValidationError for the year 1 or 9999, that no calendar, database or reminder can count from."""
    if valeur.year not in ANNEES:
        raise ValidationError(IMPLAUSIBLE)


def dater_plausiblement(champs: Iterable[Field]) -> None:
    """Have the dates among these form fields checked by `valider_l_annee`."""
    for champ in champs:
        if isinstance(champ, DateField | DateTimeField):
            champ.validators.append(valider_l_annee)


class HeuresDuFuseau(ModelForm):
    """Hours shown and read in the zone `fuseau`, whatever the server's; `heures` names their fields."""

    heures: Sequence[str] = ("ouvre_le", "ferme_le")

    def __init__(self, *args: Any, fuseau: tzinfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fuseau = fuseau
        for nom in self.heures:
            if instant := getattr(self.instance, nom):
                self.initial[nom] = timezone.localtime(instant, self.fuseau).replace(tzinfo=None)

    def full_clean(self) -> None:
        with timezone.override(self.fuseau):
            super().full_clean()


class UneParLigne(SimpleArrayField):
    """A list of texts, one per line: the stock field cuts at commas, which sentences are full of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"delimiter": "\n", "widget": Textarea(attrs={"rows": 6, "cols": 100})}
        super().__init__(*args, **kwargs)

    def clean(self, value: str) -> Sequence[str]:
        lignes = [ligne.strip() for ligne in (value or "").splitlines()]
        return super().clean("\n".join(ligne for ligne in lignes if ligne))


# For `formfield_overrides` of an admin whose models hold lists of texts.
LISTES_PAR_LIGNE: dict[Any, Any] = {ArrayField: {"form_class": UneParLigne}}
