"""The training path: chips of the chart in order, and the checklist of its preparation."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.collectivites.models import Collectivite, Compte
from communs.etats.models import Acteur, Versionne
from nuancier.models import Module, Teinte
from nuancier.parcours.enums import Moment, Visibilite
from nuancier.parcours.querysets import ParcoursQuerySet

# How long a deleted path can be taken back.
DELAI_REPENTIR = timedelta(days=30)
MAX_PASTILLES = 60
MAX_GESTES = 120
MAX_JOURS = 60
MAX_DEMI_JOURNEES = 2 * MAX_JOURS
MAX_PARTICIPANTS = 500


def _entre(minimum: int, maximum: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(minimum), MaxValueValidator(maximum)]


class Parcours(Versionne):
    """A training that somebody composes. `auteur` is None once her account is erased.

    `modere_le`: an editor of the chart took it out of the public list, and said why.
    `retiree` keeps the last chip taken off, so that it can be put back.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    titre = models.CharField("titre", max_length=120, validators=[noms.valider])
    intention = models.TextField("intention", max_length=2000, blank=True)
    auteur = models.ForeignKey(
        Compte, models.SET_NULL, null=True, blank=True, related_name="parcours", verbose_name="auteur"
    )
    collectivite = models.ForeignKey(
        Collectivite,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parcours",
        verbose_name="collectivité",
    )
    visibilite = models.CharField(
        "qui peut lire", max_length=15, choices=Visibilite, default=Visibilite.PRIVE
    )
    participants = models.PositiveSmallIntegerField(
        "participants prévus", null=True, blank=True, validators=_entre(1, MAX_PARTICIPANTS)
    )
    jours = models.PositiveSmallIntegerField(
        "jours prévus", null=True, blank=True, validators=_entre(1, MAX_JOURS)
    )
    copie_de = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)
    modifie_le = models.DateTimeField("modifié le", default=timezone.now, editable=False)
    publie_le = models.DateTimeField("publié le", null=True, blank=True, editable=False)
    supprime_le = models.DateTimeField("supprimé le", null=True, blank=True, editable=False)
    modere_le = models.DateTimeField("retiré par la rédaction le", null=True, blank=True, editable=False)
    modere_motif = models.CharField("motif du retrait", max_length=500, blank=True)
    retiree = models.JSONField("dernière pastille retirée", null=True, blank=True, editable=False)

    auteur_present: bool  # an annotation of `visibles_par`

    objects = ParcoursQuerySet.as_manager()

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"
        ordering = ["-modifie_le", "-pk"]
        indexes = [
            models.Index("auteur", models.F("modifie_le").desc(), name="parcours_de_l_auteur"),
            models.Index(
                models.F("publie_le").desc(),
                name="parcours_publics",
                condition=Q(visibilite=Visibilite.PUBLIC, supprime_le=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibilite__in=Visibilite.values), name="parcours_visibilite_connue"
            ),
            models.CheckConstraint(
                condition=~Q(visibilite=Visibilite.COLLECTIVITE) | Q(collectivite__isnull=False),
                name="parcours_partage_avec_une_collectivite",
                violation_error_message="Choisissez la collectivité avec laquelle partager ce parcours.",
            ),
            models.CheckConstraint(
                condition=Q(visibilite=Visibilite.PUBLIC, publie_le__isnull=False, modere_le=None)
                | (~Q(visibilite=Visibilite.PUBLIC) & Q(publie_le=None)),
                name="parcours_publie_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(modere_le=None, modere_motif="")
                | (Q(modere_le__isnull=False) & ~Q(modere_motif="")),
                name="parcours_modere_avec_un_motif",
            ),
            models.CheckConstraint(
                condition=(Q(jours=None) | Q(jours__gte=1, jours__lte=MAX_JOURS))
                & (Q(participants=None) | Q(participants__gte=1, participants__lte=MAX_PARTICIPANTS)),
                name="parcours_prevision_positive",
                violation_error_message="Les jours et les participants prévus se comptent à partir de un.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        return reverse("nuancier:un_parcours", args=[self.uuid])

    @property
    def portee(self) -> UUID:
        return self.uuid


class Pastille(Versionne):
    """One chip of a path: a teinte, one of its modules if it has one, and where it falls.

    `demi_journees` is None for the duration that the module gives.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    parcours = models.ForeignKey(Parcours, models.CASCADE, related_name="pastilles")
    rang = models.PositiveSmallIntegerField("rang")
    teinte = models.ForeignKey(Teinte, models.PROTECT, related_name="pastilles", verbose_name="teinte")
    module = models.ForeignKey(
        Module, models.SET_NULL, null=True, blank=True, related_name="pastilles", verbose_name="module"
    )
    demi_journees = models.PositiveSmallIntegerField(
        "durée (demi-journées)", null=True, blank=True, validators=_entre(1, MAX_DEMI_JOURNEES)
    )
    jour = models.PositiveSmallIntegerField("jour", null=True, blank=True, validators=_entre(1, MAX_JOURS))
    moment = models.CharField("moment", max_length=12, choices=Moment, blank=True)
    note = models.CharField("note", max_length=600, blank=True)

    class Meta:
        verbose_name = "pastille"
        ordering = ["parcours", "rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["parcours", "rang"],
                name="pastille_une_par_rang",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(demi_journees=None)
                | Q(demi_journees__gte=1, demi_journees__lte=MAX_DEMI_JOURNEES),
                name="pastille_duree_positive",
                violation_error_message="La durée se compte en demi-journées, à partir de une.",
            ),
            models.CheckConstraint(
                condition=Q(jour=None, moment="") | Q(jour__isnull=False, jour__gte=1, jour__lte=MAX_JOURS),
                name="pastille_moment_d_un_jour",
                violation_error_message="Un matin ou un après-midi demande un jour.",
            ),
            models.CheckConstraint(
                condition=Q(moment__in=["", *Moment.values]), name="pastille_moment_connu"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rang}. {self.teinte}"

    @property
    def portee(self) -> UUID:
        return self.parcours.uuid


class Geste(Versionne):
    """One line of the checklist; `conseil` is the key of the advice it comes from, empty for one's own."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    parcours = models.ForeignKey(Parcours, models.CASCADE, related_name="gestes")
    conseil = models.SlugField("conseil", max_length=40, blank=True)
    rang = models.PositiveSmallIntegerField("rang")
    texte = models.CharField("geste", max_length=160)
    note = models.CharField("note", max_length=600, blank=True)
    fait_le = models.DateTimeField("fait le", null=True, blank=True, editable=False)
    fait_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fait par"
    )

    class Meta:
        verbose_name = "geste"
        ordering = ["parcours", "rang", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fait_le=None, fait_par=None) | Q(fait_le__isnull=False, fait_par__isnull=False),
                name="geste_fait_par_quelqu_un",
            ),
        ]

    def __str__(self) -> str:
        return self.texte

    @property
    def portee(self) -> UUID:
        return self.parcours.uuid
