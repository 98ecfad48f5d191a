"""What is typed: a question by who asks, an answer by who is asked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from communs.dossiers.forms import AvecDemande
from communs.etats.forms import ABIME, FormulaireVersionne
from communs.fichiers.enums import TypeFichier
from communs.fichiers.forms import ChampFichier
from communs.questionnaires.enums import A_OPTIONS, Anonymat, Genre
from communs.questionnaires.models import OPTION_SIGNES, OPTIONS_MAX, TEXTE_MAX, Question

CHAMPS = [
    "texte", "aide", "genre", "options", "degres", "borne_basse", "borne_haute", "obligatoire",
]  # fmt: skip
DEPOSABLES = (TypeFichier.IMAGE, TypeFichier.SON, TypeFichier.VIDEO, TypeFichier.DOCUMENT)


class OptionsField(forms.CharField):
    """One answer per line; empty lines and the same one twice do not count."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 6}), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lignes = [" ".join(ligne.split()) for ligne in (super().to_python(value) or "").splitlines()]
        return list(dict.fromkeys(filter(None, lignes)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])

    def validate(self, value: Any) -> None:
        if len(value) > OPTIONS_MAX:
            raise forms.ValidationError(f"Au plus {OPTIONS_MAX} réponses proposées.")
        if any(len(option) > OPTION_SIGNES for option in value):
            raise forms.ValidationError(f"Une réponse proposée compte au plus {OPTION_SIGNES} signes.")

    def run_validators(self, value: Any) -> None:
        """Each line was checked above."""


class _Question(forms.ModelForm):
    options = OptionsField(
        label="Réponses proposées",
        help_text="Une par ligne, pour un ou plusieurs choix.",
    )

    class Meta:
        model = Question
        fields = CHAMPS
        widgets = {"genre": forms.RadioSelect}
        help_texts = {
            "degres": "Pour une échelle seulement.",
            "borne_basse": "Pour une échelle, par exemple « pas du tout ».",
            "borne_haute": "Pour une échelle, par exemple « tout à fait ».",
        }

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if saisie.get("genre") in A_OPTIONS:
            if "options" in saisie and len(saisie["options"]) < 2:
                self.add_error("options", "Proposez au moins deux réponses, une par ligne.")
        else:
            saisie["options"] = []
        if saisie.get("genre") != Genre.ECHELLE:
            saisie |= {"degres": 5, "borne_basse": "", "borne_haute": ""}
        return saisie

    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in CHAMPS if nom in self.fields}


class AjouterForm(AvecDemande, _Question):
    """`en_seance`: the questions that a room can be asked."""

    def __init__(self, *args: Any, en_seance: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _sans_fichier(self, en_seance)


class ChangerForm(_Question, FormulaireVersionne):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _sans_fichier(self, self.instance.questionnaire.seance_id is not None)


def _sans_fichier(form: forms.ModelForm, en_seance: bool) -> None:
    if en_seance:
        choix = [(cle, nom) for cle, nom in Genre.choices if cle != Genre.FICHIER]
        form.fields["genre"].choices = choix  # type: ignore[attr-defined]


class AnonymatForm(forms.Form):
    anonymat = forms.ChoiceField(choices=Anonymat.choices)


class ReponseForm(forms.Form):
    """The answer to one question, as its kind asks for it; `version` is the question as it was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question, exigee: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        obligatoire = question.obligatoire if exigee is None else exigee
        self.fields["reponse"] = champ_de(question, obligatoire)
        self.initial.setdefault("version", question.version)

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if "version" in self.errors:
            self.add_error(None, ABIME)
        return saisie

    def en_valeurs(self) -> tuple[Sequence[int], str]:
        return en_valeurs(self.question, self.cleaned_data["reponse"])


class FichierJoint(ChampFichier):
    """A file that comes with this very post: nobody without account has one waiting here."""

    def validate(self, value: UploadedFile | UUID | None) -> None:
        if isinstance(value, UUID):
            raise forms.ValidationError("Choisissez de nouveau votre fichier.")
        super().validate(value)


def champ_de(question: Question, obligatoire: bool) -> forms.Field:
    """The field of a question; its label is the question."""
    communs: dict[str, Any] = {
        "label": question.texte,
        "help_text": "",
        "required": obligatoire,
        "error_messages": {
            "required": "Répondez à cette question.",
            "invalid_choice": "Choisissez une des réponses proposées.",
        },
    }
    if question.genre == Genre.FICHIER:
        return FichierJoint(types=DEPOSABLES, **communs)
    if question.genre == Genre.TEXTE:
        return forms.CharField(max_length=TEXTE_MAX, widget=forms.Textarea({"rows": 5}), **communs)
    choix = [(str(numero), libelle) for numero, libelle in question.choix_possibles()]
    if question.genre == Genre.MULTIPLE:
        return forms.MultipleChoiceField(choices=choix, widget=forms.CheckboxSelectMultiple, **communs)
    return forms.ChoiceField(choices=choix, widget=forms.RadioSelect, **communs)


def en_valeurs(question: Question, saisie: Any) -> tuple[list[int], str]:
    """What a form gave, as an answer keeps it: numbers, and a text."""
    if question.genre == Genre.FICHIER:
        return [], ""
    if question.genre == Genre.TEXTE:
        return [], saisie
    retenus = saisie if isinstance(saisie, list) else [saisie]
    return sorted({int(numero) for numero in retenus if numero != ""}), ""
