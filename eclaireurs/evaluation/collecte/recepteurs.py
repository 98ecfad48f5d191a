"""A clue withdrawn leaves what was printed with it, in the same transaction."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from communs.livrets.services import oublier
from communs.materiaux.models import Materiau
from communs.materiaux.signals import retire
from eclaireurs.evaluation.collecte.enums import LIVRETS
from eclaireurs.evaluation.collecte.models import Collecte


@receiver(retire, sender=Materiau, dispatch_uid="collecte.livrets")
def retirer_des_livrets(sender: type[Materiau], materiau: Materiau, **reste: Any) -> None:
    """The printed files of this dossier are deleted; asked again, they are printed without it."""
    oublier(gabarits=LIVRETS, reference=str(materiau.dossier.uuid))


@receiver(pre_delete, sender=Collecte, dispatch_uid="collecte.livrets_du_dossier")
def effacer_les_livrets(sender: type[Collecte], instance: Collecte, **reste: Any) -> None:
    oublier(gabarits=LIVRETS, reference=str(instance.dossier.uuid))
