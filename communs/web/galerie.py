"""Sample content for the component gallery."""

from typing import Any

from django import forms


class FormulaireExemple(forms.Form):
    nom = forms.CharField(label="Nom de la collectivité", help_text="Tel qu’il paraît sur vos courriers.")
    courriel = forms.EmailField(label="Adresse électronique")
    type = forms.ChoiceField(
        label="Type", choices=[("commune", "Commune"), ("region", "Région")], widget=forms.RadioSelect
    )
    service = forms.ChoiceField(label="Service", choices=[("", "Aucun"), ("1", "Culture")], required=False)
    message = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    accord = forms.BooleanField(label="J’ai lu la règle du jeu")


def contexte() -> dict[str, Any]:
    """A blank form and the same one sent back in error."""
    en_erreur = FormulaireExemple({"nom": "", "courriel": "pas une adresse", "type": "commune"})
    return {"formulaire": FormulaireExemple(auto_id="vierge_%s"), "formulaire_en_erreur": en_erreur}
