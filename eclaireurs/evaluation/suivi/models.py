"""The tracking table: recommendations → remarks → actions (options) → tasks, until they are done."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from communs.collectivites.models import Compte, Service
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.querysets import DansUnDossier
from communs.etats.models import Acteur, Versionne
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi.enums import AvisDuComite, EtatAction, EtatPlan, EtatTache
from eclaireurs.evaluation.suivi.querysets import GesteQuerySet, PlanifieQuerySet


class Plan(Versionne):
    """The action plan of one evaluation, with its stage."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="plan")
    etat = models.CharField("état", max_length=12, choices=EtatPlan, default=EtatPlan.PREPARATION)
    presente_le = models.DateTimeField("présenté le", null=True, blank=True, editable=False)
    arrete_le = models.DateTimeField("arrêté le", null=True, blank=True, editable=False)
    clos_le = models.DateTimeField("clos le", null=True, blank=True, editable=False)

    objects = DansUnDossier.as_manager()

    class Meta:
        verbose_name = "plan d’actions"
        verbose_name_plural = "plans d’actions"
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatPlan.values), name="plan_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatPlan.PREPARATION) | Q(presente_le__isnull=False),
                name="plan_presente_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[EtatPlan.ARRETE, EtatPlan.CLOS], arrete_le__isnull=False)
                | Q(etat__in=[EtatPlan.PREPARATION, EtatPlan.PRESENTE], arrete_le=None),
                name="plan_arrete_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatPlan.CLOS, clos_le__isnull=False)
                | (~Q(etat=EtatPlan.CLOS) & Q(clos_le=None)),
                name="plan_clos_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan d’actions : {self.dossier}"

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class Remarque(models.Model):
    """What was said of a recommendation: at the conclave, at the committee, by a service."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="remarques")
    preconisation = models.ForeignKey(Preconisation, models.CASCADE, related_name="remarques")
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="auteur")
    texte = models.TextField("remarque", max_length=4000)
    cree_le = models.DateTimeField("écrite le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "remarque"
        ordering = ["cree_le", "pk"]

    def __str__(self) -> str:
        return self.texte[:60]

    @property
    def dossier(self) -> Dossier:
        return self.plan.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class Planifie(Versionne):
    """What actions and tasks share: a number, a title, who answers for it, and when."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField("titre", max_length=200)
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="service"
    )
    responsable = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="responsable"
    )
    debut_le = models.DateField("début prévu", null=True, blank=True)
    fin_le = models.DateField("fin prévue", null=True, blank=True)
    note = models.CharField("note", max_length=500, blank=True)

    objects = PlanifieQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.titre

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid  # type: ignore[attr-defined]

    @property
    def code(self) -> str:
        """Its number, as people say it."""
        raise NotImplementedError

    @property
    def a_reattribuer(self) -> bool:
        """Whoever answered for it has left the dossier, or her data were erased."""
        return self.responsable is not None and self.responsable.retire_le is not None


def dates_en_ordre(nom: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(debut_le=None) | Q(fin_le=None) | Q(fin_le__gte=F("debut_le")),
        name=nom,
        violation_error_message="La fin prévue vient avant le début.",
    )


