"""Asking for one's data, and what is already there."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.livrets import services as livrets
from communs.livrets.enums import EN_ROUTE, Format
from communs.livrets.models import Livret

ARCHIVE = "portabilite.archive"  # key of the gabarit in livrets.py
DUREE = timedelta(days=7)  # an archive holds much: it does not stay long


def derniere(identite: Identite) -> Livret | None:
    """The person's archive, whatever its state; there is one at most."""
    siens = Livret.objects.filter(gabarit=ARCHIVE, reference=str(identite.personne.pk))
    return siens.select_related("tirage").order_by("-pk").first()


@transaction.atomic
def demander(*, identite: Identite) -> Livret:
    """Ask for an archive of what is known now; the one being made if there is, else it replaces the last."""
    compte = Compte.objects.select_for_update().get(pk=identite.personne.pk)
    present = derniere(identite)
    if present is not None and present.tirage.etat in EN_ROUTE:
        return present
    oublier(compte)
    instant = {"demandee_le": timezone.now().isoformat()}
    return livrets.demander(
        gabarit=ARCHIVE, objet=compte, identite=identite, parametres=instant, format=Format.ZIP
    )


def oublier(compte: Compte) -> None:
    """Delete the person's archive, file included."""
    livrets.oublier(gabarits=(ARCHIVE,), reference=str(compte.pk))
