"""What an editor hands in, confirms, and completes before publishing."""

from django import forms

from communs.echanges.forms import ChampFichier
from nuancier.imports.fichier import TAILLE_MAX, TROP_LOURD


class FichierForm(forms.Form):
    fichier = ChampFichier(
        label="Votre fichier",
        help_text="Un nuancier en Markdown (.md), ou un tableau .csv ou .xlsx exporté d’ici\u00a0: "
        "5\u00a0Mo au plus.",
        taille_max=TAILLE_MAX,
        trop_lourd=TROP_LOURD,
        accept=".md,.markdown,.txt,.csv,.xlsx",
    )


class ConfirmationForm(forms.Form):
    jeton = forms.UUIDField(widget=forms.HiddenInput)


class PublicationForm(forms.Form):
    """What a printed chart does not say, and why; `version` is the teinte's, read on this page."""

    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    titre_court = forms.CharField(
        label="Titre court", max_length=60, help_text="Celui de l’éventail et des cartes."
    )
    resume = forms.CharField(
        label="Résumé",
        max_length=400,
        help_text="Une phrase, sous le titre\u00a0: les nuanciers imprimés n’en ont pas toujours.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    motif = forms.CharField(
        label="Pourquoi\u00a0?", max_length=300, help_text="Une phrase, que l’on lira dans l’historique."
    )

    def mots(self) -> dict[str, str]:
        """What completes the draft."""
        return {nom: self.cleaned_data[nom] for nom in ("titre_court", "resume")}
