"""A bulletin handed in, then what to take of the base."""

from typing import Any

from django import forms

from communs.echanges.forms import ChampFichier, FichierOuTexteForm
from veille.imports.fichier import TAILLE_MAX, TROP_LOURD
from veille.imports.models import ImportDeNumero
from veille.models import Bulletin, Notice


class NumeroForm(FichierOuTexteForm):
    aucun = "Choisissez un fichier, ou collez le texte du bulletin."

    bulletin = forms.ModelChoiceField(
        Bulletin.objects.none(), label="Bulletin", empty_label=None, help_text="Celui qui reçoit le numéro."
    )
    fichier = ChampFichier(
        label="Fichier du numéro",
        required=False,
        help_text="Markdown ou texte (.md, .txt)\u00a0: 5\u00a0Mo au plus.",
        taille_max=TAILLE_MAX,
        trop_lourd=TROP_LOURD,
        accept=".md,.markdown,.txt",
    )
    texte = forms.CharField(
        label="Ou texte collé",
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bulletin"].queryset = Bulletin.objects.order_by("nom", "pk")  # type: ignore[attr-defined]


class ConfirmationForm(forms.Form):
    """Which notices of the base are taken instead of new ones; all of them, at first."""

    reprises = forms.TypedMultipleChoiceField(
        label="Notices à reprendre de la base",
        required=False,
        coerce=int,
        help_text="Décochez celles dont vous voulez une notice distincte.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, importation: ImportDeNumero, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"reprises": [int(rang) for rang in importation.connues]})
        super().__init__(*args, **kwargs)
        connues = Notice.objects.presentes().in_bulk(list(importation.connues.values()))
        self.fields["reprises"].choices = [  # type: ignore[attr-defined]
            (int(rang), f"{connues[pk]} ({connues[pk].annee or 'sans date'})")
            for rang, pk in importation.connues.items()
            if pk in connues
        ]
        if not self.fields["reprises"].choices:  # type: ignore[attr-defined]
            del self.fields["reprises"]
