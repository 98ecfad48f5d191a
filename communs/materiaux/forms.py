"""What people type about a clue: as little as possible in the field, the rest at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.dossiers.forms import AvecDemande
from communs.dossiers.models import Dossier
from communs.etats.forms import FormulaireVersionne
from communs.fichiers.enums import TypeFichier
from communs.fichiers.forms import SUFFIXE, ChampFichier, ChoixDeFichier
from communs.materiaux import services
from communs.materiaux.enums import AVEC_FICHIER, Consentement, GenreMateriau, PorteeMateriau
from communs.materiaux.models import Materiau

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

# Which files each kind takes; a kind that is not here takes none.
TYPES: dict[str, tuple[TypeFichier, ...]] = {
    GenreMateriau.PHOTO: (TypeFichier.IMAGE,),
    GenreMateriau.SON: (TypeFichier.SON, TypeFichier.VIDEO),  # a browser records sound as WebM
    GenreMateriau.VIDEO: (TypeFichier.VIDEO,),
    GenreMateriau.TEMOIGNAGE: (TypeFichier.SON, TypeFichier.VIDEO, TypeFichier.IMAGE),
    GenreMateriau.DOCUMENT: (
        TypeFichier.DOCUMENT,
        TypeFichier.TABLEUR,
        TypeFichier.TEXTE,
        TypeFichier.IMAGE,
    ),
}
# What the words are, for each kind: the label of the text and its help.
MOTS: dict[str, tuple[str, str]] = {
    GenreMateriau.PHOTO: (
        "La phrase entendue devant cette image",
        "Mot pour mot. Elle ira sur la carte photo-verbatim.",
    ),
    GenreMateriau.SON: ("Ce qu’on y entend de plus fort", "Une phrase, mot pour mot."),
    GenreMateriau.VIDEO: ("Ce qu’on y entend de plus fort", "Une phrase, mot pour mot."),
    GenreMateriau.TEMOIGNAGE: ("Ce qui a été dit", "Mot pour mot, avec les hésitations si elles comptent."),
    GenreMateriau.TEXTE: ("L’écrit", "Recopiez-le tel quel : une affiche, une lettre, une note."),
    GenreMateriau.CHIFFRE: (
        "Ce que ce chiffre veut dire",
        "En une phrase, pour qui ne connaît pas le sujet.",
    ),
    GenreMateriau.DOCUMENT: ("Le passage à retenir", "Recopiez-le, avec sa page."),
}
DECRIRE = {
    GenreMateriau.SON: "Transcription, pour qui n’entend pas",
    GenreMateriau.VIDEO: "Transcription, et ce que montre l’image",
    GenreMateriau.TEMOIGNAGE: "Transcription, ou ce que montre l’image",
    GenreMateriau.PHOTO: "Ce que montre l’image, pour qui ne la voit pas",
}
CHAMPS = [
    "titre",
    "texte",
    "valeur",
    "unite",
    "consentement",
    "portee_lecture",
    "source",
    "lieu",
    "recueilli_le",
    "description",
]


# What a phone's camera or microphone is asked for, and the words on its button.
PRISES: dict[str, tuple[str, str, str]] = {
    GenreMateriau.PHOTO: ("image/*", "environment", "Prendre une photo"),
    GenreMateriau.VIDEO: ("video/*", "environment", "Filmer"),
    GenreMateriau.SON: ("audio/*", "user", "Enregistrer un son"),
    GenreMateriau.TEMOIGNAGE: ("audio/*", "user", "Enregistrer la voix"),
    GenreMateriau.DOCUMENT: ("image/*", "environment", "Photographier la page"),
}


class PriseDeVue(ChoixDeFichier):
    """Two large buttons, the camera's and the phone's own files; several at once, each sent by itself."""

    template_name = "materiaux/choix.html"
    use_fieldset = True
    prise: tuple[str, str, str] = ("", "", "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        recus = [uuid for uuid in data.getlist(name + SUFFIXE) if uuid]
        return [*recus, *(files.getlist(name) if files else [])]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        contexte = super().get_context(name, None, attrs)
        arrives = [v for v in value or [] if isinstance(v, str)]
        contexte["widget"] |= {"arrives": arrives, "prise": self.prise}
        return contexte


class ChampFichiers(ChampFichier):
    """Its value is a list of what `deposer(depot=…)` takes."""

    widget = PriseDeVue

    def clean(self, value: list[Any]) -> list[Any]:
        if not value:
            return [super().clean(None)] if self.required else []
        if len(value) > services.ENSEMBLE_MAX:
            raise ValidationError(f"Pas plus de {services.ENSEMBLE_MAX} fichiers à la fois.")
        return [super(ChampFichiers, self).clean(v) for v in value]


class _SelonLaSorte(forms.ModelForm):
    """Only the fields that this kind has, in its words; who may show it to readers chooses among more."""

    class Meta:
        model = Materiau
        fields = CHAMPS
        widgets = {
            "texte": forms.Textarea({"rows": 4}),
            "description": forms.Textarea({"rows": 4}),
            "consentement": forms.RadioSelect,
            "portee_lecture": forms.RadioSelect,
            "recueilli_le": DATE,
            "valeur": forms.NumberInput({"inputmode": "decimal", "step": "any"}),
        }

    def _accorder(self, sorte: str, *, montre: bool) -> None:
        if sorte != GenreMateriau.CHIFFRE:
            del self.fields["valeur"], self.fields["unite"]
        else:
            self.fields["valeur"].required = True
        if sorte not in DECRIRE:
            del self.fields["description"]
        else:
            self.fields["description"].label = DECRIRE[GenreMateriau(sorte)]
            self.fields["description"].help_text = ""
        self.fields["texte"].label, self.fields["texte"].help_text = MOTS[sorte]
        self.fields["texte"].required = sorte == GenreMateriau.TEXTE
        self.fields["consentement"].choices = Consentement.choices  # type: ignore[attr-defined]
        initiale = self.instance.portee_lecture
        self.fields["portee_lecture"].choices = [  # type: ignore[attr-defined]
            (valeur, libelle)
            for valeur, libelle in PorteeMateriau.choices
            if montre or valeur in {PorteeMateriau.RESERVE, initiale}
        ]

    def clean(self) -> dict[str, Any]:
        """A refused consent reserves the clue: the form does as the service will."""
        saisie = super().clean() or {}
        if saisie.get("consentement") == Consentement.REFUSE:
            saisie["portee_lecture"] = PorteeMateriau.RESERVE
        return saisie


class DeposerForm(AvecDemande, _SelonLaSorte):
    """A clue of one kind. Several files make several clues, with the same words about each."""

    def __init__(self, *args: Any, dossier: Dossier, identite: Identite, sorte: str, **kwargs: Any) -> None:
        kwargs["instance"] = Materiau(dossier=dossier, genre=sorte)
        super().__init__(*args, **kwargs)
        self.sorte = sorte
        montre = identite.peut("materiaux.montrer", dossier)
        self._accorder(sorte, montre=montre)
        self.fields["titre"].required = False
        self.fields["titre"].help_text = "Facultatif : à défaut, les premiers mots ou la date."
        self.initial.setdefault("recueilli_le", timezone.localdate(timezone=dossier.fuseau))
        if sorte in TYPES:
            champ = ChampFichiers(
                label="Fichier",
                types=TYPES[sorte],
                required=sorte in AVEC_FICHIER,
                error_messages={"required": "Joignez le fichier."},
            )
            champ.pour(identite=identite, collectivite=dossier.collectivite)
            champ.widget.prise = PRISES[sorte]
            self.fields["fichier"] = champ

    def champs(self) -> dict[str, Any]:
        """What the service writes."""
        dits = {nom: v for nom, v in self.cleaned_data.items() if nom not in {"fichier", "demande"}}
        return dits | {"genre": self.sorte}

    def depots(self) -> list[Any]:
        """What came with it: one clue each, or one clue without file."""
        return self.cleaned_data.get("fichier") or [None]

    def _post_clean(self) -> None:
        """The service judges the row, once its file is there."""


class ModifierForm(FormulaireVersionne, _SelonLaSorte):
    """What is said of a clue; its file and its kind stay."""

    def __init__(self, *args: Any, identite: Identite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._accorder(self.instance.genre, montre=identite.peut("materiaux.montrer", self.instance))

    def _post_clean(self) -> None:
        """The service judges the row, under its lock."""
