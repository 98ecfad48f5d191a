"""Members of a collectivité: roles, leaving, handing over."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites import services
from communs.collectivites.calculs import cle_de_tri
from communs.collectivites.forms import AdhesionForm, TransmettreForm
from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Adhesion
from communs.collectivites.views import INVALIDE, obtenir_collectivite


@require_safe
def membres(request: Requete, identifiant: str) -> HttpResponse:
    collectivite = obtenir_collectivite(request, identifiant)
    adhesions = collectivite.adhesions.select_related("compte", "service").order_by("pk")
    return render(
        request,
        "collectivites/membres.html",
        {
            "collectivite": collectivite,
            "adhesions": sorted(
                adhesions,
                key=lambda a: (cle_de_tri(a.compte.nom or a.compte.email), cle_de_tri(a.compte.prenom)),
            ),
        },
    )


def _obtenir_adhesion(request: Requete, identifiant: str, uuid: UUID) -> Adhesion:
    visibles = Adhesion.objects.visibles_par(request.identite)
    return get_object_or_404(
        visibles.select_related("collectivite", "compte", "service"),
        uuid=uuid,
        collectivite__identifiant=identifiant,
    )


def _la_mienne(request: Requete, identifiant: str) -> Adhesion:
    collectivite = obtenir_collectivite(request, identifiant)
    adhesion = request.identite.adhesion(collectivite.pk)
    if adhesion is None:
        raise Http404
    return adhesion


@require_http_methods(["GET", "HEAD", "POST"])
def membre(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Change a member's role and service."""
    adhesion = _obtenir_adhesion(request, identifiant, uuid)
    autoriser(request.identite, "collectivites.changer_role", adhesion)
    formulaire = AdhesionForm(request.POST or None, instance=adhesion)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.changer_adhesion(
                adhesion=adhesion,
                role=formulaire.cleaned_data["role"],
                service=formulaire.cleaned_data["service"],
                fonction=formulaire.cleaned_data["fonction"],
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"Le rôle de {adhesion.compte.nom_affiche} est à jour.")
            return redirect("collectivites:membres", identifiant)
    return render(
        request,
        "collectivites/membre.html",
        {"form": formulaire, "collectivite": adhesion.collectivite, "adhesion": adhesion},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    adhesion = _obtenir_adhesion(request, identifiant, uuid)
    autoriser(request.identite, "collectivites.retirer", adhesion)
    try:
        services.retirer(adhesion=adhesion)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"{adhesion.compte.nom_affiche} ne fait plus partie des membres.")
        if adhesion.compte == request.user:
            return redirect("collectivites:espace")
    return redirect("collectivites:membres", identifiant)


@require_http_methods(["GET", "HEAD", "POST"])
def quitter(request: Requete, identifiant: str) -> HttpResponse:
    adhesion = _la_mienne(request, identifiant)
    autoriser(request.identite, "collectivites.quitter", adhesion)
    if request.method == "POST":
        try:
            services.quitter(adhesion=adhesion)
        except ValidationError as erreur:
            messages.error(request, erreur.messages[0])
            return redirect("collectivites:quitter", identifiant)
        messages.success(request, f"Vous ne faites plus partie de {adhesion.collectivite.nom}.")
        return redirect("collectivites:espace")
    return render(
        request,
        "collectivites/quitter.html",
        {
            "collectivite": adhesion.collectivite,
            "adhesion": adhesion,
            "disparait": not adhesion.collectivite.adhesions.exclude(pk=adhesion.pk).exists(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def transmettre(request: Requete, identifiant: str) -> HttpResponse:
    adhesion = _la_mienne(request, identifiant)
    autoriser(request.identite, "collectivites.transmettre", adhesion)
    formulaire = TransmettreForm(request.POST or None, adhesion=adhesion)
    if request.method == "POST" and formulaire.is_valid():
        autre = formulaire.cleaned_data["a"]
        try:
            services.transmettre(adhesion=adhesion, a=autre)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"{autre.compte.nom_affiche} administre maintenant la collectivité.")
            return redirect(adhesion.collectivite)
    return render(
        request,
        "collectivites/transmettre.html",
        {"form": formulaire, "collectivite": adhesion.collectivite},
        status=INVALIDE if formulaire.errors else 200,
    )
