"""What pilots and convoked people type."""

from typing import Any

from django import forms

from communs.collectivites import noms
from communs.etats.forms import FormulaireVersionne
from eclaireurs.evaluation.conclave.enums import Reponse
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.places import PLACES_MAX, LigneDeService

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HEURE = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ConclaveForm(FormulaireVersionne):
    class Meta:
        model = Conclave
        fields = ["le", "debut", "fin", "lieu", "acces", "texte", "reponses_le"]
        labels = {"debut": "Heure de début", "fin": "Heure de fin"}
        widgets = {
            "le": DATE,
            "debut": HEURE,
            "fin": HEURE,
            "reponses_le": DATE,
            "acces": forms.Textarea({"rows": 3}),
            "texte": forms.Textarea({"rows": 8}),
        }


class PlacesForm(forms.Form):
    """Two numbers per service."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, conclave: Conclave, lignes: list[LigneDeService], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = conclave.version
        self.lignes = lignes
        for ligne in lignes:
            for nom, quoi in (("places", "Places"), ("suppleants", "Suppléances")):
                self.fields[f"{nom}-{ligne.service.pk}"] = forms.IntegerField(
                    label=f"{quoi} pour {ligne.service.nom}",
                    min_value=0,
                    max_value=PLACES_MAX,
                    initial=getattr(ligne, nom),
                )

    def rangees(self) -> list[tuple[LigneDeService, forms.BoundField, forms.BoundField]]:
        return [
            (ligne, self[f"places-{ligne.service.pk}"], self[f"suppleants-{ligne.service.pk}"])
            for ligne in self.lignes
        ]

    def places(self) -> dict[int, tuple[int, int]]:
        saisie = self.cleaned_data
        return {
            ligne.service.pk: (saisie[f"places-{ligne.service.pk}"], saisie[f"suppleants-{ligne.service.pk}"])
            for ligne in self.lignes
        }


class InviterForm(forms.Form):
    nom = forms.CharField(label="Nom", max_length=160, validators=[noms.valider])
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="La convocation y part aussitôt.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    service = forms.CharField(
        label="Service ou organisation", max_length=150, required=False, validators=[noms.valider]
    )


class NoterForm(forms.Form):
    """What a pilot heard of somebody's answer."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reponse = forms.ChoiceField(
        label="Réponse",
        widget=forms.RadioSelect,
        choices=[
            (Reponse.ACCEPTEE, "Vient"),
            (Reponse.REFUSEE, "Ne vient pas : la suppléance est appelée"),
            ("sans_reponse", "N’a pas répondu : la suppléance est appelée"),
        ],
    )
    motif = forms.CharField(
        label="Motif",
        max_length=500,
        required=False,
        help_text="Facultatif, lu des seuls pilotes.",
    )

    def __init__(self, *args: Any, convocation: Convocation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = convocation.version


class ReponseForm(forms.Form):
    """The person's own answer."""

    reponse = forms.ChoiceField(choices=[(Reponse.ACCEPTEE, ""), (Reponse.REFUSEE, "")])
    motif = forms.CharField(
        label="Pourquoi, si vous voulez le dire",
        max_length=500,
        required=False,
        help_text="Lu des seuls pilotes de l’évaluation, jamais publié.",
        widget=forms.Textarea({"rows": 2}),
    )
