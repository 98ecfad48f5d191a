"""A form over a row that several people write, and the one of a transition."""

from typing import Any

from django import forms

from communs.etats.models import Versionne
from communs.web.champs import dater_plausiblement

# A hidden field came back changed: its own message would be shown nowhere.
ABIME = "Ce formulaire a été abîmé en route : rechargez la page, puis recommencez."


class FormulaireVersionne(forms.ModelForm):
    """Carries the version that its reader saw; `changements` is what `services.modifier` writes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance: Versionne = self.instance
        self.initial.setdefault("version", instance.version)
        dater_plausiblement(self.fields.values())

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if "version" in self.errors:
            self.add_error(None, ABIME)
        return saisie

    def changements(self) -> dict[str, Any]:
        """The model's fields of this form, with their cleaned values."""
        noms = {champ.name for champ in self._meta.model._meta.concrete_fields}
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom in noms - {"version"}}


class GesteForm(forms.Form):
    """What the button of a transition sends: its name, the version its reader saw, and why."""

    geste = forms.CharField(max_length=60)
    version = forms.IntegerField(min_value=1, required=False)
    motif = forms.CharField(max_length=2000, required=False)
