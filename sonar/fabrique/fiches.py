"""The fiche de fabrique: what the people of one dossier write, lap after lap of the cycle.

Answers keep the words of their question, practices and stages are kept by key: what an editor changes or
removes in the content changes nothing of what was written.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.dossiers.models import Dossier
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Acteur, Versionne
from sonar.fabrique.enums import Etape

DELAI_REPENTIR = timedelta(days=30)
DELAI_CORRECTION = timedelta(days=7)  # a logbook says what was known that day: its author corrects a slip


class _DuDossier:
    """Rows that know their dossier."""

    dossier: Dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class TourDeFabrique(_DuDossier, Versionne):
    """One lap of the cycle: the last one is written, those before are read."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="tours")
    numero = models.PositiveSmallIntegerField("numéro")
    ouvert_le = models.DateTimeField("ouvert le", default=timezone.now, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "tour du cycle"
        verbose_name_plural = "tours du cycle"
        ordering = ["numero"]
        constraints = [models.UniqueConstraint(fields=["dossier", "numero"], name="tour_numero_unique")]

    def __str__(self) -> str:
        return f"Tour {self.numero}"


class _DuTour(_DuDossier):
    tour: TourDeFabrique

    @property
    def dossier(self) -> Dossier:  # type: ignore[override]
        return self.tour.dossier


class ReponseDeFabrique(_DuTour, Versionne):
    """What is answered to one question in one lap, or why it is left aside."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tour = models.ForeignKey(TourDeFabrique, models.CASCADE, related_name="reponses")
    question_cle = models.SlugField("question", max_length=60)
    intitule = models.CharField("question posée", max_length=200)
    etape = models.CharField("étape", max_length=20, choices=Etape)
    texte = models.TextField("votre réponse", max_length=10_000, blank=True)
    sans_objet = models.BooleanField("sans objet pour cette politique", default=False)
    motif = models.CharField("pourquoi", max_length=500, blank=True)
    auteur = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+", verbose_name="par")
    ecrite_le = models.DateTimeField("écrite le", null=True, editable=False)

    class Meta:
        verbose_name = "réponse de la fabrique"
        verbose_name_plural = "réponses de la fabrique"
        constraints = [
            models.UniqueConstraint(fields=["tour", "question_cle"], name="fabrique_une_reponse"),
            models.CheckConstraint(condition=Q(etape__in=Etape.values), name="fabrique_reponse_etape_connue"),
            models.CheckConstraint(
                condition=Q(sans_objet=True) & ~Q(motif="") | Q(sans_objet=False, motif=""),
                name="fabrique_sans_objet_motive",
                violation_error_message="Une question sans objet dit pourquoi, et elle seule.",
            ),
        ]

    def __str__(self) -> str:
        return self.intitule

    @property
    def traitee(self) -> bool:
        return self.sans_objet or bool(self.texte)


class Supprimable(Versionne):
    """Put away for DELAI_REPENTIR, then erased."""

    supprime_le = models.DateTimeField("supprimé le", null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class UsageDePratique(_DuTour, Supprimable):
    """A practice that was used: when, with whom, what it changed."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tour = models.ForeignKey(TourDeFabrique, models.CASCADE, related_name="usages")
    pratique_cle = models.SlugField("pratique", max_length=60)
    pratique_nom = models.CharField("pratique", max_length=80)
    quand = models.CharField("quand", max_length=120)
    avec_qui = models.CharField("avec qui", max_length=200, blank=True)
    changement = models.TextField("ce que cela a changé", max_length=4000, blank=True)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="noté par")
    cree_le = models.DateTimeField("noté le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "pratique utilisée"
        verbose_name_plural = "pratiques utilisées"
        ordering = ["cree_le", "pk"]

    def __str__(self) -> str:
        return f"{self.pratique_nom}, {self.quand}"


class EntreeDeBord(_DuTour, Supprimable):
    """An entry of the logbook."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tour = models.ForeignKey(TourDeFabrique, models.CASCADE, related_name="entrees")
    le = models.DateField("date")
    texte = models.TextField("ce qui s’est passé", max_length=10_000)
    etape = models.CharField("étape", max_length=20, choices=Etape, blank=True)
    pratique_cle = models.SlugField("pratique", max_length=60, blank=True)
    pratique_nom = models.CharField("pratique", max_length=80, blank=True, editable=False)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="par")
    cree_le = models.DateTimeField("écrite le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "entrée du journal de bord"
        verbose_name_plural = "entrées du journal de bord"
        ordering = ["-le", "-cree_le", "-pk"]
        indexes = [models.Index("tour", models.F("le").desc(), name="entree_de_bord_par_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(etape="") | Q(etape__in=Etape.values), name="entree_de_bord_etape_connue"
            )
        ]

    def __str__(self) -> str:
        return f"{self.le:%d/%m/%Y}"

    @property
    def corrigeable(self) -> bool:
        """Its author may still correct it."""
        return self.supprime_le is None and timezone.now() < self.cree_le + DELAI_CORRECTION
