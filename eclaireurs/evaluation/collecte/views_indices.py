"""One clue: brought in from the field, read, corrected, put away, its file served."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.materiaux import services as materiaux
from communs.materiaux.enums import GenreMateriau
from communs.materiaux.forms import DeposerForm, ModifierForm
from communs.materiaux.models import Materiau
from communs.web.envois import accuser
from communs.web.televersement import recoit_un_fichier
from eclaireurs.evaluation.collecte.forms import casiers
from eclaireurs.evaluation.collecte.views import INVALIDE, adresse, materiaux_de
from eclaireurs.evaluation.enquete.contributions import contribution_de
from eclaireurs.evaluation.enquete.querysets import publics


@require_safe
def choisir(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """What have you got? One large target per kind."""
    dossier = obtenir_dossier(request, identifiant, uuid, "materiaux.deposer")
    return render(
        request, "evaluation/collecte/choisir.html", {"dossier": dossier, "sortes": GenreMateriau.choices}
    )


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def deposer(request: Requete, identifiant: str, uuid: UUID, sorte: str) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "materiaux.deposer")
    if sorte not in GenreMateriau.values:
        raise Http404
    formulaire = DeposerForm(
        request.POST or None,
        request.FILES or None,
        dossier=dossier,
        identite=request.identite,
        sorte=sorte,
    )
    if request.method == "POST" and (fait := _deposer(request, dossier, formulaire)):
        return fait
    return render(
        request,
        "evaluation/collecte/deposer.html",
        {
            "dossier": dossier,
            "form": formulaire,
            "espece": GenreMateriau(sorte),
            # Whose words, about what: two people who share a phone do not find each other's.
            "brouillon": f"vigie:indice:{request.identite.personne.pk}:{dossier.uuid}:{sorte}",
        },
        status=INVALIDE if formulaire.errors else 200,
    )


def _deposer(request: Requete, dossier: Dossier, formulaire: DeposerForm) -> HttpResponse | None:
    """Put it away and go to it; None when the form has to be shown again."""
    try:
        demande = UUID(request.POST.get("demande", ""))
    except ValueError:
        demande = None
    # A resend: its files are no longer free, and must not be asked for again.
    deja = demande and materiaux.deja_depose(identite=request.identite, dossier=dossier, demande=demande)
    if deja:
        messages.info(request, "Cet indice était déjà arrivé : il n’a pas été déposé deux fois.")
        return accuser(request, adresse(dossier, "indice", deja.uuid))
    if not formulaire.is_valid():
        return None
    try:
        deposes = materiaux.deposer_ensemble(
            identite=request.identite,
            dossier=dossier,
            demande=formulaire.cle,
            depots=formulaire.depots(),
            champs=formulaire.champs(),
        )
    except ValidationError as erreur:
        formulaire.add_error(None, ValidationError(erreur.messages))
        return None
    if len(deposes) == 1:
        messages.success(request, f"« {deposes[0].titre} » est déposé.")
        return accuser(request, adresse(dossier, "indice", deposes[0].uuid))
    messages.success(request, f"{len(deposes)} indices sont déposés.")
    return accuser(request, adresse(dossier))


def _obtenir(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> tuple[Dossier, Materiau]:
    """The clue of the address, if this person may see it now; else 404."""
    dossier = obtenir_dossier(request, identifiant, uuid)
    indices = materiaux_de(request, dossier).select_related("fichier", "depose_par__compte")
    objet = get_object_or_404(indices, uuid=cle)
    objet.dossier = dossier
    return dossier, objet


@require_safe
def indice(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    classements = list(objet.classements.select_related("theme", "critere").order_by("pk"))
    return render(
        request,
        "evaluation/collecte/indice.html",
        {
            "dossier": dossier,
            "collecte": dossier.collecte,
            "indice": objet,
            "classements": classements,
            "dedans": {_casier(c) for c in classements},
            "casiers": _casiers(request, dossier),
            "contribution": contribution_de(objet),
            "public": _est_public(dossier, objet),
        },
    )


def _est_public(dossier: Dossier, objet: Materiau) -> bool:
    """Whether anybody reads it now, on the page of the survey."""
    return dossier.enquete.publique and publics(dossier.enquete).filter(pk=objet.pk).exists()


def _casiers(request: Requete, dossier: Dossier) -> Any:
    classe = request.identite.peut("collecte.classer", dossier)
    return casiers(dossier.collecte) if classe else []


def _casier(classement: Any) -> str:
    if classement.theme is not None:
        return f"theme:{classement.theme.uuid}"
    return f"critere:{classement.critere.uuid}"


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    autoriser(request.identite, "materiaux.modifier", objet)
    formulaire = ModifierForm(request.POST or None, instance=objet, identite=request.identite)
    retour = adresse(dossier, "indice", objet.uuid)
    if request.method == "POST" and formulaire.is_valid():
        try:
            materiaux.reecrire(
                identite=request.identite,
                materiau=objet,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
        except ValidationError as erreur:
            formulaire.add_error(None, ValidationError(erreur.messages))
        else:
            messages.success(request, "Les changements sont enregistrés.")
            return redirect(retour)
    return render(
        request,
        "evaluation/collecte/ecrire.html",
        {"dossier": dossier, "form": formulaire, "titre": f"Modifier « {objet.titre} »"},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def supprimer(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    materiaux.supprimer(identite=request.identite, materiau=objet)
    messages.success(
        request,
        f"« {objet.titre} » est supprimé. Vous pouvez le rétablir pendant "
        f"{materiaux.DELAI_REPENTIR.days} jours, au bas de cette page.",
    )
    return redirect(adresse(dossier))


@require_POST
def reprendre(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "materiaux.deposer")
    objet = get_object_or_404(Materiau.objects.a_reprendre_par(dossier, request.identite), uuid=cle)
    materiaux.reprendre(identite=request.identite, materiau=objet)
    messages.success(request, f"« {objet.titre} » est rétabli.")
    return redirect(adresse(dossier, "indice", objet.uuid))


@require_safe
def fichier(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponseBase:
    """The file itself, whole or in part: asked for, each time, through the clue."""
    _, objet = _obtenir(request, identifiant, uuid, cle)
    if objet.fichier is None:
        raise Http404
    rendu = request.GET.get("rendu", Rendu.ORIGINAL)
    if rendu not in Rendu.values:
        raise Http404
    return servir(request, objet.fichier, rendu=rendu, telecharger="telecharger" in request.GET)
