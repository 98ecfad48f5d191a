"""A séance: people in a room, each with a phone, and one thing at a time that all look at."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.etats.models import Versionne
from communs.seances.enums import EtatSeance, Moment
from communs.seances.querysets import SeanceQuerySet
from communs.web.codes import code_lisible

DUREE = timedelta(hours=12)  # a room that nobody closed closes by itself
CODE_GARDE = timedelta(days=7)  # after closing, latecomers still learn that it is over
CONSERVATION = timedelta(days=30)  # after closing, first names and re-entry codes
PLACES_MAX = 1_000


class Seance(Versionne):
    """Opened in a dossier by who organises it, or without dossier by one account (`animee_par`), never both.

    Its `version` is also what live screens compare.

    What is on stage: `activite` (who shows it, `activites.py`), `objet` (what) and `moment`. One row holds
    them, so that there is never more than one thing on stage.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, null=True, blank=True, related_name="seances", editable=False
    )
    # Nobody else ever reads it: it goes with the account.
    animee_par = models.ForeignKey(
        Compte,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="seances_animees",
        verbose_name="animée par",
        editable=False,
    )
    titre = models.CharField("titre", max_length=120, validators=[noms.valider])
    etat = models.CharField("état", max_length=12, choices=EtatSeance, default=EtatSeance.PREPARATION)
    code = models.CharField("code", max_length=8, unique=True, null=True, blank=True, editable=False)
    entree_fermee = models.BooleanField("plus personne n’entre", default=False)
    activite = models.CharField(max_length=30, blank=True, editable=False)
    objet = models.UUIDField(null=True, blank=True, editable=False)
    moment = models.CharField(max_length=10, choices=Moment, blank=True, editable=False)
    cree_le = models.DateTimeField("créée le", default=timezone.now, editable=False)
    ouverte_le = models.DateTimeField("ouverte le", null=True, blank=True, editable=False)
    expire_le = models.DateTimeField("se ferme d’elle-même le", null=True, blank=True, editable=False)
    close_le = models.DateTimeField("close le", null=True, blank=True, editable=False)
    purgee_le = models.DateTimeField("prénoms effacés le", null=True, blank=True, editable=False)

    objects = SeanceQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ["-cree_le", "-pk"]
        indexes = [
            models.Index("expire_le", name="seance_a_fermer", condition=Q(etat=EtatSeance.OUVERTE)),
            models.Index("close_le", name="seance_a_purger", condition=Q(purgee_le=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(dossier__isnull=False, animee_par=None)
                | Q(dossier=None, animee_par__isnull=False),
                name="seance_d_un_dossier_ou_de_quelqu_un",
            ),
            models.CheckConstraint(condition=Q(etat__in=EtatSeance.values), name="seance_etat_connu"),
            models.CheckConstraint(
                condition=~Q(etat=EtatSeance.OUVERTE)
                | Q(code__isnull=False, ouverte_le__isnull=False, expire_le__isnull=False),
                name="seance_ouverte_a_son_code",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatSeance.CLOSE, close_le__isnull=False)
                | (~Q(etat=EtatSeance.CLOSE) & Q(close_le=None)),
                name="seance_close_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(activite="", objet=None, moment="")
                | (~Q(activite="") & Q(objet__isnull=False, moment__in=Moment.values)),
                name="seance_scene_entiere_ou_vide",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        return self.adresse("seance")

    def adresse(self, page: str) -> str:
        """Of one page of who leads it: `seance` (the desk), `projection`, `etape`, `scene`, `entree`."""
        if self.dossier is not None:
            return self.dossier.adresse(f"seances:{page}", self.uuid)
        return reverse(f"seances:sans_dossier_{page}", args=[self.uuid])

    @property
    def adresses(self) -> dict[str, str]:
        """The same, for templates."""
        return {page: self.adresse(page) for page in ("projection", "etape", "scene", "entree")}

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid if self.dossier is not None else self.uuid

    @property
    def code_lisible(self) -> str:
        return code_lisible(self.code or "")

    @property
    def adresse_publique(self) -> str:
        """Where people join; empty without a code."""
        return reverse("seances:salle", args=[self.code]) if self.code else ""

    @property
    def ouverte(self) -> bool:
        """People may come in and answer."""
        return (
            self.etat == EtatSeance.OUVERTE and self.expire_le is not None and self.expire_le > timezone.now()
        )

    @property
    def en_preparation(self) -> bool:
        return self.etat == EtatSeance.PREPARATION

    @property
    def close(self) -> bool:
        """Closed, or left open too long."""
        return not self.ouverte and not self.en_preparation

    def est_en_scene(self, activite: str, objet: UUID) -> bool:
        return self.activite == activite and self.objet == objet


class Participation(models.Model):
    """Somebody in the room: no account, a first name if she likes, and a code to come back elsewhere."""

    seance = models.ForeignKey(Seance, models.CASCADE, related_name="participations")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    prenom = models.CharField("prénom", max_length=40, blank=True, validators=[noms.valider])
    reprise = models.CharField("code de reprise", max_length=8, editable=False)
    rejoint_le = models.DateTimeField("arrivée le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "participation à une séance"
        verbose_name_plural = "participations à une séance"
        ordering = ["rejoint_le", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["seance", "reprise"], name="participation_reprise_unique")
        ]

    def __str__(self) -> str:
        return self.prenom or "Sans prénom"

    @property
    def reprise_lisible(self) -> str:
        return code_lisible(self.reprise)
