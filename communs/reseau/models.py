"""Whose turn it is: one row per site visited lately."""

from django.db import models

from communs.reseau.querysets import HoteQuerySet


class Hote(models.Model):
    """A site, and from when it may be visited again.

    `jeton`: the visit under way. It ends by itself at `libre_le` if its worker died.
    """

    nom = models.CharField("nom", max_length=253, primary_key=True)
    libre_le = models.DateTimeField("libre le")
    jeton = models.UUIDField("visite en cours", null=True, blank=True)

    objects = HoteQuerySet.as_manager()

    class Meta:
        verbose_name = "site visité"
        verbose_name_plural = "sites visités"
        indexes = [models.Index("libre_le", name="reseau_hote_libre_le")]

    def __str__(self) -> str:
        return self.nom
