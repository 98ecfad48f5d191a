"""Answering from the room, on a phone, without account or script."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.questionnaires import services
from communs.questionnaires.forms import ReponseForm
from communs.questionnaires.models import Question
from communs.seances import cookies
from communs.web.erreurs import Refus

INVALIDE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def repondre_en_direct(request: Requete, code: str, question: UUID) -> HttpResponse:
    """One answer to the question on stage; then back to the room."""
    if request.method != "POST":
        return redirect("seances:salle", code)
    participation = cookies.participation_de(request, code)
    if participation is None:
        return redirect("seances:salle", code)
    objet = get_object_or_404(
        Question.objects.select_related("questionnaire"),
        uuid=question,
        questionnaire__seance=participation.seance,
    )
    formulaire = ReponseForm(request.POST, question=objet, exigee=True)
    if not formulaire.is_valid():
        contexte = {"seance": participation.seance, "question": objet, "form": formulaire}
        return render(request, "questionnaires/repondre_en_direct.html", contexte, status=INVALIDE)
    choix, texte = formulaire.en_valeurs()
    try:
        services.repondre_en_direct(
            participation=participation,
            question=objet,
            version=formulaire.cleaned_data["version"],
            choix=choix,
            texte=texte,
        )
    except ValidationError as erreur:
        messages.warning(request, erreur.messages[0])
    except Refus as refus:
        messages.warning(request, f"{refus.message} Votre réponse n’a pas été prise.")
    return redirect("seances:salle", code)
