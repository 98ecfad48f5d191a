"""What is typed about a séance, by who leads it and by who comes."""

from typing import Any
from uuid import UUID

from django import forms

from communs.dossiers.forms import AvecDemande
from communs.seances.models import Participation, Seance
from communs.web.codes import lire_code

SIGNES_DU_CODE = 20  # typed with spaces and dashes


class PreparerForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Seance
        fields = ["titre"]
        labels = {"titre": "Titre de la séance"}
        help_texts = {"titre": "Les personnes qui entrent le liront, par exemple « Comité du 12 mars »."}


class ChampCode(forms.CharField):
    """A code as it is read on a wall: what matters is kept."""

    def __init__(self, **kwargs: Any) -> None:
        attributs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(max_length=SIGNES_DU_CODE, widget=forms.TextInput(attributs), **kwargs)

    def clean(self, value: Any) -> str:
        code = lire_code(super().clean(value))
        if not code:
            raise forms.ValidationError("Un code est fait de lettres et de chiffres.")
        return code


class CodeForm(forms.Form):
    code = ChampCode(label="Code de la séance", help_text="Six lettres et chiffres, affichés dans la salle.")


class RepriseForm(forms.Form):
    reprise = ChampCode(
        label="Votre code de reprise", help_text="Huit lettres et chiffres, au bas de votre premier écran."
    )


class EntrerForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Participation
        fields = ["prenom"]
        widgets = {"prenom": forms.TextInput({"autocomplete": "given-name"})}
        help_texts = {"prenom": "Si vous voulez. Seules les personnes qui animent le lisent."}


class SceneForm(forms.Form):
    """Where a button of the desk leads: `version` is the stage that its reader saw."""

    version = forms.IntegerField(min_value=1)
    activite = forms.CharField(max_length=30, required=False)
    objet = forms.UUIDField(required=False)
    moment = forms.CharField(max_length=10, required=False)

    def cible(self) -> tuple[str, UUID | None, str]:
        saisie = self.cleaned_data
        if not saisie["activite"]:
            return "", None, ""
        return saisie["activite"], saisie["objet"], saisie["moment"]
