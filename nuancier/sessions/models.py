"""A training session: its days, its trainers, what it keeps of the path it was opened on.

Who takes part stands in `models_stagiaires`, what is written of it in `models_livrable`.
"""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.collectivites.models import Collectivite, Compte
from communs.etats.models import Versionne
from communs.web.codes import code_lisible
from nuancier.parcours.models import Parcours
from nuancier.sessions.calculs import DemiJournee, demi_journees
from nuancier.sessions.enums import COMMENCEES, PASSEES, EtatSession
from nuancier.sessions.querysets import SessionQuerySet

JAUGE_MAX = 100
JOURS_MAX = 30
FORMATEURS_MAX = 10
# After the follow-up, how long names, addresses and personal links are kept (six months).
CONSERVATION = timedelta(days=183)
# After the last day, how long a session never said to be held keeps accessibility needs.
CONSERVATION_DES_BESOINS = timedelta(days=7)
OUVERTES = Q(etat__in=COMMENCEES)


class Session(Versionne):
    """A path held on given days, in a given place, with given people.

    `contenu` is what the path said when the session was opened (`contenu.py`): the path may change.
    `fin_le` is the last of its days, kept here for the sweeps; `suivi_le`, the day of the follow-up.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    parcours = models.ForeignKey(
        Parcours, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name="parcours"
    )
    collectivite = models.ForeignKey(
        Collectivite, models.CASCADE, related_name="sessions_de_formation", verbose_name="collectivité"
    )
    titre = models.CharField("titre", max_length=120, validators=[noms.valider])
    organisme = models.CharField(
        "organisme de formation",
        max_length=150,
        help_text="Le nom qui figure sur les convocations et les attestations.",
        validators=[noms.valider],
    )
    lieu = models.CharField("lieu", max_length=200, blank=True, help_text="Salle et adresse.")
    acces = models.TextField(
        "comment venir", max_length=1000, blank=True, help_text="Transports, entrée, ascenseur, repas…"
    )
    jauge = models.PositiveSmallIntegerField(
        "places",
        default=12,
        help_text="Au-delà, les personnes entrent en liste d’attente.",
        validators=[MinValueValidator(1), MaxValueValidator(JAUGE_MAX)],
    )
    etat = models.CharField("état", max_length=12, choices=EtatSession, default=EtatSession.PREPARATION)
    code = models.CharField("code", max_length=8, unique=True, null=True, blank=True, editable=False)
    contenu = models.JSONField("contenu à l’ouverture", null=True, blank=True, editable=False)
    cree_le = models.DateTimeField("créée le", default=timezone.now, editable=False)
    ouverte_le = models.DateTimeField("ouverte le", null=True, blank=True, editable=False)
    tenue_le = models.DateTimeField("tenue le", null=True, blank=True, editable=False)
    close_le = models.DateTimeField("close le", null=True, blank=True, editable=False)
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True, editable=False)
    motif_annulation = models.CharField("motif de l’annulation", max_length=2000, blank=True, editable=False)
    fin_le = models.DateField("dernier jour", null=True, blank=True, editable=False)
    suivi_le = models.DateField("suivi le", null=True, blank=True, editable=False)
    livrable_titre = models.CharField("titre du livret", max_length=120, blank=True)
    livrable_mot = models.TextField("mot d’ouverture", max_length=2000, blank=True)
    livrable_partage_le = models.DateTimeField("livret partagé le", null=True, blank=True, editable=False)
    purgee_le = models.DateTimeField("noms effacés le", null=True, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "session de formation"
        verbose_name_plural = "sessions de formation"
        ordering = ["-cree_le", "-pk"]
        indexes = [
            models.Index("suivi_le", name="session_a_suivre", condition=Q(etat__in=PASSEES)),
            models.Index("fin_le", name="session_a_purger", condition=Q(purgee_le=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatSession.values), name="session_etat_connu"),
            models.CheckConstraint(
                condition=Q(jauge__gte=1, jauge__lte=JAUGE_MAX),
                name="session_a_des_places",
                violation_error_message="Une session compte au moins une place.",
            ),
            models.CheckConstraint(
                condition=~OUVERTES
                | Q(
                    code__isnull=False, contenu__isnull=False, ouverte_le__isnull=False, fin_le__isnull=False
                ),
                name="session_ouverte_a_son_code",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=PASSEES, tenue_le__isnull=False, suivi_le__isnull=False)
                | (~Q(etat__in=PASSEES) & Q(tenue_le=None, suivi_le=None)),
                name="session_tenue_a_son_suivi",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatSession.CLOSE, close_le__isnull=False)
                | (~Q(etat=EtatSession.CLOSE) & Q(close_le=None)),
                name="session_close_a_une_date",
            ),
            models.CheckConstraint(
                condition=(Q(etat=EtatSession.ANNULEE, annulee_le__isnull=False) & ~Q(motif_annulation=""))
                | (~Q(etat=EtatSession.ANNULEE) & Q(annulee_le=None, motif_annulation="")),
                name="session_annulee_dit_pourquoi",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        return reverse("nuancier:session", args=[self.uuid])

    @property
    def portee(self) -> UUID:
        return self.uuid

    @property
    def code_lisible(self) -> str:
        return code_lisible(self.code or "")

    @property
    def ouverte(self) -> bool:
        return self.etat == EtatSession.OUVERTE

    @property
    def passee(self) -> bool:
        return self.etat in PASSEES

    @property
    def annulee(self) -> bool:
        return self.etat == EtatSession.ANNULEE

    @property
    def commencee(self) -> bool:
        return self.etat in COMMENCEES


class Jour(models.Model):
    """One day, in the zone of the session's collectivité; the break cuts it into two half-days."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="jours")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    le = models.DateField("date")
    debut = models.TimeField("début")
    pause_debut = models.TimeField("pause de midi, début", null=True, blank=True)
    pause_fin = models.TimeField("pause de midi, fin", null=True, blank=True)
    fin = models.TimeField("fin")

    class Meta:
        verbose_name = "jour"
        ordering = ["session", "le"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "le"],
                name="jour_une_fois_par_session",
                violation_error_message="Ce jour est déjà au programme.",
            ),
            models.CheckConstraint(
                condition=Q(fin__gt=F("debut")),
                name="jour_finit_apres_son_debut",
                violation_error_message="Un jour finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(pause_debut=None, pause_fin=None)
                | Q(pause_debut__gt=F("debut"), pause_fin__gt=F("pause_debut"), fin__gt=F("pause_fin")),
                name="jour_pause_au_milieu",
                violation_error_message="La pause commence et finit entre le début et la fin du jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.le}"

    @property
    def demi_journees(self) -> tuple[DemiJournee, ...]:
        return demi_journees(self)


class Formateur(models.Model):
    """Who holds the session: an account, an address whose account may run it too, or only a name."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="formateurs")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    compte = models.ForeignKey(
        Compte, models.CASCADE, null=True, blank=True, related_name="sessions_animees", verbose_name="compte"
    )
    nom = models.CharField("nom", max_length=120, validators=[noms.valider])
    email = models.EmailField(
        "adresse électronique",
        blank=True,
        help_text="Avec une adresse, cette personne pourra conduire la session depuis son compte.",
    )

    class Meta:
        verbose_name = "formateur"
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "email"],
                name="formateur_une_fois_par_session",
                condition=~Q(email=""),
                violation_error_message="Cette personne anime déjà la session.",
            ),
            models.UniqueConstraint(
                fields=["session", "compte"],
                name="formateur_un_compte_une_fois",
                condition=Q(compte__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.nom


def dernier_jour(session: Session) -> date | None:
    return session.jours.aggregate(dernier=models.Max("le"))["dernier"]


# The rest of the theme, for Django to find. Last: they need those above.
from nuancier.sessions.models_livrable import Morceau, Photo, Situation  # noqa: E402, F401
from nuancier.sessions.models_stagiaires import Bilan, Presence, Stagiaire  # noqa: E402, F401
