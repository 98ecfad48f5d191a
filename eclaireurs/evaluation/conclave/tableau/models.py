"""The *tableau martyr* of the conclave: what a day's work proposes, written by many people at once."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from communs.collectivites.models import Service
from communs.dossiers.models import Dossier
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Versionne
from eclaireurs.evaluation.conclave.tableau.enums import EtatTableau, Geste
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi.models import dates_en_ordre

TITRE_MAX, DESCRIPTION_MAX = 200, 4000
CHAMPS_ACTION = ("titre", "description", "service", "debut_le", "fin_le")
CHAMPS_TACHE = ("titre", "service", "debut_le", "fin_le")


class TableauMartyr(Versionne):
    """One per evaluation. `version` is its clock: every write of any line, under the lock of this row,
    moves it by one, and the line keeps the instant in `pas`."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="tableau_martyr")
    etat = models.CharField("état", max_length=12, choices=EtatTableau, default=EtatTableau.PREPARATION)
    ouvert_le = models.DateTimeField("ouvert le", null=True, blank=True, editable=False)
    clos_le = models.DateTimeField("clos le", null=True, blank=True, editable=False)
    verse_le = models.DateTimeField("versé au suivi le", null=True, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "tableau martyr"
        verbose_name_plural = "tableaux martyrs"
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatTableau.values), name="tableau_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatTableau.PREPARATION) | Q(ouvert_le__isnull=False),
                name="tableau_ouvert_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatTableau.CLOS, clos_le__isnull=False)
                | (~Q(etat=EtatTableau.CLOS) & Q(clos_le=None)),
                name="tableau_clos_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Tableau martyr : {self.dossier}"

    def get_absolute_url(self) -> str:
        return self.dossier.adresse("evaluation:tableau_martyr")

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def clos(self) -> bool:
        return self.etat == EtatTableau.CLOS


def _premieres_versions() -> dict[str, int]:
    return dict.fromkeys(CHAMPS_ACTION, 1)


class Proposition(models.Model):
    """A possible action that answers a recommendation or, under an `action`, one of its tasks.

    Each field has its own version: two people in two fields of one line do not meet.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    tableau = models.ForeignKey(TableauMartyr, models.CASCADE, related_name="propositions")
    preconisation = models.ForeignKey(Preconisation, models.CASCADE, related_name="propositions")
    action = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="taches")
    ordre = models.PositiveSmallIntegerField("ordre")
    titre = models.CharField("titre", max_length=TITRE_MAX)
    description = models.TextField("description", max_length=DESCRIPTION_MAX, blank=True)
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="service"
    )
    debut_le = models.DateField("début", null=True, blank=True)
    fin_le = models.DateField("fin", null=True, blank=True)
    versions = models.JSONField(default=_premieres_versions, editable=False)
    pas = models.PositiveIntegerField(default=1, editable=False)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    versee_le = models.DateTimeField("versée le", null=True, blank=True, editable=False)
    du_suivi = models.BooleanField("déjà au tableau de suivi", default=False, editable=False)

    class Meta:
        verbose_name = "proposition"
        ordering = ["preconisation__numero", "ordre", "pk"]
        indexes = [models.Index("tableau", F("pas").desc(), name="proposition_du_tableau")]
        constraints = [
            models.CheckConstraint(condition=~Q(titre=""), name="proposition_a_un_titre"),
            models.CheckConstraint(
                condition=Q(action=None) | Q(description=""), name="proposition_tache_sans_description"
            ),
            dates_en_ordre("proposition_dates_en_ordre"),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def est_une_tache(self) -> bool:
        return self.action_id is not None

    @property
    def champs(self) -> tuple[str, ...]:
        return CHAMPS_TACHE if self.est_une_tache else CHAMPS_ACTION

    @property
    def visible(self) -> bool:
        """Neither taken out nor under an action that was; no query where `action` was fetched."""
        return self.retiree_le is None and (self.action is None or self.action.retiree_le is None)


class Trait(models.Model):
    """One stroke: who changed what, from what to what. `demande` names the gesture: twice is once.

    `cle` is the key of a `Convive`, never a name: names are asked of the conclave when this is read.
    `versions` are those that the fields reached: what a reader saw at a version is found again here.
    """

    tableau = models.ForeignKey(TableauMartyr, models.CASCADE, related_name="traits")
    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="traits")
    cle = models.UUIDField("convive")
    geste = models.CharField("geste", max_length=15, choices=Geste)
    avant = models.JSONField("avant", default=dict)
    apres = models.JSONField("après", default=dict)
    versions = models.JSONField("versions", default=dict)
    demande = models.UUIDField("demande")
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "trait de plume"
        verbose_name_plural = "traits de plume"
        indexes = [models.Index("tableau", F("id").desc(), name="trait_du_tableau")]
        constraints = [
            models.UniqueConstraint(fields=["tableau", "demande"], name="trait_une_demande_une_fois"),
            models.CheckConstraint(condition=Q(geste__in=Geste.values), name="trait_geste_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.get_geste_display()} {self.proposition_id}"
