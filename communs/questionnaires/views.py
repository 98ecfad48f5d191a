"""Questionnaires sent as a link, as who asks sees them: the list, the desk, the files."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.pieces import lister
from communs.etats.services import Conflit
from communs.etats.views import franchir_et_revenir, page_de_conflit
from communs.questionnaires import exports, par_lien, resultats, services
from communs.questionnaires.dossier import QUESTIONNAIRES
from communs.questionnaires.enums import EtatQuestionnaire, Voie
from communs.questionnaires.forms import AjouterForm
from communs.questionnaires.forms_lien import PreparerForm, ReglerForm
from communs.questionnaires.models import Questionnaire
from communs.questionnaires.transitions import QUESTIONNAIRE
from communs.questionnaires.views_questions import page_de_saisie
from communs.web.qr import dessiner

INVALIDE = 422


def obtenir(
    request: Requete,
    identifiant: str,
    uuid: UUID,
    questionnaire: UUID,
    regle: str = "questionnaires.mener",
) -> Questionnaire:
    """The questionnaire at this address, for whom `regle` allows in its dossier; a séance's too."""
    dossier = obtenir_dossier(request, identifiant, uuid, regle)
    visibles = Questionnaire.objects.visibles_par(request.identite).select_related("seance")
    objet = get_object_or_404(visibles, uuid=questionnaire, dossier=dossier)
    objet.dossier = dossier
    if objet.seance is not None:
        objet.seance.dossier = dossier
    return objet


@require_safe
def liste(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "questionnaires.voir")
    siens = Questionnaire.objects.visibles_par(request.identite).par_lien().filter(dossier=dossier)
    return lister(request, dossier, QUESTIONNAIRES, siens.avec_effectif(), "questionnaires/liste.html")


@require_http_methods(["GET", "HEAD", "POST"])
def preparer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "questionnaires.mener")
    formulaire = PreparerForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            questionnaire = par_lien.preparer(
                identite=request.identite,
                dossier=dossier,
                demande=formulaire.cle,
                champs=formulaire.champs(),
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(questionnaire)
    contexte = {
        "dossier": dossier,
        "form": formulaire,
        "titre": "Préparer un questionnaire",
        "retour": dossier.adresse("questionnaires:liste"),
    }
    statut = INVALIDE if formulaire.errors else 200
    return render(request, "questionnaires/question.html", contexte, status=statut)


@require_safe
def questionnaire(request: Requete, identifiant: str, uuid: UUID, questionnaire: UUID) -> HttpResponse:
    """The desk: the link, the questions, what was answered."""
    objet = obtenir(request, identifiant, uuid, questionnaire)
    if objet.seance is not None:
        return redirect(objet)
    questions = list(objet.questions.all())
    for question in questions:
        question.questionnaire = objet
    adresse = settings.VIGIE_ADRESSE + objet.adresse_publique
    effectif = objet.repondants.count()
    contexte = {
        "dossier": objet.dossier,
        "questionnaire": objet,
        "gestes": QUESTIONNAIRE.offertes(objet, request.identite),
        "adresse": adresse,
        "qr": dessiner(adresse),
        "effectif": effectif,
        "sur_papier": objet.repondants.filter(voie=Voie.PAPIER).count(),
        "lues": [(q, resultats.lire(q, fige=resultats.est_fige(q))) for q in questions] if effectif else [],
        "questions": questions,
        "modifiable": objet.etat == EtatQuestionnaire.PREPARATION,
        "formats": exports.FORMATS,
    }
    return render(request, "questionnaires/questionnaire.html", contexte)


@require_POST
def etape(request: Requete, identifiant: str, uuid: UUID, questionnaire: UUID) -> HttpResponse:
    """Open, take back, close, open again."""
    objet = obtenir(request, identifiant, uuid, questionnaire)
    return franchir_et_revenir(request, QUESTIONNAIRE, objet, retour=objet.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def regler(request: Requete, identifiant: str, uuid: UUID, questionnaire: UUID) -> HttpResponse:
    objet = obtenir(request, identifiant, uuid, questionnaire)
    retour = objet.get_absolute_url()
    instance = obtenir(request, identifiant, uuid, questionnaire)
    formulaire = ReglerForm(request.POST or None, instance=instance, dossier=objet.dossier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            par_lien.regler(
                identite=request.identite,
                questionnaire=objet,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.champs(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
        except ValidationError as erreur:
            formulaire.add_error(None, ValidationError(erreur.messages))
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(retour)
    return page_de_saisie(request, objet.dossier, formulaire, objet.titre, retour)


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: Requete, identifiant: str, uuid: UUID, questionnaire: UUID) -> HttpResponse:
    objet = obtenir(request, identifiant, uuid, questionnaire)
    formulaire = AjouterForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.ajouter(
                identite=request.identite,
                questionnaire=objet,
                demande=formulaire.cle,
                champs=formulaire.champs(),
            )
        except ValidationError as erreur:
            formulaire.add_error(None, ValidationError(erreur.messages))
        else:
            return redirect(f"{objet.get_absolute_url()}#questions")
    contexte = {
        "dossier": objet.dossier,
        "form": formulaire,
        "titre": "Écrire une question",
        "retour": objet.get_absolute_url(),
    }
    statut = INVALIDE if formulaire.errors else 200
    return render(request, "questionnaires/question.html", contexte, status=statut)


@require_safe
def exporter(
    request: Requete, identifiant: str, uuid: UUID, questionnaire: UUID, format: str
) -> HttpResponse:
    if format not in exports.FORMATS:
        raise Http404
    objet = obtenir(request, identifiant, uuid, questionnaire)
    response = HttpResponse(exports.ecrire(objet, format), content_type=exports.FORMATS[format])
    nom = f"{slugify(objet.titre)[:80] or 'reponses'}.{format}"
    response["Content-Disposition"] = content_disposition_header(True, nom) or "attachment"
    return response
