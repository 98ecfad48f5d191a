"""What a facilitator types: a new séance, a filter of the list, a sheet from paper."""

from typing import Any

from django import forms

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.dossiers.forms import AvecDemande
from communs.seances.enums import EtatSeance
from communs.seances.models import Seance
from sonar.enums import Style
from sonar.models import Question
from sonar.seances import exercices
from sonar.seances.enums import Exercice

LETTRES = dict(zip("abcd", Style, strict=True))  # a sheet bears signs that keyboards lack
SIGNES = {**LETTRES, **{style.signe: style for style in Style}}


class OuvrirForm(AvecDemande, forms.ModelForm):
    collectivite = forms.ModelChoiceField(
        Collectivite.objects.none(),
        label="Au nom de",
        required=False,
        empty_label="Personne en particulier",
        help_text="Votre collectivité paraît sur l’écran et sur le portrait du groupe.",
    )
    exercices = forms.MultipleChoiceField(
        label="Ce que l’on fera ensemble", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Seance
        fields = ["titre"]
        labels = {"titre": "Titre de la séance"}
        help_texts = {
            "titre": "Les personnes qui entrent le liront, par exemple «\u00a0Direction des parcs\u00a0»."
        }

    def __init__(self, *args: Any, identite: Identite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        siennes = [adhesion.collectivite_id for adhesion in identite.adhesions]
        champs: Any = self.fields
        champs["collectivite"].queryset = Collectivite.objects.filter(pk__in=siennes).order_by("nom")
        if not siennes:
            del champs["collectivite"]
        choix = [(cle.value, cle.label) for cle in exercices.inscrits()]
        champs["exercices"].choices = choix
        champs["exercices"].initial = [Exercice.TEST.value]

    def clean_exercices(self) -> list[Exercice]:
        """In the order that is proposed."""
        voulus = set(self.cleaned_data["exercices"])
        return [cle for cle in Exercice if cle in voulus]


class ChercherForm(forms.Form):
    """A filter that cannot be read is no filter."""

    q = forms.CharField(label="Titre", required=False, max_length=120)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Toutes"), *EtatSeance.choices])

    def filtres(self) -> dict[str, str]:
        self.full_clean()
        return {"q": self.cleaned_data.get("q", ""), "etat": self.cleaned_data.get("etat", "")}


class PapierForm(AvecDemande, forms.Form):
    """Six answers in a row: letters of the paper, or the signs of the styles; spaces are let go."""

    reponses = forms.CharField(
        label="Les six réponses, dans l’ordre",
        max_length=40,
        help_text="Une lettre (a à d) ou un signe (¤ ¢ ¥ §) par question. Exemple\u00a0: a c b b d a",
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_reponses(self) -> dict[str, str]:
        """Question → style."""
        lus = [signe for signe in self.cleaned_data["reponses"].lower() if signe not in " \u00a0-,;./"]
        cles = list(Question.objects.values_list("cle", flat=True))
        inconnus = sorted({signe for signe in lus if signe not in SIGNES})
        if inconnus:
            raise forms.ValidationError(
                f"Ce signe n’est pas une réponse\u00a0: {' '.join(inconnus)}. Lettres a à d, ou ¤ ¢ ¥ §."
            )
        if len(lus) != len(cles):
            raise forms.ValidationError(
                f"Il faut {len(cles)} réponses, une par question\u00a0: vous en avez donné {len(lus)}."
            )
        return {cle: str(SIGNES[signe]) for cle, signe in zip(cles, lus, strict=True)}
