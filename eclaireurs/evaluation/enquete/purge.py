"""Every night: addresses that nobody will write to any more, files of what was refused."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from communs.etats import journal, purges
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from eclaireurs.evaluation.enquete.enums import EtatContribution, EtatEnquete
from eclaireurs.evaluation.enquete.models import Enquete
from eclaireurs.evaluation.enquete.suivi import effacer_les_pieces

# After the end, long enough to tell what became of each contribution.
ADRESSES = timedelta(days=90)
# In which a refusal may be looked at again.
FICHIERS_REFUSES = timedelta(days=30)


def purger() -> None:
    limite = timezone.now() - ADRESSES
    close = Q(etat=EtatEnquete.CLOSE, close_le__lt=limite)
    passee = Q(etat=EtatEnquete.PUBLIEE, ferme_le__lt=limite)
    finies = Enquete.objects.filter(close | passee)
    a_purger = finies.filter(purges.a_refaire("purge_le", "close_le", "ferme_le"))
    purges.purger(a_purger.order_by("pk"), _oublier_les_adresses)
    refusees = Contribution.objects.filter(
        etat=EtatContribution.REFUSEE,
        decidee_le__lt=timezone.now() - FICHIERS_REFUSES,
        pk__in=PieceJointe.objects.filter(fichier__isnull=False).values("contribution"),
    )
    purges.purger(refusees.order_by("pk"), effacer_les_pieces)


def _oublier_les_adresses(enquete: Enquete) -> None:
    """Once per end: opened again, it may be given others."""
    if enquete.contributions.exclude(courriel="").update(courriel=""):
        journal.consigner(identite=None, verbe="enquete.effacer_adresses", objet=enquete)
    enquete.purge_le = timezone.now()
    enquete.save(update_fields=["purge_le"])