class Action(Planifie):
    """One option that answers a recommendation; the final committee ranks it and picks it, or not."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions")
    preconisation = models.ForeignKey(Preconisation, models.CASCADE, related_name="actions")
    description = models.TextField("description", max_length=4000, blank=True)
    etat = models.CharField("état", max_length=12, choices=EtatAction, default=EtatAction.PROPOSEE)
    rang = models.PositiveSmallIntegerField("rang donné par le comité", null=True, blank=True)

    class Meta:
        verbose_name = "action"
        ordering = ["preconisation__numero", "numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["preconisation", "numero"],
                name="action_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(etat__in=EtatAction.values), name="action_etat_connu"),
            dates_en_ordre("action_dates_en_ordre"),
        ]

    @property
    def dossier(self) -> Dossier:
        return self.plan.dossier

    @property
    def code(self) -> str:
        """`3.2`: the second action of recommendation 3."""
        return f"{self.preconisation.numero}.{self.numero}"


class Tache(Planifie):
    """A step of an action, with its progress in percent."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="taches")
    etat = models.CharField("état", max_length=12, choices=EtatTache, default=EtatTache.A_FAIRE)
    avancement = models.PositiveSmallIntegerField("avancement (%)", default=0)
    finie_le = models.DateTimeField("finie le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "tâche"
        ordering = ["action__preconisation__numero", "action__numero", "numero"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "numero"],
                name="tache_numero_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(etat__in=EtatTache.values), name="tache_etat_connu"),
            models.CheckConstraint(
                condition=Q(avancement__lte=100),
                name="tache_avancement_sur_cent",
                violation_error_message="L’avancement va de 0 à 100 %.",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatTache.FAITE, avancement=100, finie_le__isnull=False)
                | (~Q(etat=EtatTache.FAITE) & Q(finie_le=None)),
                name="tache_faite_est_entiere",
                violation_error_message="Une tâche faite est avancée à 100 %.",
            ),
            dates_en_ordre("tache_dates_en_ordre"),
        ]

    @property
    def plan(self) -> Plan:
        return self.action.plan

    @property
    def dossier(self) -> Dossier:
        return self.plan.dossier

    @property
    def code(self) -> str:
        return f"{self.action.code}.{self.numero}"


class Avis(models.Model):
    """What one member of the committee thinks of one action; the decision is taken together."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="avis")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    choix = models.CharField("avis", max_length=12, choices=AvisDuComite)
    commentaire = models.CharField("pourquoi", max_length=500, blank=True)

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        constraints = [
            models.UniqueConstraint(fields=["action", "participant"], name="avis_un_par_personne"),
            models.CheckConstraint(condition=Q(choix__in=AvisDuComite.values), name="avis_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.participant} : {self.get_choix_display()}"


class VersionDuPlan(models.Model):
    """The plan as it was frozen; never altered. `contenu` is `calculs.photographie`."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    numero = models.PositiveSmallIntegerField("version")
    gelee_le = models.DateTimeField("gelée le", default=timezone.now, editable=False)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="gelée par")
    motif = models.CharField("motif", max_length=500)
    contenu = models.JSONField("contenu")

    class Meta:
        verbose_name = "version du plan"
        verbose_name_plural = "versions du plan"
        ordering = ["numero"]
        constraints = [models.UniqueConstraint(fields=["plan", "numero"], name="version_du_plan_unique")]

    def __str__(self) -> str:
        return f"Version {self.numero}"


class Amendement(models.Model):
    """A change made to a frozen plan: what, by whom, why. Never altered."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="amendements")
    code = models.CharField("numéro de l’action ou de la tâche", max_length=20)
    titre = models.CharField("intitulé", max_length=200)
    avant = models.JSONField("avant")
    apres = models.JSONField("après")
    motif = models.CharField("motif", max_length=500)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="auteur")
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "amendement"
        ordering = ["-cree_le", "-pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.titre}"


class GesteAnnulable(models.Model):
    """What somebody just did, with what it takes to undo it: for its author only, once, kept a day.

    `avant` lists the rows it wrote: `{"sorte", "uuid", "version", "champs"}`, the version it left and
    the values it found (`champs` None: the row is new). `supprimes` holds the rows it deleted.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="gestes")
    compte = models.ForeignKey(Compte, models.CASCADE, related_name="+")
    libelle = models.CharField("geste", max_length=300)
    etape = models.CharField("étape du plan", max_length=12, choices=EtatPlan)
    avant = models.JSONField(default=list)
    supprimes = models.JSONField(default=list)
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)
    defait_le = models.DateTimeField("annulé le", null=True, blank=True, editable=False)

    objects = GesteQuerySet.as_manager()

    class Meta:
        verbose_name = "geste annulable"
        verbose_name_plural = "gestes annulables"
        indexes = [models.Index("plan", "compte", F("cree_le").desc(), name="geste_de_la_personne")]

    def __str__(self) -> str:
        return self.libelle

    @property
    def dossier(self) -> Dossier:
        return self.plan.dossier
