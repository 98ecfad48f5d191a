"""What its owner takes back leaves the report at once: its composition, its versions, its booklets."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from communs.livrets.services import oublier
from communs.materiaux.models import Materiau
from communs.materiaux.signals import retire
from eclaireurs.evaluation.desirable import publication
from eclaireurs.evaluation.desirable.enums import EPREUVES, PUBLIES
from eclaireurs.evaluation.desirable.models import Desirable, Piece, Publication
from eclaireurs.evaluation.presse.models import Article


@receiver(retire, sender=Materiau, dispatch_uid="desirable.materiau")
def retirer_le_materiau(sender: type[Materiau], materiau: Materiau, **reste: Any) -> None:
    rapport = (
        Desirable.objects.filter(dossier=materiau.dossier).select_related("dossier__collectivite").first()
    )
    if rapport is not None:
        Piece.objects.filter(rapport=rapport, materiau=materiau).delete()
        publication.effacer(rapport=rapport, cle="materiau", uuid=str(materiau.uuid))


@receiver(pre_delete, sender=Article, dispatch_uid="desirable.article")
def retirer_l_article(sender: type[Article], instance: Article, **reste: Any) -> None:
    rapport = (
        Desirable.objects.filter(dossier__plan=instance.plan_id, dossier__supprime_le=None)
        .select_related("dossier__collectivite")
        .first()
    )
    if rapport is not None:  # a dossier being purged takes everything along
        publication.effacer(rapport=rapport, cle="article", uuid=str(instance.uuid))


@receiver(pre_delete, sender=Desirable, dispatch_uid="desirable.livrets")
def effacer_les_livrets(sender: type[Desirable], instance: Desirable, **reste: Any) -> None:
    oublier(gabarits=EPREUVES, reference=str(instance.dossier.uuid))


@receiver(pre_delete, sender=Publication, dispatch_uid="desirable.livrets_publies")
def effacer_les_livrets_publies(sender: type[Publication], instance: Publication, **reste: Any) -> None:
    oublier(gabarits=PUBLIES, reference=str(instance.uuid))
