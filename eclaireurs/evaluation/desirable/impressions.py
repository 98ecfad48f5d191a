"""The printed files of a report: made with a version, deleted when something of it is taken back."""

from communs.collectivites.identite import PERSONNE
from communs.livrets.services import demander, oublier
from eclaireurs.evaluation.desirable.enums import EPREUVES, PUBLIES, EtatDesirable
from eclaireurs.evaluation.desirable.models import Desirable, Publication


def imprimer(rapport: int) -> None:
    """Ask for the booklets of the version that the public reads, so that they are ready when asked for."""
    derniere = (
        Publication.objects.filter(rapport=rapport, retiree_le=None, rapport__etat=EtatDesirable.PUBLIE)
        .select_related("rapport__dossier__collectivite")
        .order_by("-numero")
        .first()
    )
    if derniere is not None:
        for gabarit in PUBLIES:
            demander(gabarit=gabarit, objet=derniere, identite=PERSONNE)


def tout_oublier(rapport: Desirable) -> None:
    """Delete every printed file of this report."""
    for uuid in rapport.publications.values_list("uuid", flat=True):
        oublier(gabarits=PUBLIES, reference=str(uuid))
    oublier(gabarits=EPREUVES, reference=str(rapport.dossier.uuid))
