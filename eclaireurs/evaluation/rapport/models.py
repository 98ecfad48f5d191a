"""The final report: conclusions and recommendations. Sealed, the database itself refuses any change."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from communs.collectivites.models import Service
from communs.dossiers.models import Dossier
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Acteur, Versionne
from eclaireurs.evaluation.rapport.enums import EtatRapport


class Rapport(Versionne):
    """One per evaluation. `empreinte` is the SHA-256 of what was sealed (`calculs.empreinte`)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="rapport")
    etat = models.CharField("état", max_length=10, choices=EtatRapport, default=EtatRapport.REDACTION)
    remis_le = models.DateTimeField("remis le", null=True, blank=True, editable=False)
    scelle_le = models.DateTimeField("scellé le", null=True, blank=True, editable=False)
    scelle_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    empreinte = models.CharField("empreinte", max_length=64, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "rapport final"
        verbose_name_plural = "rapports finaux"
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatRapport.values), name="rapport_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatRapport.REDACTION, remis_le=None)
                | (~Q(etat=EtatRapport.REDACTION) & Q(remis_le__isnull=False)),
                name="rapport_remis_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatRapport.SCELLE, scelle_le__isnull=False, scelle_par__isnull=False)
                & Q(empreinte__regex=r"^[0-9a-f]{64}$")
                | (~Q(etat=EtatRapport.SCELLE) & Q(scelle_le=None, scelle_par=None, empreinte="")),
                name="rapport_scelle_a_son_empreinte",
            ),
        ]

    def __str__(self) -> str:
        return f"Rapport final : {self.dossier}"

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def scelle(self) -> bool:
        return self.etat == EtatRapport.SCELLE


class _Piece(Versionne):
    """A numbered text of the report."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField("titre", max_length=200)
    texte = models.TextField("texte", max_length=20_000, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.numero}. {self.titre}"

    @property
    def dossier(self) -> Dossier:
        return self.rapport.dossier  # type: ignore[attr-defined]

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class Conclusion(_Piece):
    """What the evaluation has found."""

    rapport = models.ForeignKey(Rapport, models.CASCADE, related_name="conclusions")

    class Meta:
        verbose_name = "conclusion"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapport", "numero"],
                name="conclusion_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


class Preconisation(_Piece):
    """What it recommends; actions answer it in the tracking table."""

    rapport = models.ForeignKey(Rapport, models.CASCADE, related_name="preconisations")
    services: models.ManyToManyField = models.ManyToManyField(
        Service, related_name="+", blank=True, verbose_name="services concernés"
    )

    class Meta:
        verbose_name = "préconisation"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapport", "numero"],
                name="preconisation_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
