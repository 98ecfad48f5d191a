"""The first door of every page of the positioning: 404 for a stranger, 403 without the right."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Collectivite
from sonar.trajectoire.models import Sujet, Tour


def obtenir_collectivite(request: Requete, identifiant: str) -> Collectivite:
    return get_object_or_404(Collectivite.objects.visibles_par(request.identite), identifiant=identifiant)


def obtenir_sujet(request: Requete, identifiant: str, uuid: UUID, regle: str | None = None) -> Sujet:
    sujets = Sujet.objects.visibles_par(request.identite).select_related("collectivite", "cree_par")
    sujet = get_object_or_404(sujets, uuid=uuid, collectivite__identifiant=identifiant)
    if regle is not None:
        autoriser(request.identite, regle, sujet)
    return sujet


def obtenir_tour(
    request: Requete, identifiant: str, uuid: UUID, tour: UUID, regle: str | None = None
) -> Tour:
    tours = Tour.objects.visibles_par(request.identite).select_related("sujet__collectivite", "ouvert_par")
    objet = get_object_or_404(
        tours, uuid=tour, sujet__uuid=uuid, sujet__collectivite__identifiant=identifiant
    )
    if regle is not None:
        autoriser(request.identite, regle, objet)
    return objet
