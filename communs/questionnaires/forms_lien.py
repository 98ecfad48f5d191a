"""A questionnaire sent as a link: how it is set, and the whole form that people answer."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from communs.collectivites import noms
from communs.dossiers.forms import AvecDemande
from communs.dossiers.models import Dossier
from communs.etats.forms import ABIME, FormulaireVersionne
from communs.questionnaires.enums import Anonymat, Genre
from communs.questionnaires.forms import champ_de, en_valeurs
from communs.questionnaires.models import AVANT_LA_FIN, Question, Questionnaire
from communs.questionnaires.par_lien import Saisie
from communs.web.champs import HeuresDuFuseau

CHAMPS = ["titre", "introduction", "anonymat", "ouvre_le", "ferme_le"]
FICHIER = "Photo, son, vidéo ou document, 10 Mo au plus pour tout ce que vous joignez."
MINUTE = "%Y-%m-%dT%H:%M"


class _Reglages(HeuresDuFuseau):
    """The hours are those of the dossier's own zone."""

    class Meta:
        model = Questionnaire
        fields = CHAMPS
        widgets = {
            "introduction": forms.Textarea({"rows": 4}),
            "anonymat": forms.RadioSelect,
            "ouvre_le": forms.DateTimeInput({"type": "datetime-local"}, format=MINUTE),
            "ferme_le": forms.DateTimeInput({"type": "datetime-local"}, format=MINUTE),
        }
        help_texts = {
            "anonymat": "Anonyme : vous ne lisez les résultats qu’à la fin, et jamais ceux de moins de cinq "
            "personnes. Ce choix ne change plus après la première réponse.",
            "ouvre_le": "Vide, il prend des réponses dès que vous l’ouvrez. Sinon, ouvrez-le à l’avance : le "
            "lien dit quand revenir.",
            "ferme_le": "Vide, vous le clorez vous-même.",
        }

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, fuseau=dossier.fuseau, **kwargs)

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        debut, fin = saisie.get("ouvre_le"), saisie.get("ferme_le")
        if debut is not None and fin is not None and debut >= fin:
            self.add_error("ferme_le", AVANT_LA_FIN)
        return saisie

    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in CHAMPS}


class PreparerForm(AvecDemande, _Reglages):
    def clean_ferme_le(self) -> datetime | None:
        quand = self.cleaned_data["ferme_le"]
        if quand is not None and quand <= timezone.now():
            raise ValidationError("Cette date est déjà passée.")
        return quand


class ReglerForm(_Reglages, FormulaireVersionne):
    pass


class RepondreForm(AvecDemande):
    """Every question on one page. `ouvert` says which opening the questions were read from."""

    exigeant = True  # what is asked must be answered
    prend_un_fichier = True
    ouvert = forms.IntegerField(widget=forms.HiddenInput)
    nom = forms.CharField(
        label="Votre nom",
        max_length=80,
        validators=[noms.valider],
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        questions = questionnaire.questions.all()
        self.questions = {
            f"q-{q.uuid}": q for q in questions if self.prend_un_fichier or q.genre != Genre.FICHIER
        }
        if questionnaire.anonymat == Anonymat.ANONYME:
            del self.fields["nom"]
        for nom, question in self.questions.items():
            self.fields[nom] = champ_de(question, self.exigeant and question.obligatoire)
            self.fields[nom].help_text = question.aide or (FICHIER if question.genre == Genre.FICHIER else "")
        if questionnaire.ouvert_le is not None:
            self.initial.setdefault("ouvert", _microsecondes(questionnaire.ouvert_le))

    def clean(self) -> dict[str, Any]:
        saisie = super().clean()
        if "ouvert" in self.errors:
            self.add_error(None, ABIME)
        return saisie

    def ouvert_le(self) -> datetime:
        secondes, reste = divmod(self.cleaned_data["ouvert"], 1_000_000)
        try:
            return datetime.fromtimestamp(secondes, UTC).replace(microsecond=reste)
        except (OverflowError, OSError, ValueError) as erreur:
            raise ValidationError(ABIME) from erreur

    def depots(self) -> dict[Question, UploadedFile]:
        """The files that came, by question."""
        joints = {q: self.cleaned_data[nom] for nom, q in self.questions.items() if q.genre == Genre.FICHIER}
        return {q: depot for q, depot in joints.items() if depot}

    def reponses(self) -> dict[Question, Saisie]:
        return {q: en_valeurs(q, self.cleaned_data[nom]) for nom, q in self.questions.items()}

    def texte_ou_choix(self) -> list[tuple[forms.BoundField, bool]]:
        """The fields people see, each with whether it is made of choices."""
        return [
            (champ, champ.name in self.questions and bool(self.questions[champ.name].choix_possibles()))
            for champ in self.visible_fields()
        ]


class PapierForm(RepondreForm):
    """A sheet of paper: nobody asks its writer again for what is missing. Its answers are numbered."""

    exigeant = False
    prend_un_fichier = False

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, questionnaire=questionnaire, **kwargs)
        if "nom" in self.fields:
            self.fields["nom"].label, self.fields["nom"].required = "Nom écrit sur la feuille", False
            self.fields["nom"].widget.attrs["autocomplete"] = "off"
        for nom, question in self.questions.items():
            if question.options:
                numerotes = [(str(n), f"{n + 1}. {libelle}") for n, libelle in question.choix_possibles()]
                self.fields[nom].choices = numerotes  # type: ignore[attr-defined]


def _microsecondes(quand: datetime) -> int:
    return int(quand.timestamp()) * 1_000_000 + quand.microsecond
