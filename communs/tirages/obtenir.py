"""Obtaining a draw from its address: the first line of every view that works on one."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.tirages.models import Tirage


def obtenir_tirage(request: Requete, identifiant: str, uuid: UUID, cle: UUID, regle: str) -> Tirage:
    """The draw with its dossier, or 404; 403 unless `regle` allows it in this dossier."""
    dossier = obtenir_dossier(request, identifiant, uuid, regle)
    tirage = get_object_or_404(Tirage.objects.du_dossier(dossier), uuid=cle)
    tirage.dossier = dossier
    return tirage
