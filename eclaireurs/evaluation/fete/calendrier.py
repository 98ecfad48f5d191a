"""The announced day of the fête in the calendar of each evaluation: said once, typed again nowhere.

Only its day, hour and place are written, in dossiers that whoever prepares the fête may not read: nothing
of them is learnt.
"""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.cadrage import services as cadrage
from eclaireurs.evaluation.cadrage.enums import EtatRencontre, GenreRencontre
from eclaireurs.evaluation.cadrage.models import Rencontre
from eclaireurs.evaluation.fete import mur
from eclaireurs.evaluation.fete.enums import FORUM_OUVERT
from eclaireurs.evaluation.fete.models import Fete


def _attendues(fete: Fete) -> QuerySet[Rencontre]:
    """The meetings of the collectivité's evaluations that await a fête, of any year."""
    return Rencontre.objects.filter(
        dossier__in=mur.evaluations(fete), genre=GenreRencontre.FETE, etat=EtatRencontre.PREVUE
    )


def _dater(identite: Identite, fete: Fete, rencontre: Rencontre) -> None:
    cadrage.dater(identite=identite, rencontre=rencontre, le=fete.le, heure=fete.debut, lieu=fete.lieu)


def dater(identite: Identite, fete: Fete, *, avant: date | None = None) -> None:
    """Write its day in every evaluation of the collectivité that awaits a fête that year, or any.

    `avant` is the day that it was announced for until now. A meeting that was set in another year is
    another fête's.
    """
    cette_fois = Q(le=None) | Q(le__year=fete.le.year)
    if avant is not None:
        cette_fois |= Q(le=avant)
    attendues = _attendues(fete).filter(cette_fois).select_related("dossier")
    vus: set[int] = set()
    for rencontre in attendues.order_by("dossier", "pk"):
        if rencontre.dossier_id not in vus:
            vus.add(rencontre.dossier_id)
            _dater(identite, fete, rencontre)


def constater(identite: Identite, fete: Fete) -> None:
    """It was held: in each evaluation whose calendar has this day."""
    for rencontre in _attendues(fete).filter(le=fete.le).order_by("pk"):
        cadrage.constater(identite=identite, rencontre=rencontre)


def dater_un_nouveau(identite: Identite, dossier: Dossier) -> None:
    """An evaluation that opens knows the next fête, if it is announced already."""
    aujourdhui = timezone.localdate(timezone=dossier.fuseau)
    a_venir = Fete.objects.filter(
        collectivite=dossier.collectivite_id, etat__in=FORUM_OUVERT, le__gte=aujourdhui
    )
    fete = a_venir.order_by("le").first()
    rencontre = dossier.rencontres.filter(genre=GenreRencontre.FETE, le=None).order_by("pk").first()
    if fete is not None and rencontre is not None:
        _dater(identite, fete, rencontre)
