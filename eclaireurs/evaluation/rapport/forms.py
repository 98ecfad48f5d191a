"""What the evaluator types."""

from typing import Any

from django import forms

from communs.collectivites.models import Service
from communs.etats.forms import FormulaireVersionne
from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation

CHAMPS = ["titre", "texte"]
TEXTE = {"texte": forms.Textarea(attrs={"rows": 10})}


class ConclusionForm(FormulaireVersionne):
    class Meta:
        model = Conclusion
        fields = CHAMPS
        widgets = TEXTE


class PreconisationForm(FormulaireVersionne):
    class Meta:
        model = Preconisation
        fields = CHAMPS
        widgets = TEXTE


class NouvellePieceForm(forms.Form):
    """A text to add; `demande` names this very form."""

    titre = forms.CharField(label="Titre", max_length=200)
    texte = forms.CharField(label="Texte", max_length=20_000, required=False, widget=TEXTE["texte"])
    demande = forms.UUIDField(widget=forms.HiddenInput)


class DepuisForm(forms.Form):
    """What a new conclusion starts from: the synthesis of a theme of the collection."""

    theme = forms.UUIDField(required=False)


class ServicesForm(forms.Form):
    """The services that a recommendation concerns."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, preconisation: Preconisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = preconisation.version
        self.fields["services"] = forms.ModelMultipleChoiceField(
            Service.objects.filter(collectivite=preconisation.dossier.collectivite_id).order_by("nom"),
            label="Services concernés",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=preconisation.services.all(),
        )


class RetraitForm(forms.Form):
    version = forms.IntegerField(min_value=1)
