"""The wall: on a phone, and projected."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.dossiers.models import Dossier
from communs.etats.views import INCONNU
from eclaireurs.evaluation.fete import mur, services
from eclaireurs.evaluation.fete import version as tours
from eclaireurs.evaluation.fete.forms import AfficherForm
from eclaireurs.evaluation.fete.models import Fete
from eclaireurs.evaluation.fete.obtenir import obtenir_fete


def _contexte(fete: Fete) -> dict[str, object]:
    tour = tours.lire(fete.uuid)  # before what it dates
    pans = mur.lire(fete)
    return {
        "collectivite": fete.collectivite,
        "fete": fete,
        "pans": pans,
        "compte": mur.compter(pans),
        "version": tour,
    }


@require_safe
def mur_page(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    fete = obtenir_fete(request, identifiant, uuid)
    prives = mur.prives_que_pilote(fete, request.identite.personne.pk)
    return render(request, "evaluation/fete/mur.html", {**_contexte(fete), "prives": prives})


@require_safe
def projection(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    fete = obtenir_fete(request, identifiant, uuid)
    return render(request, "evaluation/fete/projection.html", _contexte(fete))


@require_POST
def afficher(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Put one's private dossier on the wall, or take it off. One that the person may not read: 404."""
    fete = obtenir_fete(request, identifiant, uuid)
    formulaire = AfficherForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, INCONNU)
        return redirect(fete.adresse("fete:mur"))
    lisibles = Dossier.objects.visibles_par(request.identite).filter(collectivite=fete.collectivite)
    dossier = get_object_or_404(lisibles, uuid=formulaire.cleaned_data["dossier"])
    au_mur = formulaire.cleaned_data["au_mur"]
    try:
        services.afficher(identite=request.identite, fete=fete, dossier=dossier, au_mur=au_mur)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        fait = "est au mur" if au_mur else "n’est plus au mur"
        messages.success(request, f"« {dossier.titre} » {fait}.")
    return redirect(fete.adresse("fete:mur"))
