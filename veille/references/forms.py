"""What a documentaliste hands in, and what she confirms."""

from django import forms

from communs.echanges.forms import ChampFichier, FichierOuTexteForm
from veille.references.formats.commun import TAILLE_MAX, TROP_LOURD


class ReferencesForm(FichierOuTexteForm):
    aucun = "Choisissez un fichier, ou collez vos références."
    les_deux = "Un fichier ou un texte collé : l’un des deux seulement."

    fichier = ChampFichier(
        label="Votre fichier",
        required=False,
        help_text="RIS (.ris), BibTeX (.bib) ou CSL-JSON (.json), comme Zotero les exporte : 10 Mo au plus.",
        taille_max=TAILLE_MAX,
        trop_lourd=TROP_LOURD,
        accept=".ris,.bib,.bibtex,.json,.txt",
    )
    texte = forms.CharField(
        label="Ou collez vos références",
        required=False,
        strip=False,
        max_length=500_000,
        help_text="Le format est reconnu tout seul.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )


class ConfirmationForm(forms.Form):
    """`choisies`: ranks in the preview."""

    jeton = forms.UUIDField(widget=forms.HiddenInput)
    choisies = forms.TypedMultipleChoiceField(
        coerce=int, required=False, choices=[(rang, rang) for rang in range(500)]
    )
