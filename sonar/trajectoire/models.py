"""Where people say they stand on the trajectory: subjects, dated rounds, positions; and in a séance."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.collectivites.models import Collectivite, Compte
from communs.etats.models import PERSONNE_EFFACEE, Versionne
from communs.seances.models import Participation
from sonar.trajectoire.enums import Genre, Niveau
from sonar.trajectoire.modeles_contenu import (
    EtapeTrajectoire,
    Indicateur,
    PassageTrajectoire,
    Principe,
    Rattachement,
)
from sonar.trajectoire.querysets import PositionQuerySet, SujetQuerySet, TourQuerySet

__all__ = [
    "AvisEtape",
    "EtapeTrajectoire",
    "Indicateur",
    "PassageTrajectoire",
    "PointTrajectoire",
    "PositionTrajectoire",
    "Principe",
    "Rattachement",
    "Sujet",
    "Tour",
]
NOTE_MAX = 600


class Sujet(models.Model):
    """What is positioned: a collectivité, or one of its projects."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    collectivite = models.ForeignKey(Collectivite, models.CASCADE, related_name="sujets_de_trajectoire")
    genre = models.CharField("ce qui se situe", max_length=12, choices=Genre, default=Genre.COLLECTIVITE)
    intitule = models.CharField("intitulé", max_length=120, validators=[noms.valider])
    cree_par = models.ForeignKey(
        Compte, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="ouvert par"
    )
    cree_le = models.DateTimeField("ouvert le", default=timezone.now, editable=False)
    archive_le = models.DateTimeField("archivé le", null=True, blank=True, editable=False)

    objects = SujetQuerySet.as_manager()

    class Meta:
        verbose_name = "sujet de trajectoire"
        verbose_name_plural = "sujets de trajectoire"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(genre__in=Genre.values), name="sujet_trajectoire_genre_connu")
        ]

    def __str__(self) -> str:
        return self.intitule

    def get_absolute_url(self) -> str:
        return self.adresse("trajectoire:sujet")

    def adresse(self, nom: str, *args: object) -> str:
        """The address `nom` of this subject; no query where the collectivité was fetched with it."""
        return reverse(nom, args=[self.collectivite.identifiant, self.uuid, *args])


class Tour(models.Model):
    """One dated round: everybody answers for herself, then it closes and is read together."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sujet = models.ForeignKey(Sujet, models.CASCADE, related_name="tours")
    ouvert_le = models.DateTimeField("ouvert le", default=timezone.now, editable=False)
    ouvert_par = models.ForeignKey(
        Compte, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="ouvert par"
    )
    clos_le = models.DateTimeField("clos le", null=True, blank=True, editable=False)

    objects = TourQuerySet.as_manager()

    class Meta:
        verbose_name = "tour de positionnement"
        verbose_name_plural = "tours de positionnement"
        ordering = ["-ouvert_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sujet"],
                condition=Q(clos_le=None),
                name="tour_un_seul_ouvert",
                violation_error_message="Un tour est déjà ouvert pour ce sujet.",
            ),
            models.CheckConstraint(
                condition=Q(clos_le=None) | Q(clos_le__gte=models.F("ouvert_le")),
                name="tour_clos_apres_ouvert",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sujet} ({self.ouvert_le:%d/%m/%Y})"

    def get_absolute_url(self) -> str:
        return self.adresse("trajectoire:tour")

    def adresse(self, nom: str, *args: object) -> str:
        return self.sujet.adresse(nom, self.uuid, *args)

    @property
    def ouvert(self) -> bool:
        return self.clos_le is None


class PositionTrajectoire(Versionne):
    """What one person says in one round: hers alone until she hands it in, then never altered."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tour = models.ForeignKey(Tour, models.CASCADE, related_name="positions")
    compte = models.ForeignKey(
        Compte, models.SET_NULL, null=True, editable=False, related_name="positions_de_trajectoire"
    )
    commencee_le = models.DateTimeField("commencée le", default=timezone.now, editable=False)
    remise_le = models.DateTimeField("remise le", null=True, blank=True, editable=False)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = "position sur la trajectoire"
        verbose_name_plural = "positions sur la trajectoire"
        ordering = ["remise_le", "pk"]
        constraints = [models.UniqueConstraint(fields=["tour", "compte"], name="position_une_par_personne")]

    def __str__(self) -> str:
        return self.nom_affiche

    @property
    def portee(self) -> UUID:
        return self.tour.sujet.uuid

    @property
    def nom_affiche(self) -> str:
        """Costs no query where the account was fetched with the row."""
        return self.compte.nom_affiche if self.compte is not None else PERSONNE_EFFACEE


class PointTrajectoire(models.Model):
    """One answer. The text is copied: correcting or retiring an indicator changes no past position."""

    position = models.ForeignKey(PositionTrajectoire, models.CASCADE, related_name="points")
    indicateur = models.ForeignKey(Indicateur, models.PROTECT, related_name="points")
    texte = models.CharField("indicateur, ce jour-là", max_length=240)
    niveau = models.PositiveSmallIntegerField("niveau", choices=Niveau, null=True, blank=True)
    note = models.CharField("note", max_length=NOTE_MAX, blank=True)

    class Meta:
        verbose_name = "point d’une position"
        verbose_name_plural = "points d’une position"
        constraints = [
            models.UniqueConstraint(fields=["position", "indicateur"], name="point_un_par_indicateur"),
            models.CheckConstraint(
                condition=Q(niveau=None) | Q(niveau__in=Niveau.values), name="point_niveau_connu"
            ),
            models.CheckConstraint(
                condition=Q(niveau__isnull=False) | ~Q(note=""), name="point_dit_quelque_chose"
            ),
        ]

    def __str__(self) -> str:
        return self.texte


class AvisEtape(models.Model):
    """In a séance: what one person in the room says of one stage. Goes with her passage."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="avis_de_trajectoire")
    etape = models.ForeignKey(EtapeTrajectoire, models.PROTECT, related_name="+")
    niveau = models.PositiveSmallIntegerField("niveau", choices=Niveau)

    class Meta:
        verbose_name = "avis donné en séance"
        verbose_name_plural = "avis donnés en séance"
        constraints = [
            models.UniqueConstraint(fields=["participation", "etape"], name="avis_etape_unique"),
            models.CheckConstraint(condition=Q(niveau__in=Niveau.values), name="avis_etape_niveau_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.etape_id}\u00a0: {self.get_niveau_display()}"
