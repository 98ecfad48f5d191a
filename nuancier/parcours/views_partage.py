"""Sharing a path, copying it, putting it away; an editor's word on public ones."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from nuancier.models import Nuancier
from nuancier.parcours import services
from nuancier.parcours.acces import obtenir_parcours
from nuancier.parcours.enums import Visibilite
from nuancier.parcours.forms import CopierForm, ModererForm, PartageForm
from nuancier.parcours.models import Parcours
from nuancier.parcours.views import INVALIDE, ecran


@require_http_methods(["GET", "HEAD", "POST"])
def partager(request: Requete, uuid: UUID) -> HttpResponse:
    objet = obtenir_parcours(request, uuid, "nuancier.composer_parcours")
    formulaire = PartageForm(request.POST or None, instance=objet, identite=request.identite)
    if request.method == "POST" and formulaire.is_valid():
        saisie = formulaire.cleaned_data
        try:
            services.partager(
                identite=request.identite,
                parcours=objet,
                version=saisie["version"],
                visibilite=Visibilite(saisie["visibilite"]),
                collectivite=saisie["collectivite"],
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=objet.get_absolute_url())
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(objet)
    return render(
        request,
        "nuancier/parcours/partager.html",
        {
            "parcours": Parcours.objects.get(pk=objet.pk),  # the form left its text on its instance
            "form": formulaire,
            "nuancier": Nuancier.objects.order_by("pk").first(),
        },
        status=INVALIDE if formulaire.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def copier(request: Requete, uuid: UUID) -> HttpResponse:
    """Start one's own path from this one."""
    objet = obtenir_parcours(request, uuid, "nuancier.copier_parcours")
    formulaire = CopierForm(request.POST or None, initial={"titre": objet.titre})
    if request.method == "POST" and formulaire.is_valid():
        try:
            copie = services.copier(
                identite=request.identite,
                parcours=objet,
                titre=formulaire.cleaned_data["titre"],
                demande=formulaire.cle,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"Votre copie est prête. Elle vient de « {objet.titre} ».")
            return redirect(copie)
    return ecran(
        request,
        formulaire,
        titre="Repartir de ce parcours",
        libelle="En faire ma copie",
        chapeau="Vous aurez les mêmes pastilles, dans le même ordre, à changer comme vous voudrez. "
        "L’original ne bouge pas, et votre copie dit d’où elle vient.",
        parcours=objet,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def moderer(request: Requete, uuid: UUID) -> HttpResponse:
    objet = obtenir_parcours(request, uuid, "nuancier.moderer_parcours")
    formulaire = ModererForm(request.POST or None, instance=Parcours())
    if request.method == "POST" and formulaire.is_valid():
        services.moderer(
            identite=request.identite, parcours=objet, motif=formulaire.cleaned_data["modere_motif"]
        )
        messages.success(request, f"« {objet.titre} » n’est plus dans la liste publique.")
        return redirect("nuancier:parcours")
    return ecran(
        request,
        formulaire,
        titre="Retirer de la liste publique",
        libelle="Retirer de la liste",
        chapeau=f"« {objet.titre} » redevient privé, ou partagé dans sa collectivité seulement. Rien n’est "
        "effacé : la personne qui l’a écrit peut le corriger, puis le publier de nouveau.",
        parcours=objet,
    )


@require_POST
def reprendre(request: Requete, uuid: UUID) -> HttpResponse:
    objet = obtenir_parcours(request, uuid, "nuancier.reprendre_parcours")
    services.reprendre(identite=request.identite, parcours=objet)
    messages.success(request, "Vous êtes maintenant l’auteur de ce parcours.")
    return redirect(objet)


@require_POST
def supprimer(request: Requete, uuid: UUID) -> HttpResponse:
    objet = obtenir_parcours(request, uuid, "nuancier.composer_parcours")
    services.supprimer(identite=request.identite, parcours=objet)
    messages.success(request, f"« {objet.titre} » est supprimé. Vous avez trente jours pour le rétablir.")
    return redirect("nuancier:parcours")


@require_POST
def retablir(request: Requete, uuid: UUID) -> HttpResponse:
    """Also for one that is there already: a second click changes nothing."""
    miens = Parcours.objects.supprimes_par(request.identite) | Parcours.objects.de(request.identite)
    objet = get_object_or_404(miens, uuid=uuid)
    services.retablir(identite=request.identite, parcours=objet)
    messages.success(request, f"« {objet.titre} » est rétabli.")
    return redirect(objet)
