"""The dossier is the affair: an evaluation, a mandature, a schéma, a purchase. Tools hang on it."""

import secrets
from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.collectivites.models import Collectivite, Compte, Service
from communs.dossiers.enums import Visibilite
from communs.dossiers.querysets import (
    CommentaireQuerySet,
    DossierQuerySet,
    LaissezPasserQuerySet,
    ParticipantQuerySet,
)
from communs.etats.models import Acteur, Versionne

# How long a deleted dossier can be taken back.
DELAI_REPENTIR = timedelta(days=30)


def nouveau_jeton() -> str:
    """The secret part of a re-showable link: 256 random bits."""
    return secrets.token_urlsafe(32)


class Dossier(Versionne):
    """An affair led by a collectivité. `genre` says of which kind (`genres.py`), hence which tools."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    collectivite = models.ForeignKey(Collectivite, models.PROTECT, related_name="dossiers")
    partenaires: models.ManyToManyField = models.ManyToManyField(
        Collectivite,
        related_name="dossiers_partenaires",
        blank=True,
        verbose_name="collectivités partenaires",
    )
    genre = models.CharField("genre", max_length=30)
    titre = models.CharField("titre", max_length=150, validators=[noms.valider])
    resume = models.TextField("en quelques mots", max_length=1000, blank=True)
    visibilite = models.CharField(
        "qui peut lire", max_length=15, choices=Visibilite, default=Visibilite.PRIVE
    )
    copie_de = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    cree_le = models.DateTimeField("ouvert le", default=timezone.now, editable=False)
    supprime_le = models.DateTimeField("supprimé le", null=True, blank=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        indexes = [
            models.Index("collectivite", models.F("cree_le").desc(), name="dossier_de_la_collectivite")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibilite__in=Visibilite.values), name="dossier_visibilite_connue"
            ),
            models.CheckConstraint(
                condition=Q(supprime_le=None) | Q(supprime_le__gte=models.F("cree_le")),
                name="dossier_supprime_apres_ouverture",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        """Costs no query where the collectivité was fetched with the dossier."""
        return self.adresse("dossiers:dossier")

    def adresse(self, nom: str, *args: object) -> str:
        """The address `nom` of this dossier: every page of a dossier begins with these two parts."""
        return reverse(nom, args=[self.collectivite.identifiant, self.uuid, *args])

    @property
    def portee(self) -> UUID:
        return self.uuid

    @property
    def fuseau(self) -> ZoneInfo:
        """The zone in which this affair's deadlines are dates."""
        return ZoneInfo(self.collectivite.fuseau)


class Participant(models.Model):
    """A person of the dossier, of any organisation or of none, and the roles she holds there.

    Who has left keeps her row (`retire_le`), so that what she did keeps her name. `email` and `nom`
    are those of a person invited without account; an account, once there, names itself.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="participants")
    acteur = models.ForeignKey(Acteur, models.PROTECT, related_name="participations")
    compte = models.ForeignKey(Compte, models.SET_NULL, null=True, blank=True, related_name="participations")
    email = models.EmailField("adresse électronique", max_length=254, blank=True)
    organisation = models.CharField("organisation", max_length=150, blank=True, validators=[noms.valider])
    service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, related_name="+")
    roles = ArrayField(models.CharField(max_length=30), verbose_name="rôles")
    depuis_le = models.DateTimeField("depuis le", default=timezone.now, editable=False)
    retire_le = models.DateTimeField("parti le", null=True, blank=True, editable=False)
    # Of who was invited and has not come yet: until when the link of her mail is good.
    invitation_expire_le = models.DateTimeField(
        "invitation valable jusqu’au", null=True, blank=True, editable=False
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "participant"
        indexes = [GinIndex(fields=["roles"], name="participant_roles")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "compte"],
                name="participant_compte_unique",
                violation_error_message="Cette personne participe déjà au dossier.",
            ),
            models.UniqueConstraint(
                "dossier",
                Lower("email"),
                condition=~Q(email=""),
                name="participant_adresse_unique",
                violation_error_message="Cette adresse participe déjà au dossier.",
            ),
            models.CheckConstraint(
                condition=Q(compte=None) | Q(email=""), name="participant_une_seule_adresse"
            ),
            models.CheckConstraint(
                condition=Q(roles__len__gt=0) | Q(retire_le__isnull=False), name="participant_a_un_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.acteur} ({self.dossier})"

    @property
    def nom_affiche(self) -> str:
        return self.acteur.nom_affiche

    @property
    def invitation_expiree(self) -> bool:
        return self.invitation_expire_le is not None and self.invitation_expire_le <= timezone.now()

    @property
    def adresse_electronique(self) -> str:
        """Where to write to this person; empty once her data are erased."""
        return self.compte.email if self.compte is not None else self.email

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid


class LaissezPasser(models.Model):
    """A secret link that opens a dossier for reading: shown again, revocable, expiring, unlisted."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="laissez_passer")
    jeton = models.CharField(max_length=60, unique=True, default=nouveau_jeton, editable=False)
    libelle = models.CharField("pour qui", max_length=120, validators=[noms.valider])
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)
    expire_le = models.DateTimeField("expire le")
    revoque_le = models.DateTimeField("révoqué le", null=True, blank=True, editable=False)

    objects = LaissezPasserQuerySet.as_manager()

    class Meta:
        verbose_name = "laissez-passer"
        verbose_name_plural = "laissez-passer"
        constraints = [
            models.CheckConstraint(
                condition=Q(expire_le__gt=models.F("cree_le")), name="laissez_passer_expire_apres"
            )
        ]

    def __str__(self) -> str:
        return self.libelle

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def actif(self) -> bool:
        return self.revoque_le is None and self.expire_le > timezone.now()


class Commentaire(models.Model):
    """What a participant says of the dossier or of one thing in it (`sujet` and `reference`, our code's)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="commentaires")
    sujet = models.CharField(max_length=80)
    reference = models.UUIDField()
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+")
    texte = models.TextField("commentaire", max_length=4000)
    cree_le = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True, editable=False)

    objects = CommentaireQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire"
        indexes = [models.Index("sujet", "reference", "cree_le", name="commentaire_de_la_chose")]
        constraints = [
            models.CheckConstraint(
                condition=Q(retire_le=None) | Q(texte=""), name="commentaire_retire_est_vide"
            )
        ]

    def __str__(self) -> str:
        return self.texte[:60]

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid
