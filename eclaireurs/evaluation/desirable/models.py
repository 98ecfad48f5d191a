"""The rapport désirable: what was chosen in the dossier, and the versions given to the public."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communs.dossiers.models import Dossier
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Acteur, Versionne
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.desirable.enums import EtatDesirable, Partie, Sorte
from eclaireurs.evaluation.desirable.querysets import PublicationQuerySet
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.rapport.models import Conclusion, Preconisation


class Desirable(Versionne):
    """One per evaluation: its title, its chapeau, its cover, and whether the public reads it.

    `adresse` is given at the first publication and never changes.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="desirable")
    etat = models.CharField("état", max_length=10, choices=EtatDesirable, default=EtatDesirable.BROUILLON)
    titre = models.CharField("titre", max_length=120, blank=True)
    chapeau = models.TextField(
        "chapeau",
        max_length=800,
        blank=True,
        help_text="Deux ou trois phrases, sous le titre, qui donnent envie de lire la suite.",
    )
    couverture = models.ForeignKey(
        "Piece",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="photo de couverture",
    )
    adresse = models.SlugField("adresse publique", max_length=80, unique=True, null=True, editable=False)
    motif = models.CharField("retiré du public parce que", max_length=2000, blank=True, editable=False)
    depublie_le = models.DateTimeField("retiré du public le", null=True, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "rapport désirable"
        verbose_name_plural = "rapports désirables"
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatDesirable.values), name="desirable_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatDesirable.BROUILLON) | Q(adresse__isnull=False),
                name="desirable_publie_a_son_adresse",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatDesirable.DEPUBLIE, depublie_le__isnull=False) & ~Q(motif="")
                | ~Q(etat=EtatDesirable.DEPUBLIE) & Q(depublie_le=None, motif=""),
                name="desirable_depublie_dit_pourquoi",
            ),
        ]

    def __str__(self) -> str:
        return self.titre or f"Rapport désirable : {self.dossier}"

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    def adresse_publique(self) -> str:
        """Where the public reads it; only once it has been published."""
        return reverse("rapports:rapport", args=[self.adresse])


class Piece(Versionne):
    """One thing of the dossier that goes into the report: nothing of it is copied before publication."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rapport = models.ForeignKey(Desirable, models.CASCADE, related_name="pieces")
    sorte = models.CharField("sorte", max_length=14, choices=Sorte)
    partie = models.CharField("partie", max_length=14, choices=Partie)
    numero = models.PositiveSmallIntegerField("numéro")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, blank=True, related_name="+")
    materiau = models.ForeignKey(Materiau, models.CASCADE, null=True, blank=True, related_name="+")
    conclusion = models.ForeignKey(Conclusion, models.CASCADE, null=True, blank=True, related_name="+")
    preconisation = models.ForeignKey(Preconisation, models.CASCADE, null=True, blank=True, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="+")
    legende = models.CharField("légende", max_length=300, blank=True)

    class Meta:
        verbose_name = "pièce du rapport désirable"
        verbose_name_plural = "pièces du rapport désirable"
        ordering = ["partie", "numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapport", "partie", "numero"],
                name="piece_desirable_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["rapport", "theme", "materiau", "conclusion", "preconisation", "article"],
                name="piece_desirable_une_fois",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(sorte__in=Sorte.values) & Q(partie__in=Partie.values),
                name="piece_desirable_connue",
            ),
        ]

    def __str__(self) -> str:
        return str(self.objet or Sorte.PLAN.label)

    @property
    def objet(self) -> models.Model | None:
        """What it shows; None for the plan."""
        return None if self.sorte == Sorte.PLAN else getattr(self, self.sorte)

    @property
    def dossier(self) -> Dossier:
        return self.rapport.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class Publication(models.Model):
    """The report as it was given to the public: `contenu` is `photographie.photographier`.

    The database lets nothing of it change but what a withdrawn consent takes away (migration 0007).
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rapport = models.ForeignKey(Desirable, models.CASCADE, related_name="publications")
    numero = models.PositiveSmallIntegerField("version")
    publiee_le = models.DateTimeField("publiée le", default=timezone.now, editable=False)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="publiée par")
    contenu = models.JSONField("contenu")
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    motif = models.CharField("retirée parce que", max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "version publiée"
        verbose_name_plural = "versions publiées"
        ordering = ["-numero"]
        constraints = [
            models.UniqueConstraint(fields=["rapport", "numero"], name="publication_desirable_unique"),
            models.CheckConstraint(
                condition=Q(retiree_le=None, motif="") | Q(retiree_le__isnull=False) & ~Q(motif=""),
                name="publication_desirable_retiree_dit_pourquoi",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.numero}"

    def get_absolute_url(self) -> str:
        return reverse("rapports:version", args=[self.rapport.adresse, self.numero])

    @property
    def dossier(self) -> Dossier:
        return self.rapport.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def lisible(self) -> bool:
        """Whether the public may read this version now."""
        return (
            self.retiree_le is None
            and self.rapport.etat == EtatDesirable.PUBLIE
            and self.dossier.supprime_le is None
        )
