"""My space, collectivités and their services."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites import services
from communs.collectivites.calculs import arbre
from communs.collectivites.forms import CollectiviteForm, NouvelleCollectiviteForm, ServiceForm
from communs.collectivites.identite import autoriser
from communs.collectivites.invitations import jeton_de
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Collectivite, Invitation, Service

INVALIDE = 422  # a form shown again with its errors


def obtenir_collectivite(request: Requete, identifiant: str) -> Collectivite:
    """The collectivité of the address, or 404 for those who are not members."""
    visibles = Collectivite.objects.visibles_par(request.identite)
    return get_object_or_404(visibles, identifiant=identifiant)


@require_safe
def espace(request: Requete) -> HttpResponse:
    recues = (
        Invitation.objects.en_cours()
        .pour(request.identite.personne)
        .exclude(collectivite_id__in=request.identite.ids_collectivites)
        .select_related("collectivite", "invite_par")
        .order_by("cree_le")
    )
    return render(
        request,
        "collectivites/espace.html",
        {
            "adhesions": request.identite.adhesions,
            "invitations": [(invitation, jeton_de(invitation)) for invitation in recues],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def creer(request: Requete) -> HttpResponse:
    autoriser(request.identite, "collectivites.creer")
    propose = {"siren": request.GET.get("siren", "")[:20]}
    formulaire = NouvelleCollectiviteForm(request.POST or None, initial=propose)
    if request.method == "POST" and formulaire.is_valid():
        try:
            collectivite = services.creer_collectivite(
                identite=request.identite,
                nom=formulaire.cleaned_data["nom"],
                type=formulaire.cleaned_data["type"],
                siren=formulaire.cleaned_data["siren"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(
                request, f"L’inscription de « {collectivite.nom} » est faite. Vous l’administrez."
            )
            return redirect(collectivite)
    return _formulaire(request, "collectivites/creer.html", formulaire)


def _formulaire(request: Requete, gabarit: str, formulaire, **contexte: object) -> HttpResponse:
    return render(
        request,
        gabarit,
        {"form": formulaire, **contexte},
        status=INVALIDE if formulaire.is_bound and formulaire.errors else 200,
    )


@require_safe
def collectivite(request: Requete, identifiant: str) -> HttpResponse:
    objet = obtenir_collectivite(request, identifiant)
    return render(
        request,
        "collectivites/collectivite.html",
        {
            "collectivite": objet,
            "adhesion": request.identite.adhesion(objet.pk),
            "nombre_membres": objet.adhesions.count(),
            "nombre_services": objet.services.count(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: Requete, identifiant: str) -> HttpResponse:
    objet = obtenir_collectivite(request, identifiant)
    autoriser(request.identite, "collectivites.modifier", objet)
    formulaire = CollectiviteForm(request.POST or None, instance=objet)
    if request.method == "POST" and formulaire.is_valid():
        formulaire.save()
        messages.success(request, "Les modifications sont enregistrées.")
        return redirect(objet)
    return _formulaire(request, "collectivites/modifier.html", formulaire, collectivite=objet)


@require_http_methods(["GET", "HEAD", "POST"])
def services_(request: Requete, identifiant: str) -> HttpResponse:
    """The tree for every member; its first form for those who organise it."""
    objet = obtenir_collectivite(request, identifiant)
    if request.method == "POST":
        autoriser(request.identite, "collectivites.organiser", objet)
    formulaire = ServiceForm(request.POST or None, collectivite=objet)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.ajouter_service(
                collectivite=objet,
                nom=formulaire.cleaned_data["nom"],
                parent=formulaire.cleaned_data["parent"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"Le service « {formulaire.cleaned_data['nom']} » est ajouté.")
            return redirect("collectivites:services", identifiant)
    return _formulaire(
        request,
        "collectivites/services.html",
        formulaire,
        collectivite=objet,
        arbre=arbre(objet.services.order_by("nom")),
    )


def _obtenir_service(request: Requete, identifiant: str, uuid: UUID) -> Service:
    visibles = Service.objects.visibles_par(request.identite).select_related("collectivite")
    return get_object_or_404(visibles, uuid=uuid, collectivite__identifiant=identifiant)


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = _obtenir_service(request, identifiant, uuid)
    autoriser(request.identite, "collectivites.organiser", objet)
    nom = objet.nom
    formulaire = ServiceForm(request.POST or None, instance=objet, collectivite=objet.collectivite)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.modifier_service(
                service=objet,
                nom=formulaire.cleaned_data["nom"],
                parent=formulaire.cleaned_data["parent"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"« {objet.nom} » est à jour.")
            return redirect("collectivites:services", identifiant)
    return _formulaire(
        request,
        "collectivites/service.html",
        formulaire,
        collectivite=objet.collectivite,
        service=objet,
        nom=nom,
    )


@require_POST
def supprimer_service(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    objet = _obtenir_service(request, identifiant, uuid)
    autoriser(request.identite, "collectivites.organiser", objet)
    try:
        services.supprimer_service(service=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"Le service « {objet.nom} » est supprimé.")
    return redirect("collectivites:services", identifiant)
