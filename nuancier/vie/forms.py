"""What goes around a piece: consent and reasons; comments; filters of the desk."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

from communs.dossiers.forms import AvecDemande
from nuancier.models import Nuancier
from nuancier.vie.enums import Etat, Genre


def licence() -> Nuancier | None:
    """The chart's own row: under which licence what people write is published."""
    return Nuancier.objects.order_by("pk").first()


class Consentement(AvecDemande):
    """To publish under one's name and the chart's licence."""

    consentement = forms.BooleanField(
        label="J’accepte que ce texte soit publié", error_messages={"required": "Il nous faut votre accord."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nuancier = licence()
        self.licence = nuancier.licence if nuancier is not None else ""
        self.fields[
            "consentement"
        ].label = (
            f"J’accepte que ce texte soit publié avec mon nom, sous la licence du Nuancier : {self.licence}"
        )


class PropositionForm(Consentement):
    raison = forms.CharField(
        label="Pourquoi ?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce que vous avez vu, d’où cela vient : l’équipe éditoriale le lira.",
    )
    field_order = ["raison", "consentement", "demande"]


class EditionForm(forms.Form):
    """An editor's own change: the version that was read, and why."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    motif = forms.CharField(
        label="Pourquoi ?", max_length=300, help_text="Une phrase, que l’on lira dans l’historique."
    )


class AcceptationForm(forms.Form):
    """The versions that the editor read: of the proposal, and of the teinte (none for a new one)."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    version_teinte = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)


class MotForm(forms.Form):
    """A question, an answer, a reason."""

    def __init__(
        self,
        *args: Any,
        libelle: str = "Votre message",
        aide: str = "",
        longueur: int = 2000,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texte"] = forms.CharField(
            label=libelle, help_text=aide, max_length=longueur, widget=forms.Textarea(attrs={"rows": 4})
        )


class CommentaireForm(Consentement):
    texte = forms.CharField(
        label="Votre commentaire", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    field_order = ["texte", "consentement", "demande"]


class AdresseForm(forms.Form):
    """Where a dead link should lead."""

    adresse = forms.URLField(
        label="Nouvelle adresse",
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )


class FiltreForm(forms.Form):
    """What narrows the desk's queue; everything in the address."""

    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "À relire"), *Etat.choices, ("toutes", "Toutes")]
    )
    genre = forms.ChoiceField(label="Sorte", required=False, choices=[("", "Toutes"), *Genre.choices])
    q = forms.CharField(label="Teinte ou famille", max_length=6, required=False)
