"""Themes: opened, put in order, presented by a short synthesis."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.etats.views import ecrire_et_revenir
from eclaireurs.evaluation.collecte import services
from eclaireurs.evaluation.collecte.forms import NouveauThemeForm, ThemeForm
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.collecte.views import INVALIDE, adresse

COMPTE = Count("classements", filter=Q(classements__materiau__supprime_le=None))


@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    collecte = dossier.collecte
    autoriser(request.identite, "collecte.classer", collecte)
    formulaire = NouveauThemeForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.ajouter_theme(
                identite=request.identite, collecte=collecte, titre=formulaire.cleaned_data["titre"]
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(adresse(dossier, "themes"))
    return render(
        request,
        "evaluation/collecte/themes.html",
        {
            "dossier": dossier,
            "collecte": collecte,
            "themes": collecte.themes.select_related("video").annotate(nombre=COMPTE),
            "form": formulaire,
        },
        status=INVALIDE if formulaire.errors else 200,
    )


def _obtenir(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> tuple[Dossier, Theme]:
    dossier = obtenir_dossier(request, identifiant, uuid)
    objet = get_object_or_404(dossier.collecte.themes, uuid=cle)
    objet.collecte = dossier.collecte
    autoriser(request.identite, "collecte.classer", objet)
    return dossier, objet


@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    formulaire = ThemeForm(request.POST or None, instance=objet)
    return ecrire_et_revenir(
        request,
        formulaire,
        partial(services.travailler_theme, identite=request.identite, theme=objet),
        retour=adresse(dossier, "themes"),
        fait="Le thème est enregistré.",
        gabarit="evaluation/collecte/ecrire.html",
        contexte={"dossier": dossier, "titre": f"Thème {objet.numero}"},
    )


@require_POST
def supprimer(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    services.supprimer_theme(identite=request.identite, theme=objet)
    messages.success(request, f"Le thème « {objet.titre} » est supprimé. Ses indices restent au mur.")
    return redirect(adresse(dossier, "themes"))


@require_POST
def deplacer(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    services.ordonner(identite=request.identite, theme=objet, vers_le_haut=request.POST.get("sens") == "haut")
    return redirect(f"{adresse(dossier, 'themes')}#theme-{objet.uuid}")
