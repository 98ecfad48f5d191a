"""The trajectory as it is read: passages, stages with their indicators, principles."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from sonar.trajectoire.enums import Certitude
from sonar.trajectoire.querysets import EtapeQuerySet


class PassageTrajectoire(models.Model):
    """What one crosses between two stages: « de faire à prouver »."""

    cle = models.SlugField("clé", max_length=40, unique=True)
    rang = models.PositiveSmallIntegerField("rang", validators=[MinValueValidator(1)])
    nom = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "passage"
        ordering = ["rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["rang"],
                name="passage_trajectoire_rang_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Un autre passage a déjà ce rang.",
            )
        ]

    def __str__(self) -> str:
        return self.nom


class EtapeTrajectoire(models.Model):
    """One of the nine stages."""

    cle = models.SlugField("clé", max_length=40, unique=True)
    rang = models.PositiveSmallIntegerField("rang", validators=[MinValueValidator(1), MaxValueValidator(9)])
    nom = models.CharField("nom", max_length=60)
    devise = models.CharField("devise", max_length=120)
    intertitre = models.CharField("intertitre", max_length=120)
    quoi = models.TextField("ce que c’est")
    enjeu = models.TextField("ce qui s’y joue")

    objects = EtapeQuerySet.as_manager()

    class Meta:
        verbose_name = "étape de la trajectoire"
        verbose_name_plural = "étapes de la trajectoire"
        ordering = ["rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["rang"],
                name="etape_trajectoire_rang_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Une autre étape a déjà ce rang.",
            )
        ]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("sonar:trajectoire_etape", args=[self.cle])

    @property
    def rattachement(self) -> "Rattachement | None":
        """Costs no query after `EtapeQuerySet.completes`."""
        return next(iter(self.rattachements.all()), None)


class Rattachement(models.Model):
    """That a stage belongs to a passage: a reading of the print's layout, with its certainty."""

    etape = models.ForeignKey(
        EtapeTrajectoire, models.CASCADE, related_name="rattachements", verbose_name="étape"
    )
    passage = models.ForeignKey(
        PassageTrajectoire, models.PROTECT, related_name="rattachements", verbose_name="passage"
    )
    certitude = models.CharField("certitude", max_length=10, choices=Certitude)
    remarque = models.CharField("remarque sur la lecture", max_length=300, blank=True)

    class Meta:
        verbose_name = "rattachement d’une étape"
        verbose_name_plural = "rattachements des étapes"
        constraints = [
            # Deferred: one load of the content may move a stage from a passage to another.
            models.UniqueConstraint(
                fields=["etape"],
                name="rattachement_un_par_etape",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Cette étape est déjà rattachée à un passage.",
            ),
            models.CheckConstraint(
                condition=models.Q(certitude__in=Certitude.values), name="rattachement_certitude_connue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.etape}\u00a0: {self.passage}"


class Indicateur(models.Model):
    """By what one knows that a stage is passed. One that has served is retired, never deleted."""

    etape = models.ForeignKey(EtapeTrajectoire, models.CASCADE, related_name="indicateurs")
    cle = models.SlugField("clé", max_length=40)
    rang = models.PositiveSmallIntegerField("rang")
    texte = models.CharField("texte", max_length=240)
    retire = models.BooleanField(
        "retiré",
        default=False,
        help_text="On ne le propose plus. Les positions déjà remises le gardent dans l’historique.",
    )

    class Meta:
        verbose_name = "indicateur"
        ordering = ["etape__rang", "rang", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["etape", "cle"],
                name="indicateur_cle_unique",
                violation_error_message="Un autre indicateur de cette étape a déjà cette clé.",
            )
        ]

    def __str__(self) -> str:
        return self.texte


class Principe(models.Model):
    """What the whole path rests on."""

    cle = models.SlugField("clé", max_length=40, unique=True)
    rang = models.PositiveSmallIntegerField("rang")
    titre = models.CharField("titre", max_length=80)
    texte = models.CharField("texte", max_length=300)

    class Meta:
        verbose_name = "principe du chemin"
        verbose_name_plural = "principes du chemin"
        ordering = ["rang", "pk"]

    def __str__(self) -> str:
        return self.titre
