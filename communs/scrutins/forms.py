"""What a facilitator types to prepare a vote."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from communs.dossiers.forms import AvecDemande
from communs.dossiers.models import Dossier
from communs.etats.forms import FormulaireVersionne
from communs.scrutins.enums import EtatScrutin, Mode
from communs.scrutins.models import OPTIONS_MAX, Option, Scrutin
from communs.scrutins.services import LOT_MAX
from communs.web.champs import HeuresDuFuseau

MINUTE = "%Y-%m-%dT%H:%M"
LIBELLES = {"ouvre_le": "Ouverture prévue", "jusqu_au": "Fin annoncée du vote"}
AIDES = {
    "ouvre_le": "Pour programmer l’ouverture : le vote s’ouvrira de lui-même. Vide : quand vous l’ouvrirez.",
    "jusqu_au": "À ce moment le vote se clôt de lui-même. Vide : quand vous le clorez.",
}
CHAMPS_D_HEURE = {
    nom: forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE) for nom in LIBELLES
}
SECRET = [
    (True, "Secret : rien ne relie un bulletin à une personne"),
    (False, "Ouvert : chaque bulletin porte un nom"),
]


class _HeuresForm(HeuresDuFuseau):
    """When the vote opens and ends: hours of the dossier's own zone, both to come, in that order."""

    heures = ("ouvre_le", "jusqu_au")

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, fuseau=dossier.fuseau, **kwargs)

    def clean_ouvre_le(self) -> Any:
        return _a_venir(self.cleaned_data["ouvre_le"])

    def clean_jusqu_au(self) -> Any:
        return _a_venir(self.cleaned_data["jusqu_au"])


def _a_venir(instant: datetime | None) -> datetime | None:
    if instant is not None and instant <= timezone.now():
        raise ValidationError("Choisissez un moment à venir.")
    return instant


class _ReglagesForm(_HeuresForm):
    """The question and its rules."""

    secret = forms.TypedChoiceField(
        label="Secret ou ouvert",
        choices=SECRET,
        coerce=lambda valeur: valeur == "True",
        widget=forms.RadioSelect,
        initial=True,
        help_text="Un bulletin ouvert peut être changé tant que le vote l’est ; un bulletin secret, jamais.",
    )

    class Meta:
        model = Scrutin
        fields = ["question", "explication", "mode", "nombre", "secret", "electorat", "ouvre_le", "jusqu_au"]
        labels = {"nombre": "Nombre d’approbations ou de points", **LIBELLES}
        widgets = {
            "explication": forms.Textarea(attrs={"rows": 4}),
            "mode": forms.RadioSelect,
            "electorat": forms.RadioSelect,
            **CHAMPS_D_HEURE,
        }
        help_texts = {
            "question": "Une seule question, à laquelle chaque option répond.",
            "explication": "Ce qu’il faut savoir avant de voter, et ce que deviendra le résultat.",
            "nombre": "Approbation : combien d’options au plus, ou rien si l’on peut les approuver toutes. "
            "Points : combien chaque personne en répartit. Inutile pour les autres votes.",
            "electorat": "Avec la seule adresse, rien n’empêche quelqu’un de voter de deux appareils.",
            **AIDES,
        }

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        mode, nombre = saisie.get("mode"), saisie.get("nombre")
        if mode not in {Mode.POINTS, Mode.APPROBATION} and nombre is not None:
            saisie["nombre"] = None  # another way of voting was chosen after it was typed
        return saisie

    @property
    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in self._meta.fields or ()}


class PreparerForm(AvecDemande, _ReglagesForm):
    """A new vote."""


class ReecrireForm(_ReglagesForm, FormulaireVersionne):
    """The same, of a draft that several may write."""


class HeuresForm(_HeuresForm, FormulaireVersionne):
    """The hours of a programmed vote; of an open one, its end alone."""

    class Meta:
        model = Scrutin
        fields = ["ouvre_le", "jusqu_au"]
        labels = LIBELLES
        widgets = CHAMPS_D_HEURE
        help_texts = AIDES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.etat == EtatScrutin.OUVERT:
            del self.fields["ouvre_le"]
        else:
            self.fields["ouvre_le"].required = True


class OptionsForm(forms.Form):
    """New options, one per line."""

    libelles = forms.CharField(
        label="Ajouter des options",
        help_text="Une par ligne.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=OPTIONS_MAX * 152,
    )

    def clean_libelles(self) -> list[str]:
        lignes = [" ".join(ligne.split()) for ligne in self.cleaned_data["libelles"].splitlines()]
        maximum = Option._meta.get_field("libelle").max_length or 0
        if longue := next((ligne for ligne in lignes if len(ligne) > maximum), ""):
            raise ValidationError(
                f"« {longue[:40]}… » est trop long : {maximum} caractères au plus, le reste en précision."
            )
        return [ligne for ligne in lignes if ligne]


class OptionForm(forms.ModelForm):
    class Meta:
        model = Option
        fields = ["libelle", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"description": "Montrée sous l’option, sur le bulletin."}


class CodesForm(AvecDemande):
    nombre = forms.IntegerField(
        label="Combien de codes ?",
        min_value=1,
        max_value=LOT_MAX,
        help_text=f"Un par personne qui votera ; {LOT_MAX} au plus à la fois.",
    )


class LotForm(forms.Form):
    lot = forms.UUIDField()
