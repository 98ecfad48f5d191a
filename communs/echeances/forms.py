"""What people type or choose about their échéances."""

from datetime import date, timedelta
from typing import Any

from django import forms

from communs.collectivites.enums import Fuseau
from communs.dossiers.models import Dossier
from communs.echeances.enums import Quand, Rythme


class FiltreForm(forms.Form):
    """The filters of « Ce qui m’attend », in its address."""

    quand = forms.ChoiceField(
        label="Quand", choices=[("", "Toutes les dates"), *Quand.choices], required=False
    )
    faites = forms.BooleanField(label="Voir aussi ce qui est fait", required=False)
    field_order = ("quand", "dossier", "faites")

    def __init__(self, *args: Any, dossiers: list[Dossier], **kwargs: Any) -> None:
        """`dossiers` are those that may be chosen, already read: the form asks the database nothing."""
        super().__init__(*args, **kwargs)
        self.fields["dossier"] = forms.TypedChoiceField(
            label="Dossier",
            choices=[("", "Tous les dossiers"), *((str(d.uuid), d.titre) for d in dossiers)],
            coerce={str(d.uuid): d for d in dossiers}.__getitem__,
            empty_value=None,
            required=False,
        )
        self.order_fields(self.field_order)


class RappelsForm(forms.Form):
    rythme = forms.ChoiceField(label="Quand vous écrire", choices=Rythme, widget=forms.RadioSelect)
    fuseau = forms.ChoiceField(
        label="À l’heure de",
        choices=Fuseau,
        help_text="Les rappels partent entre 8 h et 20 h, à l’heure de ce lieu, le plus tôt possible.",
    )


class RythmeForm(forms.Form):
    rythme = forms.ChoiceField(label="Quand vous écrire", choices=Rythme, widget=forms.RadioSelect)


class SommeilForm(forms.Form):
    """Put a reminder off: a day, a week, or until a chosen day."""

    DEMAIN, SEMAINE, JOUR = "demain", "semaine", "jour"
    choix = forms.ChoiceField(
        label="Me le rappeler",
        choices=[(DEMAIN, "Demain"), (SEMAINE, "Dans une semaine"), (JOUR, "Le jour que je choisis")],
        widget=forms.RadioSelect,
        initial=SEMAINE,
    )
    jusqu_au = forms.DateField(
        label="Ce jour-là",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Écrivez une date, comme 31/12/2026."},
    )

    def __init__(self, *args: Any, jour: date, **kwargs: Any) -> None:
        """`jour` is today where the échéance is dated."""
        super().__init__(*args, **kwargs)
        self.jour = jour
        self.fields["jusqu_au"].widget.attrs["min"] = (jour + timedelta(days=1)).isoformat()

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        choix = donnees.get("choix")
        if choix == self.DEMAIN:
            donnees["jusqu_au"] = self.jour + timedelta(days=1)
        elif choix == self.SEMAINE:
            donnees["jusqu_au"] = self.jour + timedelta(weeks=1)
        elif choix == self.JOUR and not donnees.get("jusqu_au") and "jusqu_au" not in self.errors:
            self.add_error("jusqu_au", "Choisissez ce jour.")
        return donnees


class OuvrirCalendrierForm(forms.Form):
    """Of which dossier; none: one's own échéances."""

    dossier = forms.UUIDField(required=False)
