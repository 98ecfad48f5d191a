"""The first door of every page of the fête."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Collectivite
from eclaireurs.evaluation.fete.models import Atelier, Fete


def obtenir_collectivite(request: Requete, identifiant: str) -> Collectivite:
    """One of the person's own collectivités, or 404."""
    return get_object_or_404(Collectivite.objects.visibles_par(request.identite), identifiant=identifiant)


def obtenir_fete(request: Requete, identifiant: str, uuid: UUID, regle: str | None = None) -> Fete:
    """The fête at this address for a member of its collectivité, or 404; 403 unless `regle` allows it."""
    fetes = Fete.objects.visibles_par(request.identite).select_related("collectivite")
    fete = get_object_or_404(fetes, uuid=uuid, collectivite__identifiant=identifiant)
    if regle is not None:
        autoriser(request.identite, regle, fete)
    return fete


def obtenir_atelier(
    request: Requete, identifiant: str, uuid: UUID, atelier: UUID, regle: str | None = None
) -> Atelier:
    """A session of this fête, with what its page says; or 404."""
    fete = obtenir_fete(request, identifiant, uuid)
    objet = get_object_or_404(Atelier.objects.pour_le_programme(), fete=fete, uuid=atelier)
    objet.fete = fete
    if regle is not None:
        autoriser(request.identite, regle, objet)
    return objet
