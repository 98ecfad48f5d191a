from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from veille.panier.enums import EtatTrouvaille
from veille.panier.models import ADRESSE_MAX, Source

http = URLValidator(schemes=["http", "https"])


def port_possible(adresse: str) -> None:
    """ValidationError for a port that no server can have: what reads addresses stumbles on it."""
    try:
        possible = urlsplit(adresse).port != 0
    except ValueError:
        possible = False
    if not possible:
        raise ValidationError("Le port de cette adresse n’existe pas.", code="port")


class SourceForm(forms.Form):
    nom = forms.CharField(label="Nom", max_length=160, help_text="Celui qui figurera comme revue ou site.")
    adresse = forms.URLField(
        label="Adresse du flux",
        max_length=ADRESSE_MAX,
        assume_scheme="https",
        validators=[http, port_possible],
        help_text="RSS ou Atom. Par exemple https://www.exemple.fr/flux.xml",
    )
    site = forms.URLField(
        label="Adresse du site",
        max_length=ADRESSE_MAX,
        assume_scheme="https",
        validators=[http, port_possible],
        required=False,
    )


class SuggestionForm(forms.Form):
    """What a reader suggests. `site_web` is a trap: people do not see it, robots fill it."""

    adresse = forms.URLField(
        label="Adresse de la page",
        max_length=ADRESSE_MAX,
        assume_scheme="https",
        validators=[http, port_possible],
    )
    titre = forms.CharField(label="Titre", max_length=500)
    commentaire = forms.CharField(
        label="Pourquoi la signaler ?",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ne donnez pas d’information personnelle.",
    )
    site_web = forms.CharField(label="Laissez ce champ vide", required=False, max_length=200)

    @property
    def d_un_robot(self) -> bool:
        return bool(self.cleaned_data.get("site_web"))


class FiltreForm(forms.Form):
    """What narrows the inbox; everything in the address."""

    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "À trier"), *EtatTrouvaille.choices[1:]]
    )
    source = forms.ModelChoiceField(
        label="Source",
        required=False,
        queryset=Source.objects.all(),
        to_field_name="uuid",
        empty_label="Toutes",
    )
    suggestions = forms.BooleanField(label="Suggestions de lecteurs seulement", required=False)

    def filtrer(self, trouvailles: Any) -> Any:
        """The rows asked for; an unreadable filter filters nothing."""
        donnees = self.cleaned_data if self.is_valid() else {}
        trouvailles = trouvailles.filter(etat=donnees.get("etat") or EtatTrouvaille.NOUVELLE)
        if donnees.get("source"):
            trouvailles = trouvailles.filter(source=donnees["source"])
        return trouvailles.filter(suggeree=True) if donnees.get("suggestions") else trouvailles


class GesteForm(forms.Form):
    """One gesture, and where to go on from there."""

    geste = forms.ChoiceField(
        choices=[
            ("garder", "Garder"),
            ("ecarter", "Écarter"),
            ("remettre", "Remettre à trier"),
            ("notice", "En faire une notice"),
        ]
    )
