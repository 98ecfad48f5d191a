"""The yearly fête of a collectivité: its day, its rooms, the sessions of its forum and what they decide."""

from datetime import datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear, Lower
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.collectivites.models import Collectivite, Compte
from communs.dossiers.models import Dossier
from communs.etats.models import Acteur, Versionne
from eclaireurs.evaluation.fete.enums import FORUM_OUVERT, EtatDecision, EtatFete, GenreDecision
from eclaireurs.evaluation.fete.querysets import AtelierQuerySet, DecisionQuerySet, FeteQuerySet
from eclaireurs.evaluation.suivi.models import Action

DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."
MOTIF_MAX = 300  # leaves room, in an amendment, for where it was decided


class Fete(Versionne):
    """One day a year, all the evaluations of a collectivité. `tour` grows with all that its screens show."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    collectivite = models.ForeignKey(Collectivite, models.CASCADE, related_name="fetes")
    etat = models.CharField("état", max_length=12, choices=EtatFete, default=EtatFete.PREPARATION)
    le = models.DateField("date")
    debut = models.TimeField("de")
    fin = models.TimeField("à")
    lieu = models.CharField("lieu", max_length=200)
    mot = models.TextField(
        "mot d’invitation",
        max_length=2000,
        blank=True,
        help_text="Ce que les agents et les élus liront d’abord : pourquoi venir, à quoi s’attendre.",
    )
    tour = models.PositiveIntegerField(default=1, editable=False)
    cree_le = models.DateTimeField("préparée depuis le", default=timezone.now, editable=False)
    annoncee_le = models.DateTimeField("annoncée le", null=True, blank=True, editable=False)
    close_le = models.DateTimeField("close le", null=True, blank=True, editable=False)
    invitee_le = models.DateTimeField("invitations envoyées le", null=True, blank=True, editable=False)

    objects = FeteQuerySet.as_manager()

    class Meta:
        verbose_name = "fête de l’évaluation"
        verbose_name_plural = "fêtes de l’évaluation"
        constraints = [
            models.UniqueConstraint(
                "collectivite",
                ExtractYear("le"),
                name="fete_une_par_an",
                violation_error_message="Votre collectivité a déjà une fête cette année-là : modifiez-la.",
            ),
            models.CheckConstraint(condition=Q(etat__in=EtatFete.values), name="fete_etat_connu"),
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")),
                name="fete_finit_apres_avoir_commence",
                violation_error_message="La fête finit avant d’avoir commencé : revoyez les heures.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatFete.PREPARATION) | Q(annoncee_le__isnull=False),
                name="fete_annoncee_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatFete.CLOSE, close_le__isnull=False)
                | (~Q(etat=EtatFete.CLOSE) & Q(close_le=None)),
                name="fete_close_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Fête de l’évaluation {self.le.year}"

    def get_absolute_url(self) -> str:
        return self.adresse("fete:fete")

    def adresse(self, nom: str, *args: object) -> str:
        """The address `nom` of this fête; no query where the collectivité was fetched with it."""
        return reverse(nom, args=[self.collectivite.identifiant, self.uuid, *args])

    @property
    def portee(self) -> UUID:
        return self.uuid

    @property
    def fuseau(self) -> ZoneInfo:
        return ZoneInfo(self.collectivite.fuseau)

    @property
    def forum_ouvert(self) -> bool:
        return self.etat in FORUM_OUVERT

    @property
    def ouverte(self) -> bool:
        return self.etat == EtatFete.OUVERTE

    def instant(self, heure: time) -> datetime:
        """This hour of the day of the fête, where it is held."""
        return datetime.combine(self.le, heure, tzinfo=self.fuseau)


class _DeLaFete(models.Model):
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    fete: Fete

    class Meta:
        abstract = True

    @property
    def portee(self) -> UUID:
        return self.fete.uuid


class Salle(_DeLaFete):
    """A room, and how many people it holds."""

    fete = models.ForeignKey(Fete, models.CASCADE, related_name="salles")
    nom = models.CharField("salle", max_length=80)
    places = models.PositiveSmallIntegerField("places")

    class Meta:
        verbose_name = "salle"
        ordering = ["nom", "pk"]
        constraints = [
            models.UniqueConstraint(
                "fete",
                Lower("nom"),
                name="fete_salle_unique",
                violation_error_message="Une salle porte déjà ce nom.",
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="fete_salle_a_des_places"),
        ]

    def __str__(self) -> str:
        return self.nom


class Creneau(_DeLaFete):
    """A slot of the day: sessions in as many rooms begin and end together."""

    fete = models.ForeignKey(Fete, models.CASCADE, related_name="creneaux")
    debut = models.TimeField("de")
    fin = models.TimeField("à")

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = ["debut"]
        constraints = [
            models.UniqueConstraint(fields=["fete", "debut"], name="fete_creneau_unique"),
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")),
                name="fete_creneau_finit_apres",
                violation_error_message="Le créneau finit avant d’avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debut:%H h %M} – {self.fin:%H h %M}"


class Atelier(Versionne, _DeLaFete):
    """A session of the forum, proposed by somebody who will hold it (`porteur`)."""

    fete = models.ForeignKey(Fete, models.CASCADE, related_name="ateliers")
    titre = models.CharField("titre", max_length=150)
    intention = models.TextField(
        "ce que vous voulez y faire",
        max_length=1500,
        blank=True,
        help_text="Une question, une difficulté, une décision à prendre ensemble.",
    )
    porteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="proposé par")
    dossier = models.ForeignKey(Dossier, models.SET_NULL, null=True, blank=True, related_name="+")
    action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="+")
    salle = models.ForeignKey(Salle, models.SET_NULL, null=True, blank=True, related_name="ateliers")
    creneau = models.ForeignKey(
        Creneau, models.SET_NULL, null=True, blank=True, related_name="ateliers", verbose_name="créneau"
    )
    compte_rendu = models.TextField("compte rendu", max_length=10_000, blank=True)
    annule_le = models.DateTimeField("annulé le", null=True, blank=True, editable=False)

    objects = AtelierQuerySet.as_manager()

    class Meta:
        verbose_name = "atelier"
        constraints = [
            models.UniqueConstraint(
                fields=["salle", "creneau"],
                condition=Q(annule_le=None),
                name="fete_un_atelier_par_salle",
                violation_error_message="Cette salle est déjà prise à ce créneau.",
            )
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        return self.fete.adresse("fete:atelier", self.uuid)

    @property
    def place(self) -> bool:
        """It has its room and its hour."""
        return self.salle_id is not None and self.creneau_id is not None


class Inscription(models.Model):
    """Somebody who comes to a session: an account, or a name that an organiser wrote for who has none."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    atelier = models.ForeignKey(Atelier, models.CASCADE, related_name="inscriptions")
    compte = models.ForeignKey(Compte, models.CASCADE, null=True, blank=True, related_name="+")
    nom = models.CharField("nom", max_length=120, blank=True, validators=[noms.valider])
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "inscription à un atelier"
        verbose_name_plural = "inscriptions à un atelier"
        constraints = [
            models.UniqueConstraint(fields=["atelier", "compte"], name="fete_inscription_unique"),
            models.CheckConstraint(
                condition=Q(compte=None) | Q(nom=""), name="fete_inscription_nommee_une_fois"
            ),
        ]

    def __str__(self) -> str:
        return self.compte.nom_affiche if self.compte is not None else self.nom or "Une personne"


