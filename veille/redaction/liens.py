"""The links of an issue being made: asked for by a button, visited by a worker.

They are claimed, visited and noted as `communs.reseau.tournees` says.
"""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.reseau import tournees
from communs.reseau.services import Constat, verifier
from communs.web.file_d_attente import prevenir
from veille.numeros.models import Numero
from veille.redaction.models import LienVu
from veille.redaction.verification import liens_de

traces = logging.getLogger(__name__)

# What was seen so lately is not visited again for another click.
FRAICHEUR = timedelta(hours=1)
OUBLI = timedelta(days=180)
DUREE = 240.0  # seconds a run goes on picking links


@transaction.atomic
def demander(*, identite: Identite, numero: Numero) -> int:
    """Ask for a visit of every link of this issue, and return how many are wanted."""
    autoriser(identite, "veille.relire", numero)
    entier = Numero.objects.entiers().get(pk=numero.pk)
    adresses = {lien.adresse for lien in liens_de(entier)}
    LienVu.objects.bulk_create(
        [LienVu(adresse=adresse) for adresse in sorted(adresses)], ignore_conflicts=True
    )
    maintenant = timezone.now()
    vieux = Q(vu_le=None) | Q(vu_le__lt=maintenant - FRAICHEUR) | Q(en_panne=True)
    LienVu.objects.filter(vieux, adresse__in=adresses, demande_le=None).update(demande_le=maintenant)
    transaction.on_commit(partial(prevenir, "veille.redaction.tasks.visiter_les_liens"), robust=True)
    return LienVu.objects.filter(adresse__in=adresses, demande_le__isnull=False).count()


def en_route(numero: Numero) -> int:
    """How many links of this issue wait for their visit."""
    adresses = {lien.adresse for lien in liens_de(numero)}
    return LienVu.objects.filter(adresse__in=adresses, demande_le__isnull=False).count()


def visiter_ceux_qui_attendent() -> int:
    """Visit the links asked for, one after another, and return how many were."""
    return tournees.parcourir(DUREE, reclamer, lambda lien: noter(lien, verifier(lien.adresse)))


def reclamer() -> LienVu | None:
    """Take the link that waits longest; None when none does."""
    attendent = LienVu.objects.filter(demande_le__isnull=False)
    return tournees.reclamer(attendent.order_by("demande_le", "pk"), "reclame_le")


def noter(lien: LienVu, constat: Constat) -> None:
    """Write what a visit found, unless its claim has passed to another worker."""
    LienVu.objects.filter(pk=lien.pk, reclame_le=lien.reclame_le).update(
        demande_le=None,
        reclame_le=None,
        vu_le=timezone.now(),
        en_panne=constat.en_panne,
        constat=constat.message[:300],
    )


def purger() -> int:
    """Forget what was seen long ago and nobody asks for any more."""
    return LienVu.objects.filter(demande_le=None, vu_le__lt=timezone.now() - OUBLI).delete()[0]
