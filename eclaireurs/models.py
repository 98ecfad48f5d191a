"""Les Éclaireurs in public: the content of the episodes, and how the tools went in collectivités."""

import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.models import Collectivite, Compte
from eclaireurs.enums import Etat
from eclaireurs.essais.models import Essai
from eclaireurs.outils import Outil, outil_de_cle
from eclaireurs.querysets import EpisodeQuerySet, RetourQuerySet

__all__ = ["Acteur", "Engagement", "Episode", "Essai", "Fiche", "Retour", "Scene"]

# How long a report taken back may still return (days).
DELAI_REPENTIR = timedelta(days=30)


class Episode(models.Model):
    """One booklet of the source: a way an administration could work, told as a scenario."""

    cle = models.SlugField("clé", max_length=40, unique=True)
    numero = models.PositiveSmallIntegerField("numéro", unique=True)
    nom = models.CharField("nom", max_length=80)
    accroche = models.CharField("accroche", max_length=200)
    constat = models.TextField("constat")
    question = models.CharField("question", max_length=300)
    idee = models.TextField("idée")
    fabrique = models.TextField("comment il a été écrit")

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        verbose_name = "épisode"
        ordering = ["numero"]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("eclaireurs:episode", args=[self.cle])

    @property
    def dessin(self) -> str:
        return f"eclaireurs/dessins/{self.cle}.html"


class Acteur(models.Model):
    """Who plays a part in an episode, and what this part leaves to others."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="acteurs")
    cle = models.SlugField("clé", max_length=40)
    rang = models.PositiveSmallIntegerField("rang")
    nom = models.CharField("nom", max_length=80)
    role = models.TextField("ce qu’il fait")
    limite = models.TextField("ce qu’il laisse à d’autres")

    class Meta:
        verbose_name = "acteur"
        ordering = ["episode", "rang"]
        constraints = [models.UniqueConstraint(fields=["episode", "cle"], name="acteur_unique")]

    def __str__(self) -> str:
        return self.nom


class Scene(models.Model):
    """One step of the scenario; a tool of the same number serves in it."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="scenes")
    cle = models.SlugField("clé", max_length=40)
    numero = models.PositiveSmallIntegerField("numéro")
    moment = models.CharField("moment", max_length=80)
    titre = models.CharField("titre", max_length=80)
    constat = models.TextField("constat")
    question = models.CharField("question", max_length=300)
    recit = models.TextField("récit")

    class Meta:
        verbose_name = "scène"
        ordering = ["episode", "numero"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "cle"], name="scene_unique"),
            models.UniqueConstraint(fields=["episode", "numero"], name="scene_un_numero"),
        ]

    def __str__(self) -> str:
        return f"{self.numero}. {self.titre}"


class Engagement(models.Model):
    """What an actor commits to in a scene; `voix` joins the keys of the actors who speak with +."""

    scene = models.ForeignKey(Scene, models.CASCADE, related_name="engagements")
    voix = models.CharField("voix", max_length=80)
    formule = models.CharField("formule", max_length=120)
    intitule = models.CharField("intitulé", max_length=200)
    points = ArrayField(models.CharField(max_length=200), verbose_name="points")

    class Meta:
        verbose_name = "engagement"
        ordering = ["scene", "-voix"]
        constraints = [models.UniqueConstraint(fields=["scene", "voix"], name="engagement_unique")]

    def __str__(self) -> str:
        return f"{self.formule} {self.intitule}"


class Fiche(models.Model):
    """The presentation of a tool of `outils.OUTILS`, with its kit de test."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="fiches")
    outil = models.SlugField("outil", max_length=40)
    idee = models.TextField("idée")
    usage = models.TextField("qui s’en sert")
    apports = ArrayField(models.CharField(max_length=200), verbose_name="ce qu’il donne")
    kit_essai = models.TextField("kit de test : quoi essayer")
    kit_avec = models.CharField("kit de test : avec qui", max_length=200)
    kit_duree = models.CharField("kit de test : combien de temps", max_length=120)
    kit_gestes = ArrayField(models.CharField(max_length=240), verbose_name="kit de test : gestes")
    kit_observer = ArrayField(models.CharField(max_length=240), verbose_name="kit de test : à observer")

    class Meta:
        verbose_name = "fiche d’outil"
        verbose_name_plural = "fiches d’outil"
        ordering = ["episode", "pk"]
        constraints = [models.UniqueConstraint(fields=["episode", "outil"], name="fiche_unique")]

    def __str__(self) -> str:
        return self.outil


class Retour(models.Model):
    """How a tool went in a collectivité. Its words are never altered: whoever publishes has read them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outil = models.SlugField("outil", max_length=80)
    collectivite = models.ForeignKey(
        Collectivite, models.CASCADE, related_name="retours", verbose_name="collectivité"
    )
    # Nobody once the account is erased: what is shown names the collectivité only.
    auteur = models.ForeignKey(Compte, models.SET_NULL, null=True, related_name="retours")
    essai = models.TextField("ce que vous avez essayé", max_length=2000)
    avec = models.CharField("avec qui", max_length=200)
    duree = models.CharField("combien de temps", max_length=120)
    suites = models.TextField("ce qui en est sorti", max_length=2000)
    consenti_le = models.DateTimeField("publication consentie le", default=timezone.now, editable=False)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.PROPOSE)
    relu_le = models.DateTimeField("relu le", null=True, blank=True)
    motif = models.CharField("motif du refus", max_length=300, blank=True)
    # Taken back: out of sight at once, erased after DELAI_REPENTIR.
    retire_le = models.DateTimeField("retiré le", null=True, blank=True, editable=False)

    objects = RetourQuerySet.as_manager()

    class Meta:
        verbose_name = "retour d’expérience"
        verbose_name_plural = "retours d’expérience"
        ordering = ["-consenti_le", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outil", "collectivite", "auteur"],
                condition=models.Q(etat=Etat.PROPOSE, retire_le=None),
                name="retour_un_seul_en_relecture",
                violation_error_message="Un retour de votre part attend déjà d’être relu pour cet outil.",
            ),
            models.CheckConstraint(condition=models.Q(etat__in=Etat.values), name="retour_etat_connu"),
            models.CheckConstraint(
                condition=models.Q(etat=Etat.PROPOSE, relu_le=None)
                | (~models.Q(etat=Etat.PROPOSE) & models.Q(relu_le__isnull=False)),
                name="retour_relu_ou_en_relecture",
            ),
            models.CheckConstraint(
                condition=~models.Q(etat=Etat.REFUSE) | ~models.Q(motif=""),
                name="retour_refuse_avec_motif",
                violation_error_message="Un refus dit pourquoi.",
            ),
        ]
        indexes = [models.Index(fields=["outil", "etat", "-consenti_le"], name="retour_par_outil")]

    def __str__(self) -> str:
        return f"{self.collectivite} : {self.outil}"

    @property
    def fiche_outil(self) -> Outil | None:
        """The tool it speaks of, as listed today."""
        return outil_de_cle(self.outil)
