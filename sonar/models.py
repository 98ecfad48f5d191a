"""The style test: its content (questions, options, profiles) and the sheets handed in."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from communs.collectivites.models import Compte
from sonar.calculs import NOMBRE_DE_QUESTIONS
from sonar.enums import Style
from sonar.querysets import QuestionQuerySet, TentativeQuerySet


class Question(models.Model):
    """One of the six questions."""

    cle = models.SlugField("clé", max_length=60, unique=True)
    numero = models.PositiveSmallIntegerField(
        "numéro", validators=[MinValueValidator(1), MaxValueValidator(NOMBRE_DE_QUESTIONS)]
    )
    titre = models.CharField("titre court", max_length=80)
    intitule = models.CharField("intitulé", max_length=300)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        ordering = ["numero"]
        constraints = [
            # Deferred: two questions may swap their numbers in one load of the content.
            models.UniqueConstraint(
                fields=["numero"],
                name="question_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Une autre question porte déjà ce numéro.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.numero}. {self.titre}"


class Option(models.Model):
    """One of the four answers to a question; each carries a style, never shown before the result."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="options")
    style = models.CharField("style", max_length=20, choices=Style)
    texte = models.CharField("texte", max_length=300)

    class Meta:
        verbose_name = "option"
        ordering = ["question", "style"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "style"],
                name="option_un_style_par_question",
                violation_error_message="Cette question a déjà une option de ce style.",
            ),
            models.CheckConstraint(condition=models.Q(style__in=Style.values), name="option_style_connu"),
        ]

    def __str__(self) -> str:
        return self.texte


class Profil(models.Model):
    """The portrait of a leading style, or of a tie of two or three (`cle` joins the styles with +)."""

    cle = models.CharField("clé", max_length=60, unique=True)
    nom = models.CharField("nom", max_length=80)
    titre = models.CharField("titre", max_length=80)
    accroche = models.CharField("accroche", max_length=240)
    portrait = models.TextField("portrait")
    exemple_titre = models.CharField("titre de l’exemple", max_length=120)
    exemple = models.TextField("exemple")
    attention = models.TextField("point d’attention")
    apport = models.TextField("apport du style, ou lecture du mélange")
    gestes = ArrayField(models.CharField(max_length=200), verbose_name="trois gestes", size=3)

    class Meta:
        verbose_name = "profil"
        verbose_name_plural = "profils"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("sonar:portrait", args=[self.cle])

    @property
    def styles(self) -> tuple[Style, ...]:
        return tuple(Style(cle) for cle in self.cle.split("+"))

    @property
    def est_mixte(self) -> bool:
        return "+" in self.cle


class Tentative(models.Model):
    """A sheet handed in, never altered; `uuid` is its unguessable address, distinct from `essai`.

    Made and deleted by `services` alone, which keep the rollup of the baromètre.
    """

    essai = models.UUIDField("identifiant signé de la feuille", unique=True, editable=False)
    uuid = models.UUIDField("adresse du résultat", unique=True, default=uuid.uuid4, editable=False)
    compte = models.ForeignKey(
        Compte, models.SET_NULL, null=True, blank=True, related_name="tentatives", editable=False
    )
    remise_le = models.DateTimeField("remise le", default=timezone.now, editable=False)

    objects = TentativeQuerySet.as_manager()

    class Meta:
        verbose_name = "tentative"
        indexes = [models.Index(fields=["compte", "-remise_le"], name="tentative_historique")]

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("sonar:resultat", args=[self.uuid])


