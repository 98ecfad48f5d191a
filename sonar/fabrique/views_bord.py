"""The logbook of a fiche: read by pages, the latest day first."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.etats.views import INVALIDE, ecrire_et_revenir
from sonar.fabrique import services
from sonar.fabrique.fiches import EntreeDeBord
from sonar.fabrique.forms import ConsignerForm, CorrigerEntreeForm

PAR_PAGE, RETIREES = 40, 20


def _rattacher(dossier: Dossier, entrees: list[EntreeDeBord]) -> list[EntreeDeBord]:
    """Rules ask the dossier of each, with this reader's roles."""
    for entree in entrees:
        entree.tour.dossier = dossier
    return entrees


@require_safe
def bord(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    toutes = EntreeDeBord.objects.filter(tour__dossier=dossier).select_related("tour", "auteur__compte")
    page = Paginator(toutes.filter(supprime_le=None), PAR_PAGE).get_page(request.GET.get("page"))
    retirees = toutes.exclude(supprime_le=None).order_by("-supprime_le", "-pk")[:RETIREES]
    identite = request.identite
    return render(
        request,
        "sonar/fabrique/fiche/bord.html",
        {
            "dossier": dossier,
            "page": page,
            "entrees": _rattacher(dossier, list(page)),
            "retirees": [
                entree
                for entree in _rattacher(dossier, list(retirees))
                if identite.peut("fabrique.retirer_entree", entree)
            ],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def consigner(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "fabrique.ecrire")
    formulaire = ConsignerForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.consigner(
                identite=request.identite, dossier=dossier, demande=formulaire.cle, champs=formulaire.champs()
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "L’entrée est dans le journal de bord.")
            return redirect(dossier.adresse("fabrique:bord"))
    return render(
        request,
        "sonar/fabrique/fiche/ecrire.html",
        {"dossier": dossier, "form": formulaire, "titre": "Écrire dans le journal de bord", "chapeau": ""},
        status=INVALIDE if formulaire.errors else 200,
    )


def _entree(dossier: Dossier, cle: UUID) -> EntreeDeBord:
    entrees = EntreeDeBord.objects.filter(tour__dossier=dossier).select_related("tour", "auteur__compte")
    return _rattacher(dossier, [get_object_or_404(entrees, uuid=cle)])[0]


@require_http_methods(["GET", "HEAD", "POST"])
def corriger(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "fabrique.ecrire")
    entree = _entree(dossier, cle)
    autoriser(request.identite, "fabrique.corriger_entree", entree)
    formulaire = CorrigerEntreeForm(request.POST or None, instance=_entree(dossier, cle), dossier=dossier)
    return ecrire_et_revenir(
        request,
        formulaire,
        partial(services.corriger_entree, identite=request.identite, entree=entree),
        retour=dossier.adresse("fabrique:bord"),
        fait="L’entrée est corrigée.",
        gabarit="sonar/fabrique/fiche/ecrire.html",
        contexte={"dossier": dossier, "titre": "Corriger une entrée", "chapeau": ""},
    )


@require_POST
def retirer(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.participer")
    services.retirer(identite=request.identite, objet=_entree(dossier, cle))
    messages.success(request, "L’entrée est retirée. Vous pouvez la rétablir au bas de cette page.")
    return redirect(dossier.adresse("fabrique:bord"))


@require_POST
def reprendre(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.participer")
    services.reprendre(identite=request.identite, objet=_entree(dossier, cle))
    messages.success(request, "L’entrée est rétablie.")
    return redirect(dossier.adresse("fabrique:bord"))