class Affichage(models.Model):
    """A private dossier that its pilots put on the wall of this fête. No row: nothing of it is shown."""

    fete = models.ForeignKey(Fete, models.CASCADE, related_name="affichages")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "dossier privé au mur"
        verbose_name_plural = "dossiers privés au mur"
        constraints = [models.UniqueConstraint(fields=["fete", "dossier"], name="fete_affichage_unique")]

    def __str__(self) -> str:
        return f"{self.dossier} : {self.fete}"


class Decision(Versionne, _DeLaFete):
    """What a session decides of an action; once valid, it has been written in the tracking table."""

    fete = models.ForeignKey(Fete, models.CASCADE, related_name="decisions")
    atelier = models.ForeignKey(Atelier, models.CASCADE, related_name="decisions")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, models.SET_NULL, null=True, related_name="+")
    # As they were that day: numbers and titles of a plan may change.
    code = models.CharField("numéro de l’action", max_length=20)
    titre = models.CharField("action", max_length=200)
    genre = models.CharField("décision", max_length=12, choices=GenreDecision)
    nouveau_titre = models.CharField("nouvel intitulé", max_length=200, blank=True)
    motif = models.CharField("pourquoi", max_length=MOTIF_MAX)
    etat = models.CharField("état", max_length=10, choices=EtatDecision, default=EtatDecision.PROPOSEE)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="notée par")
    tranchee_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, related_name="+", verbose_name="tranchée par"
    )
    cree_le = models.DateTimeField("notée le", default=timezone.now, editable=False)
    tranchee_le = models.DateTimeField("tranchée le", null=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision de la fête"
        verbose_name_plural = "décisions de la fête"
        constraints = [
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(etat=EtatDecision.PROPOSEE),
                name="fete_une_decision_a_la_fois",
                violation_error_message="Une décision sur cette action attend déjà d’être validée.",
            ),
            models.CheckConstraint(condition=Q(genre__in=GenreDecision.values), name="fete_decision_connue"),
            models.CheckConstraint(
                condition=Q(etat=EtatDecision.PROPOSEE, tranchee_le=None)
                | (~Q(etat=EtatDecision.PROPOSEE) & Q(tranchee_le__isnull=False)),
                name="fete_decision_tranchee_a_une_date",
            ),
            models.CheckConstraint(
                condition=~Q(genre=GenreDecision.REORIENTER) | ~Q(nouveau_titre=""),
                name="fete_reorienter_donne_un_intitule",
                violation_error_message="Dites le nouvel intitulé de l’action.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} {self.code}"
