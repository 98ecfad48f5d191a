"""A form over a row that several people write."""

from typing import Any

from django import forms

from communs.etats.models import Versionne


class FormulaireVersionne(forms.ModelForm):
    """Carries the version that its reader saw; `changements` is what `services.modifier` writes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance: Versionne = self.instance
        self.initial.setdefault("version", instance.version)

    def changements(self) -> dict[str, Any]:
        """The model's fields of this form, with their cleaned values."""
        noms = {champ.name for champ in self._meta.model._meta.concrete_fields}
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom in noms - {"version"}}
