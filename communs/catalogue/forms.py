from typing import Any

from django import forms

from communs.catalogue.calculs import mots_utiles
from communs.catalogue.enums import Type


class FormulaireRecherche(forms.Form):
    """Everything the address of a search may hold."""

    q = forms.CharField(
        label="Que cherchez-vous ?",
        required=False,
        max_length=200,
        error_messages={"max_length": "Votre recherche est trop longue : deux cents caractères au plus."},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    type = forms.ChoiceField(
        required=False,
        choices=Type,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Ce genre de contenu n’existe pas."},
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=10_000,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Cette page de résultats n’existe pas."
        ),
    )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        donnees["mots"] = mots_utiles(donnees.get("q", ""))
        return donnees