class Reponse(models.Model):
    """One answer. The style is copied: a result never changes when an editor corrects the test."""

    tentative = models.ForeignKey(Tentative, models.CASCADE, related_name="reponses")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    style = models.CharField("style", max_length=20, choices=Style)
    texte = models.CharField("option choisie", max_length=300)

    class Meta:
        verbose_name = "réponse"
        ordering = ["question__numero"]
        constraints = [
            models.UniqueConstraint(fields=["tentative", "question"], name="reponse_une_par_question"),
            models.CheckConstraint(condition=models.Q(style__in=Style.values), name="reponse_style_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} : {self.style}"

    @property
    def signe(self) -> str:
        return Style(self.style).signe


class Comptage(models.Model):
    """How many sheets of a month carry this answer: the rollup, so that nobody ever counts the sheets.

    Kept by `barometre.ajouter` and `retirer` in the transaction that changes the sheets. Collation C:
    rows are locked in the order in which Python sorts their keys, hence without deadlock.
    """

    mois = models.DateField("premier jour du mois")
    mesure = models.CharField("clé de la question, ou « profil »", max_length=60, db_collation="C")
    valeur = models.CharField("style, ou clé du profil", max_length=60, db_collation="C")
    nombre = models.PositiveIntegerField("nombre de feuilles")

    class Meta:
        verbose_name = "comptage"
        constraints = [models.UniqueConstraint(fields=["mois", "mesure", "valeur"], name="comptage_unique")]

    def __str__(self) -> str:
        return f"{self.mois:%Y-%m} {self.mesure} {self.valeur}"


class Periode(models.Model):
    """One or several whole months, as published; never altered (`docs/decisions/barometre.md`)."""

    debut = models.DateField("premier mois", unique=True)
    fin = models.DateField("dernier mois", unique=True)
    feuilles = models.PositiveIntegerField("nombre de feuilles")
    repartitions = models.JSONField("répartitions", help_text="Un nombre absent est couvert par le secret.")
    # Kept with the figures: a demonstration restored elsewhere from a backup still says what it is.
    demonstration = models.BooleanField("démonstration", default=False, editable=False)

    class Meta:
        verbose_name = "période publiée"
        verbose_name_plural = "périodes publiées"
        ordering = ["debut"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(debut__lte=models.F("fin")), name="periode_debut_avant_fin"
            )
        ]

    def __str__(self) -> str:
        return f"{self.debut:%Y-%m}/{self.fin:%Y-%m}"

    @property
    def nom(self) -> str:
        """« octobre 2026 », « octobre à décembre 2026 », « décembre 2026 à janvier 2027 »."""
        if self.debut == self.fin:
            return date_format(self.fin, "F Y")
        debut = date_format(self.debut, "F" if self.debut.year == self.fin.year else "F Y")
        return f"{debut} à {date_format(self.fin, 'F Y')}"


class Instantane(models.Model):
    """What the baromètre said of one day. `en_attente` is rounded down: see `confidentialite.arrondir`."""

    jour = models.DateField("jour", unique=True)
    en_attente = models.PositiveIntegerField("feuilles en attente, arrondies", default=0)

    class Meta:
        verbose_name = "instantané"
        verbose_name_plural = "instantanés"
        ordering = ["-jour"]

    def __str__(self) -> str:
        return f"{self.jour:%Y-%m-%d}"

    @property
    def nom(self) -> str:
        """« 1er octobre 2026 », « 2 octobre 2026 »."""
        return f"{'1er' if self.jour.day == 1 else self.jour.day} {date_format(self.jour, 'F Y')}"


# Of the same application: Django looks for models here.
from sonar.carte.models import (  # noqa: E402, F401
    Concept,
    Melange,
    Pole,
    QuestionDeCarte,
    UsageEnSeance,
)
from sonar.fabrique.fiches import (  # noqa: E402, F401
    EntreeDeBord,
    ReponseDeFabrique,
    TourDeFabrique,
    UsageDePratique,
)
from sonar.fabrique.models import (  # noqa: E402, F401
    EtapeDuCycle,
    Pratique,
    QuestionDuCycle,
    TexteDeFabrique,
)
from sonar.seances.models import (  # noqa: E402, F401
    Feuille,
    Passage,
    Portrait,
    Relance,
    SeanceSonar,
    TempsDuDeroule,
)
from sonar.trajectoire.models import (  # noqa: E402, F401
    AvisEtape,
    EtapeTrajectoire,
    Indicateur,
    PassageTrajectoire,
    PointTrajectoire,
    PositionTrajectoire,
    Principe,
    Rattachement,
    Sujet,
    Tour,
)
