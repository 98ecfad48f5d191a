"""A file that came in, and the drafts it gave: nothing of them is in the chart until an editor publishes."""

from uuid import UUID, uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone

from communs.etats.models import Acteur
from nuancier.imports.enums import EtatBrouillon


class Import(models.Model):
    """One file understood whole. `uuid` is the name of its preview: confirmed twice, it makes one."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    fichier = models.CharField("fichier", max_length=120)
    empreinte = models.CharField("empreinte", max_length=64, db_index=True)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="par")
    cree_le = models.DateTimeField("importé le", default=timezone.now, editable=False)
    rapport = models.JSONField("rapport")

    class Meta:
        verbose_name = "import"
        ordering = ["-cree_le", "-pk"]

    def __str__(self) -> str:
        return self.fichier

    def get_absolute_url(self) -> str:
        return reverse("nuancier:import", args=[self.uuid])


class Brouillon(models.Model):
    """A teinte as the file tells it (`fiches.en_dict`), waiting for an editor."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    importation = models.ForeignKey(Import, models.CASCADE, related_name="brouillons")
    rang = models.PositiveSmallIntegerField("rang")
    code = models.CharField("code", max_length=6)
    contenu = models.JSONField("contenu")
    etat = models.CharField(
        "état", max_length=10, choices=EtatBrouillon, default=EtatBrouillon.EN_ATTENTE, editable=False
    )
    decide_par = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+", editable=False)
    decide_le = models.DateTimeField("décidé le", null=True, editable=False)

    class Meta:
        verbose_name = "brouillon de teinte"
        verbose_name_plural = "brouillons de teintes"
        ordering = ["importation", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["importation", "code"], name="brouillon_un_par_teinte")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.titre}"

    def get_absolute_url(self) -> str:
        return reverse("nuancier:brouillon", args=[self.uuid])

    @property
    def titre(self) -> str:
        return str(self.contenu["titre"])

    @property
    def portee(self) -> UUID:
        """A draft is an affair of its own in the journal."""
        return self.uuid
