"""The enquête distribuée: its public address, who carries it, what of the compilation it shows."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.dossiers.models import Dossier, nouveau_jeton
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Acteur, Versionne
from communs.materiaux.models import Materiau
from communs.questionnaires.models import Questionnaire
from communs.web.codes import code_lisible, nouveau_code
from eclaireurs.evaluation.enquete.enums import EtatEnquete

# One address serves both: the survey's own code, or a relay's. Their lengths keep them apart.
CODE_ENQUETE, CODE_RELAIS = 6, 8


def nouveau_code_d_enquete() -> str:
    return nouveau_code(CODE_ENQUETE)


def nouveau_code_de_relais() -> str:
    return nouveau_code(CODE_RELAIS)


class Enquete(Versionne):
    """One per evaluation. Once published: public from `ouvre_le`, taking contributions until `ferme_le`."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="enquete")
    code = models.CharField(max_length=8, unique=True, default=nouveau_code_d_enquete, editable=False)
    etat = models.CharField("état", max_length=12, choices=EtatEnquete, default=EtatEnquete.PREPARATION)
    titre = models.CharField(
        "titre pour le public",
        max_length=150,
        blank=True,
        validators=[noms.valider],
        help_text="Une question que chacun comprend. Vide, c’est le titre du dossier.",
    )
    introduction = models.TextField(
        "pourquoi cette enquête",
        max_length=3000,
        blank=True,
        help_text="Ce que vous évaluez, ce que vous cherchez à savoir, et ce que vous ferez des réponses.",
    )
    suites = models.TextField(
        "ce que devient l’enquête",
        max_length=3000,
        blank=True,
        help_text="Se lit en tête de la page, même une fois l’enquête close : ce qui en est fait.",
    )
    accepte_fichiers = models.BooleanField("le public peut joindre des fichiers", default=True)
    ouvre_le = models.DateTimeField("s’ouvre le", null=True, blank=True)
    ferme_le = models.DateTimeField("se ferme le", null=True, blank=True)
    questionnaire = models.ForeignKey(
        Questionnaire,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="enquetes",
        verbose_name="sondage",
    )
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    close_le = models.DateTimeField("close le", null=True, blank=True, editable=False)
    # Addresses of contributors go some time after the end, once.
    purge_le = models.DateTimeField("adresses effacées le", null=True, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "enquête distribuée"
        verbose_name_plural = "enquêtes distribuées"
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatEnquete.values), name="enquete_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatEnquete.PREPARATION) | Q(publiee_le__isnull=False),
                name="enquete_publiee_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatEnquete.CLOSE, close_le__isnull=False)
                | (~Q(etat=EtatEnquete.CLOSE) & Q(close_le=None)),
                name="enquete_close_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(ouvre_le=None) | Q(ferme_le=None) | Q(ferme_le__gt=F("ouvre_le")),
                name="enquete_se_ferme_apres_son_ouverture",
                violation_error_message="L’enquête se ferme après son ouverture.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre or self.dossier.titre

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def code_lisible(self) -> str:
        return code_lisible(self.code)

    @property
    def adresse_publique(self) -> str:
        return reverse("enquete:page", args=[self.code])

    @property
    def a_venir(self) -> bool:
        """Published, and its day has not come."""
        return (
            self.etat == EtatEnquete.PUBLIEE and self.ouvre_le is not None and self.ouvre_le > timezone.now()
        )

    @property
    def finie(self) -> bool:
        """Closed by a hand, or by its date."""
        passee = self.ferme_le is not None and self.ferme_le <= timezone.now()
        return self.etat == EtatEnquete.CLOSE or (self.etat == EtatEnquete.PUBLIEE and passee)

    @property
    def publique(self) -> bool:
        """Its page shows what was gathered, to anybody."""
        return self.etat != EtatEnquete.PREPARATION and not self.a_venir

    @property
    def ouverte(self) -> bool:
        """Contributions are taken now."""
        return self.etat == EtatEnquete.PUBLIEE and not self.a_venir and not self.finie

    @property
    def close_depuis(self) -> datetime | None:
        """When it ended; None while it has not."""
        if not self.finie:
            return None
        return self.close_le or self.ferme_le


class Relais(models.Model):
    """A colleague in contact with the public, or a place, through whom people hear of the survey.

    Its code stands for the survey's own in the public address: what comes by it is known to come by it.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    enquete = models.ForeignKey(Enquete, models.CASCADE, related_name="relais")
    code = models.CharField(max_length=8, unique=True, default=nouveau_code_de_relais, editable=False)
    nom = models.CharField("qui relaie", max_length=120, validators=[noms.valider])
    lieu = models.CharField("lieu", max_length=150, blank=True)
    # Who may type in the paper answers of this relay, when she has an account.
    acteur = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="son compte"
    )
    # Her kit's address, a secret: what she brought, her sheets to print, the paper answers to type in.
    jeton = models.CharField(max_length=60, unique=True, default=nouveau_jeton, editable=False)
    revoque_le = models.DateTimeField("révoqué le", null=True, blank=True, editable=False)
    cree_le = models.DateTimeField("ouvert le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "relais"
        verbose_name_plural = "relais"
        ordering = ["nom", "pk"]

    def __str__(self) -> str:
        return f"{self.nom}, {self.lieu}" if self.lieu else self.nom

    @property
    def dossier(self) -> Dossier:
        return self.enquete.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def code_lisible(self) -> str:
        return code_lisible(self.code)

    @property
    def adresse_publique(self) -> str:
        return reverse("enquete:page", args=[self.code])

    @property
    def adresse_du_kit(self) -> str:
        return reverse("relais:kit", args=[self.jeton])

    @property
    def revoque(self) -> bool:
        return self.revoque_le is not None


class ChoixDePublication(models.Model):
    """What the évaluateur chose for one material: public, or private. Consent has the last word."""

    enquete = models.ForeignKey(Enquete, models.CASCADE, related_name="publications")
    materiau = models.OneToOneField(Materiau, models.CASCADE, related_name="publication")
    publie = models.BooleanField("public")

    class Meta:
        verbose_name = "choix de publication"
        verbose_name_plural = "choix de publication"

    def __str__(self) -> str:
        return f"{self.materiau} : {'public' if self.publie else 'privé'}"
