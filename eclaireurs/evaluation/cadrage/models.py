"""The frame of an evaluation: what is asked, of what, by which criteria, with whom and when."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.dossiers.models import Dossier, Participant
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Acteur, Versionne
from eclaireurs.evaluation.cadrage.enums import EtatCadre, EtatPresence, EtatRencontre, GenreRencontre


class _DuDossier:
    """Rows that know their dossier."""

    dossier: Dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class _DuCadre(_DuDossier):
    cadre: "Cadre"

    @property
    def dossier(self) -> Dossier:  # type: ignore[override]
        return self.cadre.dossier


class Cadre(_DuDossier, Versionne):
    """One per evaluation, proposed to the first committee and validated by it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="cadre")
    etat = models.CharField("état", max_length=10, choices=EtatCadre, default=EtatCadre.ECRITURE)
    perimetre = models.TextField(
        "périmètre",
        max_length=4000,
        blank=True,
        help_text="Quelle politique, sur quel territoire, pour quelles personnes, depuis quand.",
    )
    hors_perimetre = models.TextField("ce que l’évaluation laisse de côté", max_length=4000, blank=True)
    valide_le = models.DateTimeField("validé le", null=True, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "cadre"
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatCadre.values), name="cadre_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatCadre.VALIDE, valide_le__isnull=False)
                | (~Q(etat=EtatCadre.VALIDE) & Q(valide_le=None)),
                name="cadre_valide_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Cadre : {self.dossier}"


class Question(_DuCadre, Versionne):
    """An evaluative question."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    cadre = models.ForeignKey(Cadre, models.CASCADE, related_name="questions")
    numero = models.PositiveSmallIntegerField("numéro")
    texte = models.CharField("question évaluative", max_length=300)

    class Meta:
        verbose_name = "question évaluative"
        verbose_name_plural = "questions évaluatives"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre", "numero"],
                name="cadre_question_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.texte


class Critere(_DuCadre, Versionne):
    """By what a question will be judged, and what sign will tell."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="criteres")
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField("critère", max_length=200)
    signe = models.CharField("à quoi on le verra", max_length=300, blank=True)

    class Meta:
        verbose_name = "critère"
        ordering = ["question__numero", "numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "numero"],
                name="cadre_critere_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def cadre(self) -> Cadre:  # type: ignore[override]
        return self.question.cadre


class Rencontre(_DuDossier, Versionne):
    """A meeting of the calendar: three committees, the conclave, the yearly fête, and others."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="rencontres")
    genre = models.CharField("rencontre", max_length=15, choices=GenreRencontre)
    titre = models.CharField("précision", max_length=120, blank=True)
    etat = models.CharField("état", max_length=10, choices=EtatRencontre, default=EtatRencontre.PREVUE)
    le = models.DateField("date", null=True, blank=True)
    heure = models.TimeField("heure", null=True, blank=True)
    lieu = models.CharField("lieu", max_length=200, blank=True)
    ordre_du_jour = models.TextField("ordre du jour", max_length=4000, blank=True)
    compte_rendu = models.TextField("compte rendu", max_length=20_000, blank=True)
    tenue_le = models.DateTimeField("déclarée tenue le", null=True, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "rencontre"
        ordering = ["le", "heure", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(genre__in=GenreRencontre.values), name="rencontre_connue"),
            models.CheckConstraint(
                condition=Q(etat=EtatRencontre.TENUE, tenue_le__isnull=False, le__isnull=False)
                | (~Q(etat=EtatRencontre.TENUE) & Q(tenue_le=None)),
                name="rencontre_tenue_a_une_date",
                violation_error_message="Une rencontre tenue a une date.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre or self.get_genre_display()


class Presence(models.Model):
    """Who was there: the attendance sheet of a meeting."""

    rencontre = models.ForeignKey(Rencontre, models.CASCADE, related_name="presences")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    etat = models.CharField("présence", max_length=10, choices=EtatPresence)

    class Meta:
        verbose_name = "présence"
        constraints = [
            models.UniqueConstraint(fields=["rencontre", "participant"], name="presence_unique"),
            models.CheckConstraint(condition=Q(etat__in=EtatPresence.values), name="presence_connue"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} : {self.get_etat_display()}"


class Signature(models.Model):
    """A commitment of the scenario, signed by who holds the role; its words as they were that day."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="signatures")
    scene = models.CharField("scène", max_length=40)
    voix = models.CharField("voix", max_length=80)
    acteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+")
    texte = models.TextField("engagement signé")
    signe_le = models.DateTimeField("signé le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "signature"
        ordering = ["signe_le", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "scene", "voix", "acteur"], name="signature_une_fois")
        ]

    def __str__(self) -> str:
        return f"{self.acteur} : {self.scene}"
