"""Questions as who asks writes them, in a séance or in a form sent as a link, and what was answered."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from communs.fichiers.reponses import servir
from communs.questionnaires import resultats, services
from communs.questionnaires.enums import Anonymat
from communs.questionnaires.exports import dire
from communs.questionnaires.forms import AjouterForm, AnonymatForm, ChangerForm
from communs.questionnaires.models import Question, Questionnaire, Reponse
from communs.seances.views import obtenir as obtenir_seance
from communs.web.erreurs import Refus

INVALIDE = 422
RETIREE = "La question est retirée."


def obtenir_question(request: Requete, identifiant: str, uuid: UUID, question: UUID) -> Question:
    """A question of this dossier, for who leads it."""
    dossier = obtenir_dossier(request, identifiant, uuid, "questionnaires.mener")
    objet = get_object_or_404(
        Question.objects.select_related("questionnaire__seance"),
        uuid=question,
        questionnaire__in=Questionnaire.objects.visibles_par(request.identite).filter(dossier=dossier),
    )
    objet.questionnaire.dossier = dossier
    if objet.questionnaire.seance is not None:
        objet.questionnaire.seance.dossier = dossier
    return objet


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter_en_seance(request: Requete, identifiant: str, uuid: UUID, seance: UUID) -> HttpResponse:
    objet = obtenir_seance(request, identifiant, uuid, seance, "questionnaires.mener")
    formulaire = AjouterForm(request.POST or None, en_seance=True)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.ajouter(
                identite=request.identite,
                questionnaire=services.de_la_seance(identite=request.identite, seance=objet),
                demande=formulaire.cle,
                champs=formulaire.champs(),
            )
        except ValidationError as erreur:
            formulaire.add_error(None, ValidationError(erreur.messages))
        else:
            return redirect(f"{objet.get_absolute_url()}#questions")
    return page_de_saisie(request, objet.dossier, formulaire, "Écrire une question", objet.get_absolute_url())


def page_de_saisie(request: Requete, dossier: object, form: object, titre: str, retour: str) -> HttpResponse:
    """What is written in one form, with what is wrong in it."""
    contexte = {"dossier": dossier, "form": form, "titre": titre, "retour": retour}
    statut = INVALIDE if form.errors else 200  # type: ignore[attr-defined]
    return render(request, "questionnaires/question.html", contexte, status=statut)


@require_http_methods(["GET", "HEAD", "POST"])
def changer(request: Requete, identifiant: str, uuid: UUID, question: UUID) -> HttpResponse:
    objet = obtenir_question(request, identifiant, uuid, question)
    retour = objet.questionnaire.get_absolute_url()
    if objet.reponses.exists():
        messages.error(request, services.REPONDUE)
        return redirect(retour)
    formulaire = ChangerForm(request.POST or None, instance=objet)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.changer(
                identite=request.identite,
                question=objet,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.champs(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
        except ValidationError as erreur:
            formulaire.add_error(None, ValidationError(erreur.messages))
        else:
            messages.success(request, "La question est enregistrée.")
            return redirect(f"{retour}#questions")
    return page_de_saisie(request, objet.questionnaire.dossier, formulaire, "Modifier la question", retour)


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID, question: UUID) -> HttpResponse:
    objet = obtenir_question(request, identifiant, uuid, question)
    retour = objet.questionnaire.get_absolute_url()
    try:
        services.retirer(identite=request.identite, question=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, RETIREE)
    return redirect(f"{retour}#questions")


@require_POST
def deplacer(request: Requete, identifiant: str, uuid: UUID, question: UUID) -> HttpResponse:
    objet = obtenir_question(request, identifiant, uuid, question)
    vers = {"haut": -1, "bas": 1}.get(request.POST.get("vers", ""), 0)
    if vers:
        services.deplacer(identite=request.identite, question=objet, vers=vers)
    return redirect(f"{objet.questionnaire.get_absolute_url()}#questions")


@require_POST
def anonymat(request: Requete, identifiant: str, uuid: UUID, seance: UUID) -> HttpResponse:
    """Whether the answers of a séance bear names."""
    objet = obtenir_seance(request, identifiant, uuid, seance, "questionnaires.mener")
    formulaire = AnonymatForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, "Choisissez comment les réponses sont gardées.")
        return redirect(objet)
    try:
        services.choisir_l_anonymat(
            identite=request.identite,
            questionnaire=services.de_la_seance(identite=request.identite, seance=objet),
            anonymat=Anonymat(formulaire.cleaned_data["anonymat"]),
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, "C’est réglé. Les personnes le lisent avant de répondre.")
    return redirect(f"{objet.get_absolute_url()}#questions")


# --- what was answered ---------------------------------------------------------------------------


@require_safe
def reponses(request: Requete, identifiant: str, uuid: UUID, question: UUID) -> HttpResponse:
    """For who leads: the results of one question, and the texts to show or not."""
    objet = obtenir_question(request, identifiant, uuid, question)
    contexte = {
        "dossier": objet.questionnaire.dossier,
        "question": objet,
        "questionnaire": objet.questionnaire,
        "resultat": resultats.lire(objet, fige=resultats.est_fige(objet)),
        "nommees": [(nom, dire(objet, reponse)) for nom, reponse in resultats.nommees(objet)],
        "retour": objet.questionnaire.get_absolute_url(),
    }
    return render(request, "questionnaires/reponses.html", contexte)


@require_safe
def fichier(
    request: Requete, identifiant: str, uuid: UUID, question: UUID, reponse: UUID
) -> HttpResponseBase:
    """A file that was given as an answer, once it may be read: always downloaded."""
    objet = obtenir_question(request, identifiant, uuid, question)
    lu = resultats.lire(objet, fige=resultats.est_fige(objet))
    donnee = next((r for r in lu.fichiers if r.uuid == reponse), None)
    if donnee is None or donnee.fichier is None:
        raise Http404
    return servir(request, donnee.fichier, telecharger=True)


@require_POST
def montrer(request: Requete, identifiant: str, uuid: UUID, question: UUID, reponse: UUID) -> HttpResponse:
    """Let the room read a text, or no longer."""
    objet = obtenir_question(request, identifiant, uuid, question)
    parole = get_object_or_404(Reponse, question=objet, uuid=reponse)
    if objet.questionnaire.anonyme and not resultats.est_fige(objet):
        raise Refus(409, resultats.PAS_ENCORE)
    parole.question = objet
    services.montrer_une_parole(identite=request.identite, reponse=parole, oui=request.POST.get("oui") == "1")
    return redirect("questionnaires:reponses", identifiant, uuid, question)
