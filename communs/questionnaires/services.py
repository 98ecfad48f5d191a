"""What is written of questionnaires: the questions, while nobody has answered; then the answers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.questionnaires.enums import Anonymat, EtatQuestionnaire
from communs.questionnaires.models import QUESTIONS_MAX, Question, Questionnaire, Repondant, Reponse
from communs.seances.models import Participation, Seance
from communs.seances.services import tenir as tenir_la_seance

EN_SCENE = "questionnaire"  # the key of this room on a séance's stage
REPONDUE = "On a déjà répondu à cette question : elle ne change plus. Posez-en une autre."
OUVERTE = "Cette question est à l’écran : fermez-la d’abord."
COMMENCE = "On a déjà répondu : les personnes savaient alors si leurs réponses étaient anonymes ou non."
ENVOYE = "Ce questionnaire est ouvert aux réponses : reprenez d’abord les questions."
TROP = f"Un questionnaire compte au plus {QUESTIONS_MAX} questions."
FERMEE = "Cette question est fermée : votre réponse n’a pas été prise."
CHANGEE = "La question a changé entre-temps : relisez-la, puis répondez de nouveau."
DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."

journal.inscrire(
    {
        "questionnaires.question": "a écrit une question",
        "questionnaires.modifier_question": "a modifié une question",
    }
)


@transaction.atomic
def de_la_seance(*, identite: Identite, seance: Seance) -> Questionnaire:
    """The questions of a séance; there from its first one on."""
    autoriser(identite, "questionnaires.mener", seance.dossier)
    champs = {"dossier": seance.dossier, "titre": seance.titre}
    return Questionnaire.objects.get_or_create(seance=seance, defaults=champs)[0]


@transaction.atomic
def choisir_l_anonymat(*, identite: Identite, questionnaire: Questionnaire, anonymat: Anonymat) -> None:
    """Raises ValidationError once somebody has answered.

    Who answers holds the séance, and says which version of the question she read: nobody who was promised
    one thing answers under the other.
    """
    autoriser(identite, "questionnaires.mener", questionnaire)
    _, questionnaire = _immobiliser(questionnaire)
    if questionnaire.anonymat == anonymat:
        return
    if questionnaire.repondants.exists():
        raise ValidationError(COMMENCE)
    questionnaire.anonymat = anonymat
    enregistrer(questionnaire, "anonymat")
    questionnaire.questions.update(version=F("version") + 1)


def _immobiliser(questionnaire: Questionnaire) -> tuple[Seance | None, Questionnaire]:
    """Both rows, locked: the séance first, as those who answer do, or each would wait for the other."""
    seance = verrouiller(questionnaire.seance) if questionnaire.seance is not None else None
    return seance, verrouiller(questionnaire)


# --- questions -----------------------------------------------------------------------------------


@transaction.atomic
def ajouter(
    *, identite: Identite, questionnaire: Questionnaire, demande: UUID, champs: Mapping[str, Any]
) -> Question:
    """A question at the end. `demande` names the form: sent twice, it asks once. Raises ValidationError."""
    autoriser(identite, "questionnaires.mener", questionnaire)
    questionnaire = verrouiller(questionnaire)
    if deja := Question.objects.filter(uuid=demande).first():
        if deja.questionnaire_id != questionnaire.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    _exiger_modifiable(questionnaire)
    rangs = list(questionnaire.questions.values_list("rang", flat=True))
    if len(rangs) >= QUESTIONS_MAX:
        raise ValidationError(TROP)
    question = Question(uuid=demande, questionnaire=questionnaire, rang=max(rangs, default=0) + 1, **champs)
    question.full_clean()
    question.save()
    journal.consigner(identite=identite, verbe="questionnaires.question", objet=question)
    return question


def changer(*, identite: Identite, question: Question, version: int, champs: Mapping[str, Any]) -> Question:
    """Write a question otherwise, as long as nobody answered it. Raises Conflit, ValidationError."""
    with transaction.atomic():
        _verrouiller(identite, question)
        return modifier(
            identite=identite,
            objet=question,
            version=version,
            champs=champs,
            verbe="questionnaires.modifier_question",
        )


@transaction.atomic
def retirer(*, identite: Identite, question: Question) -> None:
    """Take a question out, as long as nobody answered it; harmless if already gone."""
    if Question.objects.filter(pk=question.pk).exists():
        _verrouiller(identite, question)
        Question.objects.filter(pk=question.pk).delete()


@transaction.atomic
def deplacer(*, identite: Identite, question: Question, vers: int) -> None:
    """Change places with the question before (`vers` = -1) or after (1); nothing at the end of the list."""
    autoriser(identite, "questionnaires.mener", question)
    questionnaire = verrouiller(question.questionnaire)
    questions = list(questionnaire.questions.all())
    ici = next((i for i, q in enumerate(questions) if q.pk == question.pk), None)
    if ici is None or not 0 <= ici + vers < len(questions):
        return
    questions[ici], questions[ici + vers] = questions[ici + vers], questions[ici]
    for rang, autre in enumerate(questions, start=1):
        Question.objects.filter(pk=autre.pk).exclude(rang=rang).update(rang=rang)


def _verrouiller(identite: Identite, question: Question) -> None:
    """Hold the questions still, and refuse what an answer forbids: who answers holds the same row."""
    autoriser(identite, "questionnaires.mener", question)
    seance, questionnaire = _immobiliser(question.questionnaire)
    _exiger_modifiable(questionnaire)
    if seance is not None and seance.est_en_scene(EN_SCENE, question.uuid) and seance.moment == "ouvert":
        raise ValidationError(OUVERTE)
    if question.reponses.exists():
        raise ValidationError(REPONDUE)


def _exiger_modifiable(questionnaire: Questionnaire) -> None:
    """A form that was sent is the same for all; the questions of a séance come one by one."""
    if questionnaire.seance_id is None and questionnaire.etat != EtatQuestionnaire.PREPARATION:
        raise ValidationError(ENVOYE)


# --- answers -------------------------------------------------------------------------------------


@transaction.atomic
def repondre_en_direct(
    *, participation: Participation, question: Question, version: int, choix: Sequence[int], texte: str
) -> Reponse | None:
    """One answer of somebody in the room; sent again while the question is open, it takes the place.

    An empty answer takes hers back; `version` is the question as she read it. Raises ValidationError when
    the question is no longer on stage, Refus 410 when the séance is over. Those who answer do not wait for
    each other; who leads waits for them.
    """
    seance = tenir_la_seance(participation.seance)
    if not (seance.est_en_scene(EN_SCENE, question.uuid) and seance.moment == "ouvert"):
        raise ValidationError(FERMEE)
    if not Question.objects.filter(pk=question.pk, version=version).exists():
        raise ValidationError(CHANGEE)
    if not choix and not texte:
        Reponse.objects.filter(question=question, repondant__participation=participation).delete()
        return None
    [repondant] = Repondant.objects.bulk_create(
        [Repondant(questionnaire_id=question.questionnaire_id, participation=participation)],
        update_conflicts=True,  # already there: the row is read by the statement that would write it
        unique_fields=["questionnaire", "participation"],
        update_fields=["participation"],
    )
    [reponse] = Reponse.objects.bulk_create(
        [Reponse(question=question, repondant=repondant, choix=sorted(choix), texte=texte)],
        update_conflicts=True,
        unique_fields=["question", "repondant"],
        update_fields=["choix", "texte", "montree", "le"],
    )
    return reponse


@transaction.atomic
def montrer_une_parole(*, identite: Identite, reponse: Reponse, oui: bool) -> None:
    """Let the room read a text, or no longer; the wall follows."""
    autoriser(identite, "questionnaires.mener", reponse.question.questionnaire)
    if Reponse.objects.filter(pk=reponse.pk).exclude(montree=oui).update(montree=oui):
        _prevenir_la_salle(reponse.question)


def _prevenir_la_salle(question: Question) -> None:
    from communs.seances.version import perimer

    seance = question.questionnaire.seance
    if seance is not None:
        Seance.objects.filter(pk=seance.pk).update(version=F("version") + 1)
        perimer(seance)


def effacer_celles_de(participation: Participation) -> None:
    """What somebody answered; of what was anonymous and already shown only the link to her goes.

    A count that loses one person between two readings would tell what she had said.
    """
    siennes = Reponse.objects.filter(repondant__participation=participation)
    siennes.exclude(
        question__figee_le__isnull=False, question__questionnaire__anonymat=Anonymat.ANONYME
    ).delete()
    siens = Repondant.objects.filter(participation=participation)
    siens.filter(reponses=None).delete()
    siens.update(participation=None)
