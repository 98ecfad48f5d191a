"""Obtaining a path from its address: the first line of every view that works in one."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import ConnexionDemandee
from nuancier.parcours.models import Parcours
from nuancier.parcours.querysets import ParcoursQuerySet


def obtenir_parcours(
    request: Requete, uuid: UUID, regle: str | None = None, parmi: ParcoursQuerySet | None = None
) -> Parcours:
    """The path of the address, or 404; 403 unless `regle` allows it.

    An anonymous reader is sent to sign in instead, whether the path exists or not.
    """
    visibles = (parmi if parmi is not None else Parcours.objects.all()).visibles_par(request.identite)
    if request.identite.compte is None:
        parcours = visibles.filter(uuid=uuid).first()
        if parcours is None:
            raise ConnexionDemandee
    else:
        parcours = get_object_or_404(visibles, uuid=uuid)
    if regle is not None:
        autoriser(request.identite, regle, parcours)
    return parcours
