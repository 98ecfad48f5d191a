"""What strangers type. Nothing here trusts them; nothing they typed is lost by a refusal."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from communs.collectivites import noms
from communs.fichiers.enums import TypeFichier
from communs.fichiers.forms import ChampFichier
from communs.materiaux.enums import Consentement
from eclaireurs.evaluation.enquete import jetons
from eclaireurs.evaluation.enquete.contributions import TEXTE_MAX, Contribution
from eclaireurs.evaluation.enquete.models import Enquete

CHAMPS = ["texte", "theme", "nom", "accord", "courriel"]
AGE_MIN = 3.0  # seconds: nobody reads the page and answers faster
PERIME = (
    "Cette page était ouverte depuis trop longtemps. Votre texte est encore là : relisez-le, puis "
    "envoyez-le de nouveau."
)
TROP_VITE = "C’est allé trop vite pour une personne. Relisez votre texte, puis envoyez-le de nouveau."
LEURRE = "Laissez vide le champ « Ne pas remplir » : il sert à reconnaître les automates."
CONDITIONS = (
    "Ce que j’envoie vient de moi, et ne désigne personne qui ne l’ait accepté. S’il est publié, il peut "
    "être repris sous Licence Ouverte 2.0. Je peux le retirer à tout moment."
)
ACCORDS_IMAGE = [
    (Consentement.SANS_OBJET, "On n’y reconnaît personne"),
    (Consentement.DONNE, "On y reconnaît ou entend quelqu’un, qui est d’accord pour que ce soit publié"),
    (Consentement.A_DEMANDER, "On y reconnaît ou entend quelqu’un, à qui rien n’a été demandé"),
]


class ContribuerForm(forms.ModelForm):
    """A free contribution. `cle` says which form it is and since when it is open; `site` is a decoy."""

    cle = forms.CharField(widget=forms.HiddenInput, required=False)
    site = forms.CharField(
        label="Ne pas remplir",
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    conditions = forms.BooleanField(
        label=CONDITIONS, error_messages={"required": "Cochez cette case pour envoyer votre contribution."}
    )

    class Meta:
        model = Contribution
        fields = CHAMPS
        widgets = {
            "texte": forms.Textarea({"rows": 9, "maxlength": TEXTE_MAX}),
            "accord": forms.RadioSelect,
            "nom": forms.TextInput({"autocomplete": "off"}),
            "courriel": forms.EmailInput({"autocomplete": "email"}),
        }
        help_texts = {
            "texte": "Ce que vous avez vu, vécu, entendu, ce qui manque, ce qui marche. Quelques lignes "
            "suffisent.",
            "nom": "Seulement si vous voulez qu’il paraisse : un prénom, un surnom. Vide, rien ne paraît.",
            "courriel": "Seulement pour vous dire ce que devient votre contribution. Elle n’est jamais "
            "publiée, et elle est effacée à la fin.",
        }

    def __init__(self, *args: Any, enquete: Enquete, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enquete = enquete
        self.demande: UUID | None = None
        self.fields["texte"].required = True
        self.fields["nom"].validators.append(noms.valider)
        self.fields["accord"].choices = self._meta.model._meta.get_field("accord").choices  # type: ignore
        themes = enquete.dossier.collecte.themes.all()
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        self.fields["theme"].empty_label = "Je ne sais pas, ou autre chose"  # type: ignore[attr-defined]
        if not themes:
            del self.fields["theme"]
        self.initial.setdefault("cle", jetons.ouvrir_un_formulaire(enquete))

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if saisie.get("site"):
            self.add_error(None, LEURRE)
        formulaire = jetons.lire_le_formulaire(saisie.get("cle", ""), self.enquete)
        if formulaire is None:
            self._renouveler()
            self.add_error(None, PERIME)
        elif formulaire.age < AGE_MIN:
            self.add_error(None, TROP_VITE)
        else:
            self.demande = formulaire.demande
        return saisie

    def _renouveler(self) -> None:
        """Another key for the form that is shown again: what was typed is sent with it."""
        self.data = dict(self.data.items()) | {"cle": jetons.ouvrir_un_formulaire(self.enquete)}

    def champs(self) -> dict[str, Any]:
        """What the service writes."""
        return {nom: self.cleaned_data[nom] for nom in CHAMPS if nom in self.fields}

    def _post_clean(self) -> None:
        """The service judges the row, under its lock."""


class JoindreForm(forms.Form):
    """One file at a time, and who is on it."""

    fichier = ChampFichier(
        label="Photo, son, vidéo ou document",
        types=(TypeFichier.IMAGE, TypeFichier.SON, TypeFichier.VIDEO, TypeFichier.DOCUMENT),
        help_text="10 Mo au plus.",
        error_messages={"required": "Choisissez un fichier."},
    )
    consentement = forms.ChoiceField(
        label="Qui y voit-on, qui y entend-on ?",
        choices=ACCORDS_IMAGE,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si l’on y reconnaît quelqu’un."},
    )

    def clean_fichier(self) -> Any:
        """Only what came with this very post: nobody without account has files waiting here."""
        depot = self.cleaned_data["fichier"]
        if isinstance(depot, UUID):
            raise ValidationError("Choisissez un fichier.")
        return depot


class ReprendreForm(forms.Form):
    """The text again, and the files to leave out."""

    texte = forms.CharField(
        label="Votre contribution",
        max_length=TEXTE_MAX,
        widget=forms.Textarea({"rows": 9, "maxlength": TEXTE_MAX}),
    )
    sans = forms.MultipleChoiceField(
        label="Fichiers à retirer", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["texte"] = contribution.texte
        pieces = contribution.pieces.select_related("fichier")
        choix = [(str(p.uuid), p.fichier.nom) for p in pieces if p.fichier is not None]
        self.fields["sans"].choices = choix  # type: ignore[attr-defined]
        if not choix:
            del self.fields["sans"]

    def sans_celles_ci(self) -> set[UUID]:
        return {UUID(cle) for cle in self.cleaned_data.get("sans", [])}
