"""A trial: a collectivité of invented people, told in advance, that one visitor takes for a day."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.collectivites.models import Collectivite
from eclaireurs.essais.querysets import EssaiQuerySet


class Essai(models.Model):
    """What a visitor is given; it is erased with its collectivité, at `Collectivite.essai_jusqu_au`.

    `portes`: by key of tool, the address where it is tried. `personnes`: who one may be in it, as
    [account, name, role], the first one first.
    """

    collectivite = models.OneToOneField(Collectivite, models.CASCADE, related_name="essai_pret")
    portes = models.JSONField("portes")
    personnes = models.JSONField("personnes")
    cree_le = models.DateTimeField("préparé le", default=timezone.now, editable=False)
    pris_le = models.DateTimeField("pris le", null=True, blank=True)
    dernier_geste_le = models.DateTimeField("dernier geste le", null=True, blank=True)
    gestes = models.PositiveIntegerField("gestes", default=0)

    objects = EssaiQuerySet.as_manager()

    class Meta:
        verbose_name = "essai"
        constraints = [
            models.CheckConstraint(
                condition=Q(pris_le__isnull=False) | Q(gestes=0, dernier_geste_le=None),
                name="essai_gestes_de_qui_l_a_pris",
            )
        ]

    def __str__(self) -> str:
        return str(self.collectivite)
