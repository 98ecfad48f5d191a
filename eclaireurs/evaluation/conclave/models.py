"""The conclave: a day of work on the recommendations, among people drawn by lot in the services concerned."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.collectivites.models import Compte, Service
from communs.dossiers.models import Dossier
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Versionne
from communs.tirages.models import Inscrit, Tirage
from eclaireurs.evaluation.conclave.enums import EtatConclave, Origine, Reponse


def nouveau_jeton() -> str:
    """The secret part of a convocation's address: 256 random bits."""
    return secrets.token_urlsafe(32)


class Conclave(Versionne):
    """One per evaluation. `tirage` is the draw from which its people come, once it is prepared."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="conclave")
    etat = models.CharField("état", max_length=12, choices=EtatConclave, default=EtatConclave.PREPARATION)
    le = models.DateField("date", null=True, blank=True)
    debut = models.TimeField("de", null=True, blank=True)
    fin = models.TimeField("à", null=True, blank=True)
    lieu = models.CharField("lieu", max_length=200, blank=True)
    acces = models.TextField(
        "pour venir",
        max_length=1000,
        blank=True,
        help_text="Adresse exacte, transports, accès pour tous, repas : ce qu’il faut savoir pour venir.",
    )
    texte = models.TextField(
        "mot aux personnes convoquées",
        max_length=4000,
        blank=True,
        help_text="Ce que l’on attend d’elles, ce que deviendra leur travail : la convocation le dit.",
    )
    reponses_le = models.DateField("réponses attendues avant le", null=True, blank=True)
    tirage = models.OneToOneField(
        Tirage, models.SET_NULL, null=True, blank=True, related_name="conclave", editable=False
    )
    convoque_le = models.DateTimeField("convocations envoyées le", null=True, blank=True, editable=False)
    ouvert_le = models.DateTimeField("ouvert le", null=True, blank=True, editable=False)
    clos_le = models.DateTimeField("clos le", null=True, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "conclave des préconisations"
        verbose_name_plural = "conclaves des préconisations"
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatConclave.values), name="conclave_etat_connu"),
            models.CheckConstraint(
                condition=Q(debut=None) | Q(fin=None) | Q(fin__gt=F("debut")),
                name="conclave_finit_apres_son_debut",
                violation_error_message="L’heure de fin vient après celle du début.",
            ),
            models.CheckConstraint(
                condition=Q(le=None) | Q(reponses_le=None) | Q(reponses_le__lt=F("le")),
                name="conclave_reponses_avant_le_jour",
                violation_error_message="Les réponses s’attendent avant le jour du conclave.",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[EtatConclave.PREPARATION, EtatConclave.TIRAGE], convoque_le=None)
                | (
                    ~Q(etat__in=[EtatConclave.PREPARATION, EtatConclave.TIRAGE])
                    & Q(convoque_le__isnull=False, le__isnull=False)
                    & ~Q(lieu="")
                ),
                name="conclave_convoque_a_un_jour_et_un_lieu",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatConclave.CLOS, clos_le__isnull=False)
                | (~Q(etat=EtatConclave.CLOS) & Q(clos_le=None)),
                name="conclave_clos_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Conclave : {self.dossier}"

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def quand(self) -> datetime | None:
        """When it begins, in the zone of the dossier; None without date or hour."""
        if self.le is None or self.debut is None:
            return None
        return datetime.combine(self.le, self.debut, self.dossier.fuseau)

    def get_absolute_url(self) -> str:
        return self.dossier.adresse("evaluation:conclave")


class Siege(models.Model):
    """How many people a service sends, and how many stand-ins are drawn behind them."""

    conclave = models.ForeignKey(Conclave, models.CASCADE, related_name="sieges")
    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    places = models.PositiveSmallIntegerField("places", default=2)
    suppleants = models.PositiveSmallIntegerField("suppléances", default=2)

    class Meta:
        verbose_name = "places d’un service"
        verbose_name_plural = "places des services"
        constraints = [models.UniqueConstraint(fields=["conclave", "service"], name="siege_unique")]

    def __str__(self) -> str:
        return f"{self.service} : {self.places}"


class Convocation(Versionne):
    """One person called to the conclave, with or without account. `uuid` is her key at the table.

    `nom` and `email` go when she is erased; the draw keeps its own nameless line. `motif` is for the
    pilots alone.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    conclave = models.ForeignKey(Conclave, models.CASCADE, related_name="convocations")
    inscrit = models.OneToOneField(
        Inscrit, models.CASCADE, null=True, blank=True, related_name="convocation", editable=False
    )
    origine = models.CharField("origine", max_length=12, choices=Origine)
    compte = models.ForeignKey(Compte, models.SET_NULL, null=True, blank=True, related_name="+")
    nom = models.CharField("nom", max_length=160, blank=True, validators=[noms.valider])
    email = models.EmailField("adresse électronique", max_length=254, blank=True)
    service = models.CharField("service", max_length=150, blank=True, validators=[noms.valider])
    jeton = models.CharField(max_length=60, unique=True, default=nouveau_jeton, editable=False)
    reponse = models.CharField("réponse", max_length=10, choices=Reponse, default=Reponse.ATTENDUE)
    motif = models.CharField("motif", max_length=500, blank=True)
    convoquee_le = models.DateTimeField("convoquée le", default=timezone.now, editable=False)
    repondu_le = models.DateTimeField("a répondu le", null=True, blank=True, editable=False)
    relancee_le = models.DateField("relancée le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "convocation"
        ordering = ["service", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reponse__in=Reponse.values) & Q(origine__in=Origine.values),
                name="convocation_connue",
            ),
            models.CheckConstraint(
                condition=Q(reponse=Reponse.ATTENDUE, repondu_le=None, motif="")
                | (~Q(reponse=Reponse.ATTENDUE) & Q(repondu_le__isnull=False)),
                name="convocation_repondue_a_une_date",
            ),
            models.UniqueConstraint(
                fields=["conclave", "compte"],
                name="convocation_compte_unique",
                violation_error_message="Cette personne est déjà convoquée.",
            ),
            models.UniqueConstraint(
                "conclave",
                Lower("email"),
                condition=~Q(email=""),
                name="convocation_adresse_unique",
                violation_error_message="Cette adresse est déjà convoquée.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom_affiche

    @property
    def dossier(self) -> Dossier:
        return self.conclave.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def nom_affiche(self) -> str:
        return self.nom or "Nom effacé"

    @property
    def adresse_electronique(self) -> str:
        """Where to write to her; empty when nobody knows, or once she is erased."""
        return self.compte.email if self.compte is not None else self.email

    @property
    def adresse_secrete(self) -> str:
        return reverse("conclave:convocation", args=[self.jeton])
