"""What stands around an issue being written: remarks, what was taken off, links that were looked at."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from communs.etats.models import Acteur
from veille.numeros.models import Numero


class Remarque(models.Model):
    """What a reader before publication says of an issue, or of the piece whose uuid is `cible`."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    numero = models.ForeignKey(Numero, models.CASCADE, related_name="remarques")
    cible = models.UUIDField("pièce", null=True, blank=True, editable=False)
    texte = models.TextField("remarque", max_length=2000)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", editable=False)
    cree_le = models.DateTimeField("écrite le", default=timezone.now, editable=False)
    resolue_le = models.DateTimeField("réglée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "remarque"
        ordering = ["numero", "cree_le", "pk"]

    def __str__(self) -> str:
        return self.texte[:80]


class Retrait(models.Model):
    """A piece taken off an issue with all it held, as Django serialises rows: it can be put back."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    numero = models.ForeignKey(Numero, models.CASCADE, related_name="retraits")
    nature = models.CharField("nature", max_length=20)
    libelle = models.CharField("titre", max_length=500)
    contenu = models.JSONField("contenu")
    cree_le = models.DateTimeField("retirée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "pièce retirée"
        verbose_name_plural = "pièces retirées"
        ordering = ["numero", "-cree_le", "-pk"]

    def __str__(self) -> str:
        return self.libelle


class LienVu(models.Model):
    """An address and what the last visit found there; `demande_le`: a visit is wanted since then."""

    adresse = models.CharField("adresse", max_length=1000, unique=True)
    demande_le = models.DateTimeField("visite demandée le", null=True, blank=True)
    reclame_le = models.DateTimeField("visite commencée le", null=True, blank=True)
    vu_le = models.DateTimeField("vu le", null=True, blank=True)
    en_panne = models.BooleanField("en panne", default=False)
    constat = models.CharField("constat", max_length=300, blank=True)

    class Meta:
        verbose_name = "lien vérifié"
        verbose_name_plural = "liens vérifiés"
        indexes = [
            models.Index("demande_le", name="lien_a_voir", condition=models.Q(demande_le__isnull=False))
        ]

    def __str__(self) -> str:
        return self.adresse
