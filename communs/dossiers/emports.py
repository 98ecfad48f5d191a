"""Asking for the archive of a dossier, finding it again, deleting it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Compte
from communs.dossiers.archive import Emport
from communs.dossiers.models import Dossier
from communs.etats.services import verrouiller
from communs.livrets import services as livrets
from communs.livrets.enums import EN_ROUTE, Format
from communs.livrets.models import Livret

ARCHIVE = "dossiers.archive"  # key of the gabarit in livrets.py
DUREE = timedelta(days=7)  # an archive holds much: it does not stay long


def dernier(identite: Identite, dossier: Dossier) -> Livret | None:
    """This person's archive of the dossier, whatever its state; there is one at most."""
    siens = Livret.objects.filter(gabarit=ARCHIVE, reference=Emport(dossier, identite).reference)
    return siens.select_related("tirage").order_by("-pk").first()


@transaction.atomic
def demander(*, identite: Identite, dossier: Dossier) -> Livret:
    """Ask for the dossier as it is now; the archive being made if there is one, else it replaces the last."""
    autoriser(identite, "dossiers.archiver", dossier)
    verrouiller(dossier)
    present = dernier(identite, dossier)
    if present is not None and present.tirage.etat in EN_ROUTE:
        return present
    emport = Emport(dossier, identite)
    livrets.oublier(gabarits=(ARCHIVE,), reference=emport.reference)
    instant = {"demandee_le": timezone.now().isoformat()}
    return livrets.demander(
        gabarit=ARCHIVE, objet=emport, identite=identite, parametres=instant, format=Format.ZIP
    )


def oublier_ceux_du_dossier(dossier: Dossier) -> None:
    """Delete every archive of a dossier that goes away, files included."""
    _oublier(Livret.objects.filter(gabarit=ARCHIVE, reference__startswith=f"{dossier.uuid}:"))


def oublier_ceux_de(compte: Compte) -> None:
    """Delete the archives that this account asked for, files included."""
    _oublier(Livret.objects.filter(gabarit=ARCHIVE, reference__endswith=f":{compte.pk}"))


def _oublier(siens: Iterable[Livret]) -> None:
    for reference in {livret.reference for livret in siens}:
        livrets.oublier(gabarits=(ARCHIVE,), reference=reference)
