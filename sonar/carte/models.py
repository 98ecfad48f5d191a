"""The map of resources: concepts, poles and questions of the print, and the mixes that people keep."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.models import Compte
from communs.seances.models import Participation
from sonar.carte.calculs import Point
from sonar.carte.enums import Certitude, Source, Zone
from sonar.carte.querysets import ConceptQuerySet, MelangeQuerySet

BORD = 100
_entre_les_bords = [MinValueValidator(-BORD), MaxValueValidator(BORD)]


class Pole(models.Model):
    """One end of an axis."""

    cle = models.SlugField("clé", max_length=20, unique=True)
    nom = models.CharField("nom", max_length=40)
    devise = models.CharField("devise", max_length=200)

    class Meta:
        verbose_name = "pôle de la carte"
        verbose_name_plural = "pôles de la carte"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.nom


class QuestionDeCarte(models.Model):
    """One of the five questions printed between the zones."""

    numero = models.PositiveSmallIntegerField("numéro", unique=True)
    texte = models.CharField("question", max_length=200)
    x = models.SmallIntegerField("x", validators=_entre_les_bords)
    y = models.SmallIntegerField("y", validators=_entre_les_bords)
    certitude = models.CharField("certitude", max_length=10, choices=Certitude)
    remarque = models.CharField("remarque", max_length=300, blank=True)

    class Meta:
        verbose_name = "question de la carte"
        verbose_name_plural = "questions de la carte"
        ordering = ["numero"]
        constraints = [
            models.CheckConstraint(
                condition=Q(x__range=(-BORD, BORD), y__range=(-BORD, BORD)), name="question_carte_dans_carte"
            ),
            models.CheckConstraint(
                condition=Q(certitude__in=Certitude.values), name="question_carte_certitude_connue"
            ),
        ]

    def __str__(self) -> str:
        return self.texte


class Concept(models.Model):
    """A resource of the map, or a word that is only defined (no place).

    Its place is an estimate until somebody has seen the print (`place_confirmee`). One that is taken out
    stays, for the mixes that hold it.
    """

    cle = models.SlugField("clé", max_length=60, unique=True)
    numero = models.PositiveSmallIntegerField("numéro sur la carte", null=True, blank=True)
    nom = models.CharField("nom", max_length=120)
    x = models.SmallIntegerField("x, de solution à capacitation", null=True, validators=_entre_les_bords)
    y = models.SmallIntegerField("y, d’interne à globale", null=True, validators=_entre_les_bords)
    place_confirmee = models.BooleanField("place confirmée sur l’imprimé", default=False)
    certitude = models.CharField("lecture du nom", max_length=10, choices=Certitude)
    remarque = models.CharField("remarque", max_length=300, blank=True)
    definition = models.TextField("définition", max_length=1500)
    source = models.CharField("définition", max_length=10, choices=Source)
    retire_le = models.DateTimeField("retirée de la carte le", null=True, blank=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = "ressource de la carte"
        verbose_name_plural = "ressources de la carte"
        ordering = ["numero", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(x=None, y=None) | Q(x__range=(-BORD, BORD), y__range=(-BORD, BORD)),
                name="concept_dans_la_carte",
                violation_error_message="Une place va de −100 à 100 sur chaque axe, ou n’est pas donnée.",
            ),
            models.CheckConstraint(condition=Q(certitude__in=Certitude.values), name="concept_certitude"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="concept_source_connue"),
        ]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return f"{reverse('sonar:definitions')}#{self.cle}"

    @property
    def nom_court(self) -> str:
        """Without what stands between brackets: on the map, room is scarce."""
        return self.nom.split(" (", 1)[0]

    @property
    def place(self) -> Point | None:
        if self.x is None or self.y is None:
            return None
        return Point(self.cle, self.x, self.y)

    @property
    def zone(self) -> Zone | None:
        return self.place.zone if self.place else None


class Melange(models.Model):
    """What somebody uses, as she ticked it; never altered. `uuid` is its unguessable address."""

    essai = models.UUIDField("identifiant signé de la feuille", unique=True, editable=False)
    uuid = models.UUIDField("adresse du mélange", unique=True, default=uuid.uuid4, editable=False)
    compte = models.ForeignKey(
        Compte, models.SET_NULL, null=True, blank=True, related_name="melanges", editable=False
    )
    concepts = ArrayField(models.SlugField(max_length=60), verbose_name="ressources", default=list)
    remis_le = models.DateTimeField("remis le", default=timezone.now, editable=False)

    objects = MelangeQuerySet.as_manager()

    class Meta:
        verbose_name = "mélange"
        verbose_name_plural = "mélanges"
        indexes = [models.Index(fields=["compte", "-remis_le"], name="melange_historique")]

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("sonar:carte_melange", args=[self.uuid])


class UsageEnSeance(models.Model):
    """What one person in a room ticked; hers until she leaves the room."""

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="usages_de_carte")
    concepts = ArrayField(models.SlugField(max_length=60), verbose_name="ressources", default=list)
    rendu_le = models.DateTimeField("rendu le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "usages dits en séance"
        verbose_name_plural = "usages dits en séance"

    def __str__(self) -> str:
        return f"{len(self.concepts)} ressources"
