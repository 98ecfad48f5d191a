"""The sheet of the test on a phone: its own page, which nothing swaps under who is answering."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.seances import cookies
from communs.seances.models import Participation
from communs.web.discretion import hors_index
from communs.web.erreurs import Refus
from sonar.forms import FeuilleIncoherente, FormulaireTest
from sonar.models import Question
from sonar.remise import DEJA_REMISE
from sonar.seances import exercices, scene, services
from sonar.seances.enums import Exercice
from sonar.seances.test import sa_feuille
from sonar.services import FeuilleDejaRemise

INVALIDE = 422
TROP_TARD = (
    "L’exercice venait de fermer\u00a0: votre feuille n’est pas comptée avec le groupe. "
    "Vos réponses sont gardées, et votre résultat est à vous."
)
INCOHERENTE = (
    "Cette réponse ne correspond pas à votre feuille. Rien n’a été enregistré\u00a0: revenez à la séance."
)


@require_http_methods(["GET", "HEAD", "POST"])
def test(request: Requete, code: str) -> HttpResponse:
    """Six questions; handed in, back to the room, where one's result waits."""
    participation = cookies.participation_de(request, code)
    if participation is None or not scene.a_l_exercice(participation.seance, Exercice.TEST):
        return redirect("seances:salle", code)
    questions = Question.objects.avec_options()
    essai = services.essai_de(participation)
    if request.method != "POST":
        se_fait = exercices.se_fait(participation.seance, Exercice.TEST)
        if not se_fait or sa_feuille(participation) is not None:
            return redirect("seances:salle", code)
        return _page(request, participation, FormulaireTest(questions, essai))
    formulaire = FormulaireTest(questions, essai, request.POST)
    try:
        formulaire.verifier_coherence()
    except FeuilleIncoherente as erreur:
        raise Refus(400, INCOHERENTE) from erreur
    if not formulaire.is_valid():
        return _page(request, participation, formulaire, INVALIDE)
    try:
        feuille = services.remettre(
            participation=participation, choix=formulaire.choix(), identite=request.identite
        )
    except FeuilleDejaRemise as erreur:
        raise Refus(409, DEJA_REMISE) from erreur
    if not feuille.comptee:
        messages.warning(request, TROP_TARD)
    return redirect("seances:salle", code)


def _page(
    request: Requete, participation: Participation, formulaire: FormulaireTest, statut: int = 200
) -> HttpResponse:
    essai = services.essai_de(participation)
    contexte = {"seance": participation.seance, "form": formulaire, "essai": essai}
    return hors_index(render(request, "sonar/seances/test.html", contexte, status=statut))
