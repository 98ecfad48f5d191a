"""Composing: ticking, ordering, writing the title and the captions."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from communs.web.erreurs import Refus
from eclaireurs.evaluation.desirable import services
from eclaireurs.evaluation.desirable.forms import (
    ChoisirForm,
    LegendeForm,
    PlacerForm,
    RetirerForm,
    TitreForm,
    photos,
)
from eclaireurs.evaluation.desirable.models import Desirable, Piece
from eclaireurs.evaluation.desirable.offre import rayons
from eclaireurs.evaluation.desirable.transitions import manque
from eclaireurs.evaluation.desirable.views import obtenir_desirable
from eclaireurs.evaluation.enquete.querysets import publiables

INVALIDE = 422
COMPOSER = "desirable.composer"
PERIME = (
    "Quelqu’un a changé la composition entre-temps : l’ordre affiché n’était plus le bon. "
    "Rien n’a été changé ; voici l’ordre actuel."
)
ABIME = "Ce geste est arrivé abîmé. Rien n’a été changé : rechargez la page, puis recommencez."


@require_safe
def composer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    rapport = obtenir_desirable(request, identifiant, uuid, COMPOSER)
    dossier = rapport.dossier
    return render(
        request,
        "evaluation/desirable/composer.html",
        {
            "dossier": dossier,
            "rapport": rapport,
            "rayons": rayons(rapport),
            "ecartes": dossier.materiaux.filter(supprime_le=None).count() - publiables(dossier.pk).count(),
            "a_des_photos": photos(rapport).exists(),
            "manque": manque(rapport),
        },
    )


def _la_page(rapport: Desirable, piece: UUID | None = None) -> str:
    return rapport.dossier.adresse("evaluation:composer") + (f"#piece-{piece}" if piece else "")


@require_POST
def choisir(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    rapport = obtenir_desirable(request, identifiant, uuid, COMPOSER)
    formulaire = ChoisirForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, str(formulaire.errors["cles"][0]))
        return redirect(_la_page(rapport))
    try:
        nombre = services.choisir(
            identite=request.identite, rapport=rapport, cles=formulaire.cleaned_data["cles"]
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, _entrees(nombre))
    return redirect(_la_page(rapport))


def _entrees(nombre: int) -> str:
    if nombre == 0:
        return "C’était déjà dans le rapport."
    return "C’est entré dans le rapport." if nombre == 1 else f"{nombre} pièces sont entrées dans le rapport."


@require_POST
def placer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    rapport = obtenir_desirable(request, identifiant, uuid, COMPOSER)
    formulaire = PlacerForm(request.POST)
    if not formulaire.is_valid():
        raise Refus(400, ABIME)
    saisie = formulaire.cleaned_data
    try:
        services.placer(identite=request.identite, rapport=rapport, **saisie)
    except Conflit:
        messages.error(request, PERIME)
        return redirect(_la_page(rapport))
    return redirect(_la_page(rapport, saisie["piece"]))


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    rapport = obtenir_desirable(request, identifiant, uuid, COMPOSER)
    formulaire = RetirerForm(request.POST)
    if not formulaire.is_valid():
        raise Refus(400, ABIME)
    services.retirer(identite=request.identite, rapport=rapport, piece=formulaire.cleaned_data["piece"])
    messages.success(request, "C’est sorti du rapport ; le dossier le garde.")
    return redirect(_la_page(rapport))


@require_http_methods(["GET", "HEAD", "POST"])
def titre(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Title, chapeau, cover."""
    rapport = obtenir_desirable(request, identifiant, uuid, COMPOSER)
    formulaire = TitreForm(request.POST or None, instance=rapport)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.ecrire(
                identite=request.identite,
                rapport=rapport,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=_la_page(rapport))
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "Le titre, le chapeau et la couverture sont enregistrés.")
            return redirect(_la_page(rapport))
    return render(
        request,
        "evaluation/desirable/ecrire.html",
        {
            "dossier": rapport.dossier,
            "form": formulaire,
            "titre": "Titre, chapeau, couverture",
            "citation": "",
        },
        status=INVALIDE if formulaire.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def legende(request: Requete, identifiant: str, uuid: UUID, piece: UUID) -> HttpResponse:
    """The caption of a clue."""
    rapport = obtenir_desirable(request, identifiant, uuid, COMPOSER)
    presente = get_object_or_404(
        Piece.objects.select_related("materiau"), uuid=piece, rapport=rapport, materiau__isnull=False
    )
    presente.rapport = rapport
    formulaire = LegendeForm(request.POST or None, instance=presente)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.legender(
                identite=request.identite,
                piece=presente,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=_la_page(rapport, piece))
        messages.success(request, "La légende est enregistrée.")
        return redirect(_la_page(rapport, piece))
    return render(
        request,
        "evaluation/desirable/ecrire.html",
        {
            "dossier": rapport.dossier,
            "form": formulaire,
            "titre": "Une légende",
            "citation": str(presente),
        },
        status=INVALIDE if formulaire.errors else 200,
    )
