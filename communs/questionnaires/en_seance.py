"""Questions on the stage of a séance: answered while open, then closed, then shown."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from communs.collectivites.middleware import Requete
from communs.questionnaires import resultats
from communs.questionnaires.forms import ReponseForm
from communs.questionnaires.models import Question, Questionnaire, Reponse
from communs.questionnaires.services import EN_SCENE, effacer_celles_de
from communs.seances import activites
from communs.seances.activites import Activite, Suite
from communs.seances.enums import Moment
from communs.seances.models import Participation, Seance

FIGEE = "Les résultats de cette question ont été montrés : elle ne se rouvre pas."
DISPARUE = "Cette question n’existe plus. Rien n’a été changé."
LIBELLES = {
    Moment.OUVERT: "Poser la question {rang}",
    Moment.FERME: "Fermer la question {rang}",
    Moment.MONTRE: "Montrer les résultats",
}


def _questions(seance: Seance) -> list[Question]:
    """None without dossier: questions hang on one."""
    if seance.dossier_id is None:
        return []
    questions = Question.objects.filter(questionnaire__seance=seance)
    return list(questions.select_related("questionnaire").order_by("rang", "pk"))


def _en_scene(seance: Seance) -> Question | None:
    """The question on stage, with its questionnaire."""
    if seance.activite != EN_SCENE or seance.objet is None:
        return None
    questions = Question.objects.select_related("questionnaire")
    return questions.filter(questionnaire__seance=seance, uuid=seance.objet).first()


def _suite(question: Question, moment: Moment) -> Suite:
    libelle = LIBELLES[moment].format(rang=question.rang)
    return Suite(libelle, EN_SCENE, question.uuid, moment)


def suivante(seance: Seance) -> Suite | None:
    """Answered, closed, shown; then the next question that was never shown."""
    presente = _en_scene(seance)
    if presente is not None and seance.moment == Moment.OUVERT:
        return _suite(presente, Moment.FERME)
    if presente is not None and seance.moment == Moment.FERME:
        return _suite(presente, Moment.MONTRE)
    apres = [q for q in _questions(seance) if q.figee_le is None]
    if presente is not None:
        apres = [q for q in apres if q.rang > presente.rang]
    return _suite(apres[0], Moment.OUVERT) if apres else None


def passer(seance: Seance, objet: UUID, moment: str) -> None:
    question = Question.objects.filter(questionnaire__seance=seance, uuid=objet).first()
    if question is None:
        raise ValidationError(DISPARUE)
    if question.figee_le is not None and moment != Moment.MONTRE:
        raise ValidationError(FIGEE)
    if moment == Moment.MONTRE and question.figee_le is None:
        Question.objects.filter(pk=question.pk).update(figee_le=timezone.now())


def terminer(seance: Seance) -> None:
    """What was asked can be read, and no longer answered, even if the séance opens again."""
    posees = Question.objects.filter(questionnaire__seance=seance, figee_le=None, reponses__isnull=False)
    Question.objects.filter(pk__in=posees.values("pk")).update(figee_le=timezone.now())


def mesurer(seance: Seance) -> int:
    if seance.activite != EN_SCENE or seance.objet is None:
        return 0
    return Reponse.objects.filter(question__uuid=seance.objet).count()


# --- what each one sees --------------------------------------------------------------------------


def conduire(request: Requete, seance: Seance) -> str:
    if seance.dossier_id is None:
        return ""
    questions = _questions(seance)
    questionnaire = Questionnaire.objects.filter(seance=seance).first()
    rangees = [
        {
            "question": question,
            "en_scene": seance.est_en_scene(EN_SCENE, question.uuid),
            "nombre": question.reponses.count(),
            "suites": _gestes(seance, question),
        }
        for question in questions
    ]
    contexte = {
        "dossier": seance.dossier,
        "seance": seance,
        "questionnaire": questionnaire,
        "rangees": rangees,
        "posees": any(r["nombre"] for r in rangees),
    }
    return render_to_string("questionnaires/_conduire.html", contexte, request)


def _gestes(seance: Seance, question: Question) -> list[Suite]:
    """What may be done with this question now, whatever its turn."""
    if not seance.ouverte:
        return []
    ici = seance.est_en_scene(EN_SCENE, question.uuid)
    if question.figee_le is not None:
        possibles = [] if ici else [Moment.MONTRE]
    elif not ici:
        possibles = [Moment.OUVERT]
    else:
        possibles = [Moment.FERME] if seance.moment == Moment.OUVERT else [Moment.OUVERT, Moment.MONTRE]
    return [_suite(question, moment) for moment in possibles]


def projeter(request: Requete, seance: Seance) -> str:
    question = _en_scene(seance)
    contexte = {
        "seance": seance,
        "question": question,
        "nombre": mesurer(seance),
        "effectif": seance.participations.count(),
        "resultat": _montre(seance, question),
    }
    return render_to_string("questionnaires/_projeter.html", contexte, request)


def _montre(seance: Seance, question: Question | None) -> resultats.Resultat | None:
    if question is None or seance.moment != Moment.MONTRE:
        return None
    return resultats.lire(question, fige=True, paroles_montrees=True)


def participer(request: Requete, seance: Seance, participation: Participation) -> str:
    question = _en_scene(seance)
    contexte: dict[str, object] = {
        "seance": seance,
        "question": question,
        "resultat": _montre(seance, question),
    }
    if question is not None:
        donnee = Reponse.objects.filter(question=question, repondant__participation=participation).first()
        contexte["donnee"] = donnee
        if seance.moment == Moment.OUVERT and (donnee is None or "changer" in request.GET):
            contexte["form"] = formulaire(question, donnee)
    return render_to_string("questionnaires/_participer.html", contexte, request)


def formulaire(question: Question, donnee: Reponse | None) -> ReponseForm:
    """The blank form, or what this person answered."""
    if donnee is None:
        return ReponseForm(question=question, exigee=True)
    deja: object = donnee.texte
    if donnee.choix:
        deja = [str(n) for n in donnee.choix] if question.genre == "multiple" else str(donnee.choix[0])
    return ReponseForm(question=question, exigee=True, initial={"reponse": deja})


activites.inscrire(
    Activite(
        cle=EN_SCENE,
        conduire=conduire,
        projeter=projeter,
        participer=participer,
        suivante=suivante,
        passer=passer,
        terminer=terminer,
        mesurer=mesurer,
        oublier=effacer_celles_de,
    )
)
