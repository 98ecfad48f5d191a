"""Who takes part, without an account: her personal link, her presence, what she says before and after."""

import secrets
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from nuancier.sessions.enums import Demi, EtatStagiaire, Suite
from nuancier.sessions.models import Jour, Session
from nuancier.sessions.querysets import StagiaireQuerySet

NOTES = ("contenu", "animation", "rythme", "utilite")
COMPETENCES_MAX = 5


def nouveau_jeton() -> str:
    """The secret part of a personal address: 192 random bits."""
    return secrets.token_urlsafe(24)


class Stagiaire(models.Model):
    """A participant. `jeton` opens her page; erasing her data deletes the row, and the link with it.

    `demande` makes a join form sent twice count once. After the purge, no name, address or link is left.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="stagiaires")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    jeton = models.CharField(max_length=60, unique=True, default=nouveau_jeton, editable=False)
    demande = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    nom = models.CharField("prénom et nom", max_length=120, blank=True, validators=[noms.valider])
    email = models.EmailField("adresse électronique", blank=True)
    service = models.CharField("service", max_length=120, blank=True)
    organisation = models.CharField("collectivité ou organisme", max_length=150, blank=True)
    besoins = models.TextField("besoins pour participer", max_length=1000, blank=True)
    etat = models.CharField("inscription", max_length=10, choices=EtatStagiaire)
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)
    inscrit_le = models.DateTimeField("inscrit le", null=True, blank=True, editable=False)
    attentes = models.TextField("ce que vous attendez de cette formation", max_length=2000, blank=True)
    competences = ArrayField(
        models.CharField(max_length=600), verbose_name="compétences visées", default=list, blank=True
    )
    suivi_demande_le = models.DateTimeField("suivi demandé le", null=True, blank=True, editable=False)
    efface_le = models.DateTimeField("nom effacé le", null=True, blank=True, editable=False)

    objects = StagiaireQuerySet.as_manager()

    class Meta:
        verbose_name = "stagiaire"
        ordering = ["session", "nom", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "email"],
                name="stagiaire_une_adresse_par_session",
                condition=~Q(email=""),
                violation_error_message="Cette adresse est déjà inscrite à cette session.",
            ),
            models.CheckConstraint(condition=Q(etat__in=EtatStagiaire.values), name="stagiaire_etat_connu"),
            models.CheckConstraint(
                condition=Q(efface_le=None) | Q(nom="", email="", service="", besoins=""),
                name="stagiaire_efface_sans_nom",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatStagiaire.INSCRIT) | Q(inscrit_le__isnull=False),
                name="stagiaire_inscrit_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return self.nom_affiche

    @property
    def nom_affiche(self) -> str:
        if self.efface_le:
            return "Nom effacé"
        return self.nom or self.email or "Sans nom"

    def adresse(self, nom: str = "participer", *args: object) -> str:
        return reverse(f"nuancier:{nom}", args=[self.jeton, *args])

    @property
    def lien(self) -> str:
        """The whole personal address, as a mail writes it."""
        return settings.VIGIE_ADRESSE + self.adresse()

    @property
    def inscrit(self) -> bool:
        return self.etat == EtatStagiaire.INSCRIT

    @property
    def portee(self) -> UUID:
        return self.session.uuid


class Presence(models.Model):
    """That she was there, that half-day: ticked by a trainer."""

    stagiaire = models.ForeignKey(Stagiaire, models.CASCADE, related_name="presences")
    jour = models.ForeignKey(Jour, models.CASCADE, related_name="presences")
    moment = models.CharField("moment", max_length=12, choices=Demi)

    class Meta:
        verbose_name = "présence"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stagiaire", "jour", "moment"], name="presence_de_stagiaire_unique"
            ),
            models.CheckConstraint(condition=Q(moment__in=Demi.values), name="presence_de_stagiaire_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.jour_id} {self.moment}"


def _note(nom: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        nom, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class Bilan(models.Model):
    """What a participant says afterwards; she writes it again as she likes, alone.

    `accord`: her critical reading may stand in the booklet; `signee`: with her name.
    """

    stagiaire = models.OneToOneField(Stagiaire, models.CASCADE, related_name="bilan")
    contenu = _note("Le contenu m’a appris quelque chose")
    animation = _note("L’animation m’a aidé à apprendre")
    rythme = _note("Le rythme m’a convenu")
    utilite = _note("Je m’en servirai dans mon travail")
    mots = models.TextField("en quelques mots", max_length=2000, blank=True)
    lundi = models.TextField("ce que je ferai lundi", max_length=1000, blank=True)
    satisfaction_le = models.DateTimeField("donné le", null=True, blank=True)
    lundi_le = models.DateTimeField("écrit le", null=True, blank=True)
    marche = models.TextField("ce qui a marché", max_length=2000, blank=True)
    manque = models.TextField("ce qui n’a pas marché", max_length=2000, blank=True)
    situation = models.TextField("la situation vécue dont je parle", max_length=2000, blank=True)
    accord = models.BooleanField("ma lecture peut figurer dans le livret", default=False)
    signee = models.BooleanField("avec mon nom", default=False)
    critique_le = models.DateTimeField("écrite le", null=True, blank=True)
    suite = models.CharField("et depuis ?", max_length=10, choices=Suite, blank=True)
    suivi = models.TextField("ce que c’est devenu", max_length=2000, blank=True)
    suivi_le = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "bilan"
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{nom}__gte": 1, f"{nom}__lte": 5}) | Q(**{nom: None}),
                    name=f"bilan_{nom}_sur_cinq",
                )
                for nom in NOTES
            ),
            models.CheckConstraint(
                condition=Q(signee=False) | Q(accord=True), name="bilan_signe_avec_accord"
            ),
            models.CheckConstraint(condition=Q(suite__in=["", *Suite.values]), name="bilan_suite_connue"),
        ]

    def __str__(self) -> str:
        return f"Bilan de {self.stagiaire_id}"

    @property
    def critique(self) -> bool:
        return bool(self.marche or self.manque or self.situation)

    @property
    def signature(self) -> str:
        return self.stagiaire.nom if self.signee else ""
