"""One dated thing with all its addresses, for the tests that walk every page."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from communs.dossiers.models import Participant
from communs.echeances.jetons import jeton_de_rythme, jeton_de_sommeil
from communs.echeances.models import Calendrier, Destinataire, Echeance


@dataclass(frozen=True)
class EcheancesDuDecor:
    calendrier: Calendrier
    jeton_sommeil: str
    jeton_rythme: str


def confier(participant: Participant) -> EcheancesDuDecor:
    """Four dates for this participant (late, today, soon, later), her calendar and her personal links."""
    jour = timezone.localdate()
    lignes = [
        Echeance(
            genre="essai.tache",
            reference=uuid4(),
            dossier=participant.dossier,
            responsable=participant,
            libelle=libelle,
            adresse=participant.dossier.collectivite.get_absolute_url(),
            le=jour + timedelta(days=ecart),
            rappel_le=jour + timedelta(days=ecart - 7),
        )
        for ecart, libelle in (
            (-12, "Rappeler l’architecte du bassin"),
            (0, "Envoyer l’ordre du jour du comité intermédiaire"),
            (3, "Relire le rapport avec les maîtres-nageurs"),
            (40, "Rendre la restitution publique"),
        )
    ]
    Echeance.objects.bulk_create(lignes)
    destinataire = Destinataire.objects.create(compte=participant.compte)
    Calendrier.objects.create(compte=participant.compte, dossier=participant.dossier)
    return EcheancesDuDecor(
        calendrier=Calendrier.objects.create(compte=participant.compte),
        jeton_sommeil=jeton_de_sommeil(lignes[0].uuid, participant.uuid),
        jeton_rythme=jeton_de_rythme(destinataire.uuid),
    )
