"""Sample content for the component gallery."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator


class FormulaireExemple(forms.Form):
    nom = forms.CharField(label="Nom de la collectivité", help_text="Tel qu’il paraît sur vos courriers.")
    courriel = forms.EmailField(label="Adresse électronique")
    type = forms.ChoiceField(
        label="Type", choices=[("commune", "Commune"), ("region", "Région")], widget=forms.RadioSelect
    )
    service = forms.ChoiceField(label="Service", choices=[("", "Aucun"), ("1", "Culture")], required=False)
    message = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    accord = forms.BooleanField(label="J’ai lu la règle du jeu")


_exposes: dict[str, Callable[[], forms.Field]] = {}


def exposer(nom: str, champ: Callable[[], forms.Field]) -> None:
    """Show a field of a room above this one; its component takes `exposes.<nom>`."""
    _exposes[nom] = champ


def contexte() -> dict[str, Any]:
    """A blank form, the same one sent back in error, and the second page of a list."""
    en_erreur = FormulaireExemple({"nom": "", "courriel": "pas une adresse", "type": "commune"})
    exposes = forms.Form(auto_id="expose_%s")
    exposes.fields = {nom: champ() for nom, champ in _exposes.items()}
    return {
        "exposes": exposes,
        "formulaire": FormulaireExemple(auto_id="vierge_%s"),
        "formulaire_en_erreur": en_erreur,
        "page": Paginator(range(50), 10).page(2),
    }
