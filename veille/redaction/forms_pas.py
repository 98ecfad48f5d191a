"""What people type at each step of an issue: who reads it, when it comes out, why it is taken back."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from communs.collectivites.models import Compte
from communs.dossiers.forms import AvecDemande
from veille.models import Erratum
from veille.redaction.forms import texte
from veille.redaction.models import Remarque

SANS_COMPTE = "Personne n’a de compte avec cette adresse : demandez d’abord à cette personne d’en créer un."


class RelireForm(forms.Form):
    email = forms.EmailField(
        label="Adresse du compte de la personne qui relit",
        help_text="Elle reçoit un courriel avec le lien du numéro.",
    )

    def clean_email(self) -> Compte:
        compte = Compte.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if compte is None:
            raise ValidationError(SANS_COMPTE)
        return compte


class MotifForm(forms.Form):
    motif = forms.CharField(label="Pourquoi ?", max_length=500, widget=texte(3))


class _Confirmable(forms.Form):
    """Warnings of the check ask for a word."""

    confirme = forms.BooleanField(label="J’ai lu les avertissements", required=False)


class ProgrammerForm(_Confirmable):
    programme_le = forms.DateTimeField(
        label="Jour et heure de la parution",
        help_text="Heure de Paris.",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
    )
    field_order = ["programme_le", "confirme"]

    def clean_programme_le(self) -> datetime:
        le: datetime = self.cleaned_data["programme_le"]
        if le <= timezone.now():
            raise ValidationError("Cette date est passée : choisissez-en une à venir, ou publiez maintenant.")
        return le


class PublierForm(_Confirmable):
    """Nothing but the word on the warnings."""


class ErratumForm(forms.ModelForm):
    class Meta:
        model = Erratum
        fields = ["texte"]
        labels = {"texte": "Ce qui était faux, et ce qu’il faut lire"}
        widgets = {"texte": texte(4)}


class RemarqueForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Remarque
        fields = ["texte"]
        labels = {"texte": "Votre remarque"}
        widgets = {"texte": texte(3)}
