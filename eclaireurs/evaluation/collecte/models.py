"""The kit de collecte: themes, where each clue is filed, and what the committee makes of the whole."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.dossiers.models import Dossier
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Acteur, Versionne
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.cadrage.models import Critere
from eclaireurs.evaluation.collecte.enums import EtatCollecte, GenreApport


class Collecte(Versionne):
    """One per evaluation, with the stage of its compilation."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="collecte")
    etat = models.CharField("état", max_length=10, choices=EtatCollecte, default=EtatCollecte.EN_COURS)
    presentee_le = models.DateTimeField("présentée le", null=True, blank=True, editable=False)
    debattue_le = models.DateTimeField("débattue le", null=True, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "collecte"
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatCollecte.values), name="collecte_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatCollecte.EN_COURS) | Q(presentee_le__isnull=False),
                name="collecte_presentee_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatCollecte.DEBATTUE, debattue_le__isnull=False)
                | (~Q(etat=EtatCollecte.DEBATTUE) & Q(debattue_le=None)),
                name="collecte_debattue_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Collecte : {self.dossier}"

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class Theme(Versionne):
    """A heap of clues that go together, with its short synthesis: a text, a video shot on a phone."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    collecte = models.ForeignKey(Collecte, models.CASCADE, related_name="themes")
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField("thème", max_length=120)
    synthese = models.TextField("synthèse", max_length=4000, blank=True)
    video = models.OneToOneField(
        Materiau,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="synthese_de",
        verbose_name="mini-vidéo de synthèse",
    )

    class Meta:
        verbose_name = "thème"
        ordering = ["numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["collecte", "numero"],
                name="theme_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def dossier(self) -> Dossier:
        return self.collecte.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class Classement(models.Model):
    """A clue filed under a theme or under a criterion of the frame; it may stand under several."""

    materiau = models.ForeignKey(Materiau, models.CASCADE, related_name="classements")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, blank=True, related_name="classements")
    critere = models.ForeignKey(Critere, models.CASCADE, null=True, blank=True, related_name="classements")

    class Meta:
        verbose_name = "classement"
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=False, critere=None) | Q(theme=None, critere__isnull=False),
                name="classement_theme_ou_critere",
            ),
            models.UniqueConstraint(
                fields=["materiau", "theme", "critere"], name="classement_unique", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.materiau} → {self.theme or self.critere}"


class Apport(models.Model):
    """What a member of the intermediate committee brings to the debate, and what became of it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    collecte = models.ForeignKey(Collecte, models.CASCADE, related_name="apports")
    theme = models.ForeignKey(
        Theme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="apports",
        verbose_name="à propos du thème",
    )
    genre = models.CharField("nature", max_length=10, choices=GenreApport)
    texte = models.TextField("ce que vous apportez", max_length=2000)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="auteur")
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)
    suite = models.TextField("suite donnée", max_length=2000, blank=True)
    suite_le = models.DateTimeField("suite donnée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "apport du comité"
        verbose_name_plural = "apports du comité"
        ordering = ["cree_le", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(genre__in=GenreApport.values), name="apport_connu"),
            models.CheckConstraint(
                condition=(Q(suite="") & Q(suite_le=None)) | (~Q(suite="") & Q(suite_le__isnull=False)),
                name="apport_suite_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return self.texte[:60]

    @property
    def dossier(self) -> Dossier:
        return self.collecte.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid
