"""What makes a séance one of Sonar's: its exercises, steps, sheets, portrait; and the content."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.collectivites.models import Collectivite
from communs.seances.models import Participation, Seance
from sonar.enums import Style
from sonar.seances.enums import Exercice, Situation, Temps


class SeanceSonar(models.Model):
    """The room itself (code, door, stage, who is in) is `communs.seances`."""

    seance = models.OneToOneField(Seance, models.CASCADE, related_name="sonar")
    collectivite = models.ForeignKey(
        Collectivite, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="collectivité"
    )
    exercices = ArrayField(
        models.CharField(max_length=12, choices=Exercice), verbose_name="exercices", size=len(Exercice)
    )

    class Meta:
        verbose_name = "séance Sonar"
        verbose_name_plural = "séances Sonar"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(exercices__contained_by=Exercice.values, exercices__len__gte=1),
                name="seance_sonar_exercices_connus",
            )
        ]

    def __str__(self) -> str:
        return self.seance.titre

    @property
    def noms_des_exercices(self) -> str:
        return ", ".join(Exercice(cle).label.lower() for cle in self.exercices)


class Passage(models.Model):
    """One step that was put on stage, and when: what resumes a cleared stage, and times each step."""

    seance = models.ForeignKey(Seance, models.CASCADE, related_name="passages_sonar")
    exercice = models.CharField(max_length=12, choices=Exercice)
    pas = models.CharField("pas, ou clé d’une vue", max_length=40)
    le = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "étape passée"
        verbose_name_plural = "étapes passées"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.exercice} {self.pas}"


class Feuille(models.Model):
    """One sheet of the style test in a room: from a phone, with the result that it made, or from paper.

    `styles` is a copy, question → style: the group is counted without reading anybody's result, and a sheet
    that was already shown stays counted, nameless, when who gave it leaves. Erasing the result itself, by its
    own page, takes the sheet along. `comptee`: handed in while the exercise was open.
    """

    seance = models.ForeignKey(Seance, models.CASCADE, related_name="feuilles_sonar")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    participation = models.ForeignKey(
        Participation, models.SET_NULL, null=True, blank=True, related_name="feuilles_sonar"
    )
    tentative = models.OneToOneField(
        "sonar.Tentative", models.CASCADE, null=True, blank=True, related_name="feuille_de_seance"
    )
    styles = models.JSONField("réponses", default=dict)
    papier = models.BooleanField("saisie d’une feuille de papier", default=False)
    comptee = models.BooleanField("comptée dans le groupe", default=True)
    remise_le = models.DateTimeField("remise le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "feuille d’une séance"
        verbose_name_plural = "feuilles d’une séance"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["seance", "participation"], name="feuille_une_par_participation"),
            models.CheckConstraint(
                condition=Q(papier=False) | Q(participation=None, tentative=None, comptee=True),
                name="feuille_de_papier_sans_personne",
            ),
        ]

    def __str__(self) -> str:
        return "Feuille de papier" if self.papier else "Feuille"


class Portrait(models.Model):
    """The group as it was when the séance closed: counts only, computed once.

    `donnees`: the test (`calculs.Groupe`); `syntheses`: a table for each other exercise (`groupe.Synthese`).
    """

    seance = models.OneToOneField(Seance, models.CASCADE, related_name="portrait_sonar")
    donnees = models.JSONField("comptes")
    syntheses = models.JSONField("autres exercices", default=dict, editable=False)
    etabli_le = models.DateTimeField("établi le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "portrait d’un groupe"
        verbose_name_plural = "portraits de groupes"

    def __str__(self) -> str:
        return str(self.seance)

    def contient(self, cle: str) -> bool:
        """Whether this exercise is frozen in it: nobody may take it again."""
        return bool(self.donnees["profils"]) if cle == Exercice.TEST else cle in self.syntheses


class Relance(models.Model):
    """A question that starts a discussion, for one situation of the group; of one style, or of any."""

    cle = models.SlugField("clé", max_length=60, unique=True)
    situation = models.CharField("situation", max_length=20, choices=Situation)
    style = models.CharField(
        "style qui manque ou domine", max_length=20, choices=Style, blank=True, default=""
    )
    rang = models.PositiveSmallIntegerField("rang", default=1)
    texte = models.CharField("question à poser", max_length=300)

    class Meta:
        verbose_name = "relance de discussion"
        verbose_name_plural = "relances de discussion"
        ordering = ["situation", "rang", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(situation__in=Situation.values), name="relance_situation_connue"
            ),
        ]

    def __str__(self) -> str:
        return self.texte


class TempsDuDeroule(models.Model):
    """A moment of the facilitator's timed script."""

    cle = models.SlugField("clé", max_length=60, unique=True)
    temps = models.CharField("partie", max_length=12, choices=Temps)
    rang = models.PositiveSmallIntegerField("rang", default=1)
    titre = models.CharField("titre", max_length=80)
    minutes = models.PositiveSmallIntegerField("minutes")
    faire = models.TextField("ce que l’on fait")
    dire = models.TextField("ce que l’on dit")

    class Meta:
        verbose_name = "temps du déroulé"
        verbose_name_plural = "temps du déroulé"
        ordering = ["rang", "pk"]
        constraints = [models.CheckConstraint(condition=Q(temps__in=Temps.values), name="temps_connu")]

    def __str__(self) -> str:
        return self.titre
