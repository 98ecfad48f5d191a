"""The life of a questionnaire sent as a link: prepared, open, closed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats.tables import Table, Transition, inscrire
from communs.questionnaires.enums import EtatQuestionnaire
from communs.questionnaires.models import Questionnaire

LU = "Les réponses sont anonymes et leurs résultats sont lisibles : une de plus se devinerait."


def _pour_ouvrir(questionnaire: Questionnaire) -> str:
    if questionnaire.seance_id is not None:
        return "Ces questions se posent dans leur séance."
    if not questionnaire.questions.exists():
        return "Écrivez d’abord au moins une question."
    if questionnaire.ferme_le is not None and questionnaire.ferme_le <= timezone.now():
        return "La date de fin est passée : changez-la d’abord."
    return ""


def _ouvrir(questionnaire: Questionnaire, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    questionnaire.ouvert_le, questionnaire.clos_le = timezone.now(), None
    return ("ouvert_le", "clos_le")


def _pour_reprendre(questionnaire: Questionnaire) -> str:
    if questionnaire.repondants.exists():
        return "On a déjà répondu : les questions ne changent plus."
    return ""


def _clore(questionnaire: Questionnaire, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    questionnaire.clos_le = timezone.now()
    return ("clos_le",)


def _pour_rouvrir(questionnaire: Questionnaire) -> str:
    if questionnaire.anonyme and questionnaire.repondants.exists():
        return LU
    return _pour_ouvrir(questionnaire)


QUESTIONNAIRE = inscrire(
    Table(
        cle="questionnaires",
        modele=Questionnaire,
        transitions=(
            Transition(
                nom="ouvrir",
                libelle="Ouvrir aux réponses",
                de=frozenset({EtatQuestionnaire.PREPARATION}),
                vers=EtatQuestionnaire.OUVERT,
                regle="questionnaires.mener",
                phrase="a ouvert un questionnaire aux réponses",
                obstacle=_pour_ouvrir,
                effet=_ouvrir,
            ),
            Transition(
                nom="reprendre",
                libelle="Reprendre les questions",
                de=frozenset({EtatQuestionnaire.OUVERT}),
                vers=EtatQuestionnaire.PREPARATION,
                regle="questionnaires.mener",
                phrase="a repris les questions d’un questionnaire",
                obstacle=_pour_reprendre,
            ),
            Transition(
                nom="clore",
                libelle="Clore le questionnaire",
                de=frozenset({EtatQuestionnaire.OUVERT}),
                vers=EtatQuestionnaire.CLOS,
                regle="questionnaires.mener",
                phrase="a clos un questionnaire",
                effet=_clore,
            ),
            Transition(
                nom="rouvrir",
                libelle="Rouvrir aux réponses",
                de=frozenset({EtatQuestionnaire.CLOS}),
                vers=EtatQuestionnaire.OUVERT,
                regle="questionnaires.mener",
                phrase="a rouvert un questionnaire",
                obstacle=_pour_rouvrir,
                effet=_ouvrir,
            ),
        ),
    )
)
