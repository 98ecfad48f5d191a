"""The sheet of six questions, and the address to which a result's link is sent."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.http import QueryDict

from sonar.calculs import melanger
from sonar.models import Option, Question

LETTRES = "abcd"
PREFIXE = "question-"


class FeuilleIncoherente(ValueError):
    """The post speaks of a question or an option that this sheet does not have."""


class FormulaireTest(forms.Form):
    """Six questions, each with its options in the order of this attempt, named a to d on the sheet.

    The letters say nothing of the styles: only the attempt's id puts one behind the other.
    """

    def __init__(self, questions: Iterable[Question], essai: UUID, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.recu = data or QueryDict()
        self.questions = list(questions)
        self._options: dict[str, dict[str, Option]] = {}
        for question in self.questions:
            par_style = {option.style: option for option in question.options.all()}
            ordre = [par_style[style] for style in melanger(essai, question.cle) if style in par_style]
            self._options[question.cle] = dict(zip(LETTRES, ordre, strict=False))
            self.fields[PREFIXE + question.cle] = forms.ChoiceField(
                label=question.intitule,
                choices=[(lettre, option.texte) for lettre, option in self._options[question.cle].items()],
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez une réponse à cette question."},
            )

    def verifier_coherence(self) -> None:
        """Raise FeuilleIncoherente when the post was altered: a foreign question, option or double answer."""
        for nom, valeurs in self.recu.lists():
            if nom.startswith(PREFIXE):
                connues = self._options.get(nom.removeprefix(PREFIXE))
                if connues is None or len(valeurs) > 1 or valeurs[0] not in {*connues, ""}:
                    raise FeuilleIncoherente(nom)

    def options_de(self, question: Question) -> dict[str, Option]:
        """The options of a question by their letter on this sheet, in its order."""
        return self._options[question.cle]

    def lignes(self) -> list[tuple[Question, forms.BoundField]]:
        """Each question with its field, for the template."""
        return [(question, self[PREFIXE + question.cle]) for question in self.questions]

    def choix(self) -> list[Option]:
        """The chosen options, once valid."""
        return [self._options[q.cle][self.cleaned_data[PREFIXE + q.cle]] for q in self.questions]

    @property
    def premiere_en_erreur(self) -> str | None:
        """The key of the first question in error, which gets the focus."""
        return next((question.cle for question, champ in self.lignes() if champ.errors), None)


class FormulaireEnvoi(forms.Form):
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Elle sert à ce seul envoi ; elle est effacée dès qu’il est parti.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
