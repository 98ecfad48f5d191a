"""The frame: one page to read it whole, small forms to write it."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.etats.forms import FormulaireVersionne
from communs.etats.models import Versionne
from communs.etats.views import ecrire_et_revenir, franchir_et_revenir
from eclaireurs.evaluation.cadrage import services
from eclaireurs.evaluation.cadrage.engagements import a_signer
from eclaireurs.evaluation.cadrage.forms import (
    CorrigerCritereForm,
    CorrigerQuestionForm,
    CritereForm,
    PerimetreForm,
    ProgrammerForm,
    QuestionForm,
    SignerForm,
)
from eclaireurs.evaluation.cadrage.models import Critere, Question
from eclaireurs.evaluation.cadrage.transitions import CADRE
from eclaireurs.evaluation.enums import RoleEvaluation
from eclaireurs.models import Engagement

INVALIDE = 422


def adresse(dossier: Dossier, nom: str = "cadrage", *args: object) -> str:
    return dossier.adresse(f"evaluation:{nom}", *args)


@require_safe
def cadrage(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    return _page(request, dossier)


def _page(
    request: Requete,
    dossier: Dossier,
    *,
    question_form: BaseForm | None = None,
    rencontre_form: BaseForm | None = None,
) -> HttpResponse:
    cadre = dossier.cadre
    formulaires = [f for f in (question_form, rencontre_form) if f is not None]
    comite = dossier.participants.presents().filter(roles__contains=[RoleEvaluation.COMITE])
    return render(
        request,
        "evaluation/cadrage/cadrage.html",
        {
            "dossier": dossier,
            "cadre": cadre,
            "gestes": CADRE.offertes(cadre, request.identite),
            "questions": cadre.questions.prefetch_related("criteres"),
            "comite": comite.avec_noms().order_by("pk"),
            "rencontres": dossier.rencontres.order_by("le", "heure", "pk"),
            "engagements": a_signer(request.identite, dossier),
            "question_form": question_form or QuestionForm(prefix="question"),
            "rencontre_form": rencontre_form or ProgrammerForm(prefix="rencontre"),
        },
        status=INVALIDE if formulaires else 200,
    )


@require_POST
def geste(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Propose, validate, take up again."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    return franchir_et_revenir(request, CADRE, dossier.cadre, retour=adresse(dossier))


def _ecrire(
    request: Requete,
    dossier: Dossier,
    formulaire: FormulaireVersionne,
    service: Callable[..., object],
    *,
    actuel: Versionne,
    titre: str,
    fait: str,
) -> HttpResponse:
    """The page of one text of the frame."""
    return ecrire_et_revenir(
        request,
        formulaire,
        service,
        retour=adresse(dossier),
        fait=fait,
        gabarit="evaluation/cadrage/ecrire.html",
        contexte={"dossier": dossier, "titre": titre, "objet": actuel},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def perimetre(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    cadre = dossier.cadre
    autoriser(request.identite, "cadrage.ecrire", cadre)
    formulaire = PerimetreForm(request.POST or None, instance=cadre)
    return _ecrire(
        request,
        dossier,
        formulaire,
        partial(services.delimiter, identite=request.identite, cadre=cadre),
        actuel=cadre,
        titre="Le périmètre",
        fait="Le périmètre est enregistré.",
    )


@require_POST
def ajouter_question(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    autoriser(request.identite, "cadrage.ecrire", dossier)
    formulaire = QuestionForm(request.POST, prefix="question")
    if formulaire.is_valid():
        try:
            services.ajouter_question(
                identite=request.identite, cadre=dossier.cadre, texte=formulaire.cleaned_data["texte"]
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(f"{adresse(dossier)}#questions")
    return _page(request, dossier, question_form=formulaire)


def _question(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> tuple[Dossier, Question]:
    dossier = obtenir_dossier(request, identifiant, uuid)
    question = get_object_or_404(dossier.cadre.questions, uuid=cle)
    autoriser(request.identite, "cadrage.ecrire", question)
    return dossier, question


def _critere(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> tuple[Dossier, Critere]:
    dossier = obtenir_dossier(request, identifiant, uuid)
    criteres = Critere.objects.filter(question__cadre=dossier.cadre).select_related("question")
    critere = get_object_or_404(criteres, uuid=cle)
    critere.question.cadre = dossier.cadre
    autoriser(request.identite, "cadrage.ecrire", critere)
    return dossier, critere


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _question(request, identifiant, uuid, cle)
    formulaire = CorrigerQuestionForm(request.POST or None, instance=objet)
    return _corriger(request, dossier, objet, formulaire, "Une question évaluative")


@require_http_methods(["GET", "HEAD", "POST"])
def critere(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _critere(request, identifiant, uuid, cle)
    formulaire = CorrigerCritereForm(request.POST or None, instance=objet)
    return _corriger(request, dossier, objet, formulaire, "Un critère")


def _corriger(
    request: Requete, dossier: Dossier, objet: Question | Critere, formulaire: FormulaireVersionne, titre: str
) -> HttpResponse:
    return _ecrire(
        request,
        dossier,
        formulaire,
        partial(services.corriger, identite=request.identite, objet=objet),
        actuel=objet,
        titre=titre,
        fait="La correction est enregistrée.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter_critere(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _question(request, identifiant, uuid, cle)
    formulaire = CritereForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.ajouter_critere(
                identite=request.identite,
                question=objet,
                titre=formulaire.cleaned_data["titre"],
                signe=formulaire.cleaned_data["signe"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(f"{adresse(dossier)}#question-{objet.numero}")
    return render(
        request,
        "evaluation/cadrage/critere.html",
        {"dossier": dossier, "form": formulaire, "question": objet},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def supprimer_question(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    return _supprimer(request, *_question(request, identifiant, uuid, cle))


@require_POST
def supprimer_critere(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    return _supprimer(request, *_critere(request, identifiant, uuid, cle))


def _supprimer(request: Requete, dossier: Dossier, objet: Question | Critere) -> HttpResponse:
    try:
        services.supprimer(identite=request.identite, objet=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"« {objet} » est supprimé du cadre.")
    return redirect(f"{adresse(dossier)}#questions")


@require_POST
def deplacer_question(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    return _deplacer(request, *_question(request, identifiant, uuid, cle))


@require_POST
def deplacer_critere(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    return _deplacer(request, *_critere(request, identifiant, uuid, cle))


def _deplacer(request: Requete, dossier: Dossier, objet: Question | Critere) -> HttpResponse:
    try:
        services.ordonner(
            identite=request.identite, objet=objet, vers_le_haut=request.POST.get("sens") == "haut"
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    return redirect(f"{adresse(dossier)}#questions")


@require_POST
def signer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    formulaire = SignerForm(request.POST)
    cle = formulaire.cleaned_data["engagement"] if formulaire.is_valid() else 0
    engagement = get_object_or_404(
        Engagement.objects.select_related("scene"), pk=cle, scene__episode__cle=dossier.genre
    )
    try:
        services.signer(identite=request.identite, dossier=dossier, engagement=engagement)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, "Votre engagement est signé. Les participants du dossier le voient.")
    return redirect(f"{adresse(dossier)}#engagements")
