"""A relay as the évaluateur names it, and a sheet of paper as a relay types it."""

from typing import Any

from django import forms

from communs.collectivites import noms
from communs.dossiers.forms import AvecDemande
from communs.questionnaires.forms_lien import PapierForm
from communs.questionnaires.models import Question, Questionnaire
from communs.questionnaires.par_lien import Saisie
from eclaireurs.evaluation.enquete.contributions import TEXTE_MAX
from eclaireurs.evaluation.enquete.enums import Accord
from eclaireurs.evaluation.enquete.models import Relais
from eclaireurs.evaluation.enquete.relais import Feuille


class OuvrirForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Relais
        fields = ["nom", "lieu"]
        help_texts = {
            "nom": "Une personne ou une équipe, par exemple « Médiathèque du Phare ». "
            "Ce nom se lit sur la feuille à afficher.",
            "lieu": "Où l’on rencontre le public, par exemple « Accueil, quai nord ».",
        }


class _LibreForm(AvecDemande):
    """The half of the sheet that people write in their own words."""

    texte = forms.CharField(
        label="Ce que la personne a écrit",
        required=False,
        max_length=TEXTE_MAX,
        widget=forms.Textarea({"rows": 6}),
        help_text="Mot pour mot.",
    )
    prenom = forms.CharField(
        label="Nom ou prénom à faire paraître",
        required=False,
        max_length=80,
        validators=[noms.valider],
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    accord = forms.ChoiceField(
        label="Peut être publié",
        choices=[(Accord.PUBLIER, "1. Oui, cochée"), (Accord.TAIRE, "2. Non, ou rien de coché")],
        initial=Accord.TAIRE,
        widget=forms.RadioSelect,
    )

    def contribution(self) -> dict[str, Any]:
        dit = self.cleaned_data
        return {"texte": dit["texte"], "nom": dit["prenom"], "accord": dit["accord"]}


class FeuilleForm(_LibreForm):
    """A sheet where no poll may be answered."""

    questions: dict[str, Question] = {}

    def feuille(self) -> Feuille:
        return Feuille({}, None, self.contribution())

    def texte_ou_choix(self) -> list[tuple[forms.BoundField, bool]]:
        return [(champ, champ.name == "accord") for champ in self.visible_fields()]


class FeuilleAvecSondageForm(PapierForm, _LibreForm):
    """The whole sheet: the poll, then one's own words."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, questionnaire=questionnaire, **kwargs)
        self.fields.pop("nom", None)
        self.order_fields([*self.questions, "texte", "prenom", "accord"])

    def feuille(self) -> Feuille:
        reponses: dict[Question, Saisie] = self.reponses()
        return Feuille(reponses, self.ouvert_le(), self.contribution())

    def texte_ou_choix(self) -> list[tuple[forms.BoundField, bool]]:
        choix = super().texte_ou_choix()
        return [(champ, fait_de_choix or champ.name == "accord") for champ, fait_de_choix in choix]


def formulaire(donnees: Any, questionnaire: Questionnaire | None) -> FeuilleForm | FeuilleAvecSondageForm:
    """The sheet as it may be typed now: with the poll while it takes answers."""
    if questionnaire is None or not questionnaire.accepte:
        return FeuilleForm(donnees)
    return FeuilleAvecSondageForm(donnees, questionnaire=questionnaire)
