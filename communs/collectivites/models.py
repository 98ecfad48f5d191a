"""Who is who: accounts, collectivités, their services, memberships and invitations."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms, siren
from communs.collectivites.enums import Fonction, Fuseau, Role, TypeCollectivite
from communs.collectivites.querysets import (
    AdhesionQuerySet,
    CollectiviteQuerySet,
    CompteQuerySet,
    DemandeQuerySet,
    InvitationQuerySet,
    ServiceQuerySet,
)

DUREE_INVITATION = timedelta(days=14)
SIREN_PRIS = (
    "Une collectivité est déjà inscrite sous ce SIREN. Demandez à ses administrateurs de vous inviter "
    "à la rejoindre."
)


class CompteManager(BaseUserManager.from_queryset(CompteQuerySet)):  # type: ignore[misc]
    """Accounts are known by their e-mail, stored in lower case."""

    def create_user(self, email: str, password: str | None = None, **champs: object) -> "Compte":
        compte = self.model(email=email.strip().lower(), **champs)
        compte.set_password(password)
        compte.full_clean(exclude=["password"])
        compte.save(using=self._db)
        return compte

    def create_superuser(self, email: str, password: str, **champs: object) -> "Compte":
        """Made from the command line by somebody who answers for the address: it counts as verified."""
        compte = self.create_user(email, password, is_staff=True, is_superuser=True, **champs)
        EmailAddress.objects.create(user=compte, email=compte.email, verified=True, primary=True)
        return compte

    def get_by_natural_key(self, email: str | None) -> "Compte":
        return self.get(email__iexact=email)


class Compte(AbstractBaseUser, PermissionsMixin):
    """A person's account."""

    email = models.EmailField(
        "adresse électronique",
        max_length=254,
        unique=True,
        error_messages={"unique": "Un compte existe déjà pour cette adresse."},
    )
    prenom = models.CharField("prénom", max_length=80, blank=True, validators=[noms.valider])
    nom = models.CharField("nom", max_length=80, blank=True, validators=[noms.valider])
    is_staff = models.BooleanField("accès à l’administration", default=False)
    is_active = models.BooleanField("compte actif", default=True)
    # Of a trial: nobody's, it lives and dies with that collectivité.
    essai = models.ForeignKey(
        "Collectivite",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="comptes_d_essai",
        verbose_name="essai",
    )
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = CompteManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="compte_email_en_minuscules",
                violation_error_message="Une adresse de compte s’écrit en minuscules.",
            )
        ]

    def __str__(self) -> str:
        return self.nom_affiche

    @property
    def nom_affiche(self) -> str:
        """First and last name, or the e-mail while the person has given none."""
        return f"{self.prenom} {self.nom}".strip() or self.email


class Collectivite(models.Model):
    """An organisation that uses Vigie; `identifiant` is its part of the address."""

    nom = models.CharField("nom", max_length=150, validators=[noms.valider])
    identifiant = models.SlugField("identifiant dans l’adresse", max_length=80, unique=True)
    type = models.CharField("type", max_length=20, choices=TypeCollectivite)
    siren = models.CharField(
        "SIREN",
        max_length=9,
        unique=True,
        validators=[siren.valider],
        error_messages={"unique": SIREN_PRIS},
    )
    fuseau = models.CharField("fuseau horaire", max_length=40, choices=Fuseau, default=Fuseau.PARIS)
    cree_le = models.DateTimeField("créée le", default=timezone.now, editable=False)
    # Of a trial (`essais.py`): when it is erased. Nothing of it is ever public.
    essai_jusqu_au = models.DateTimeField("essai jusqu’au", null=True, blank=True, editable=False)
    membres: models.ManyToManyField = models.ManyToManyField(Compte, through="Adhesion")

    objects = CollectiviteQuerySet.as_manager()

    class Meta:
        verbose_name = "collectivité"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(siren__regex=r"^[0-9]{9}$"),
                name="collectivite_siren_neuf_chiffres",
                violation_error_message="Un SIREN compte neuf chiffres.",
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=TypeCollectivite.values), name="collectivite_type_connu"
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("collectivites:collectivite", args=[self.identifiant])

    @property
    def est_un_essai(self) -> bool:
        return self.essai_jusqu_au is not None


class Service(models.Model):
    """A service of a collectivité; services form a tree (direction, service, pôle…)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collectivite = models.ForeignKey(Collectivite, models.CASCADE, related_name="services")
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="enfants", verbose_name="rattaché à"
    )
    nom = models.CharField("nom du service", max_length=120, validators=[noms.valider])

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "service"
        constraints = [
            models.UniqueConstraint(
                "collectivite",
                "parent",
                Lower("nom"),
                name="service_nom_unique_sous_un_parent",
                nulls_distinct=False,
                violation_error_message="Un service porte déjà ce nom à cet endroit.",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")),
                name="service_pas_son_propre_parent",
                violation_error_message="Un service ne peut pas être rattaché à lui-même.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class Adhesion(models.Model):
    """A person's membership of a collectivité, with a role and possibly a service."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    compte = models.ForeignKey(Compte, models.CASCADE, related_name="adhesions")
    collectivite = models.ForeignKey(Collectivite, models.CASCADE, related_name="adhesions")
    service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, related_name="adhesions")
    role = models.CharField("rôle", max_length=20, choices=Role, default=Role.MEMBRE)
    fonction = models.CharField("fonction", max_length=10, choices=Fonction, blank=True)
    depuis_le = models.DateTimeField("membre depuis le", default=timezone.now, editable=False)

    objects = AdhesionQuerySet.as_manager()

    class Meta:
        verbose_name = "adhésion"
        constraints = [
            models.UniqueConstraint(
                fields=["compte", "collectivite"],
                name="adhesion_unique",
                violation_error_message="Cette personne est déjà membre.",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="adhesion_role_connu"),
            models.CheckConstraint(
                condition=models.Q(fonction__in=["", *Fonction.values]), name="adhesion_fonction_connue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compte} ({self.get_role_display()}, {self.collectivite})"


class Invitation(models.Model):
    """An invitation to join, sent by e-mail; its link is a signed single-use token over `uuid`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collectivite = models.ForeignKey(Collectivite, models.CASCADE, related_name="invitations")
    email = models.EmailField("adresse électronique", max_length=254)
    role = models.CharField("rôle", max_length=20, choices=Role, default=Role.MEMBRE)
    service = models.ForeignKey(Service, models.SET_NULL, null=True, blank=True, related_name="+")
    invite_par = models.ForeignKey(Compte, models.SET_NULL, null=True, related_name="+")
    cree_le = models.DateTimeField("envoyée le", default=timezone.now, editable=False)
    expire_le = models.DateTimeField("expire le")
    acceptee_le = models.DateTimeField("acceptée le", null=True, blank=True)
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        constraints = [
            models.UniqueConstraint(
                "collectivite",
                Lower("email"),
                condition=models.Q(acceptee_le=None, annulee_le=None),
                name="invitation_en_cours_unique",
                violation_error_message="Une invitation est déjà en cours pour cette adresse.",
            ),
            models.CheckConstraint(
                condition=models.Q(acceptee_le=None) | models.Q(annulee_le=None),
                name="invitation_acceptee_ou_annulee",
            ),
            models.CheckConstraint(
                condition=models.Q(expire_le__gt=models.F("cree_le")), name="invitation_expire_apres"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.collectivite}"

    @property
    def expiree(self) -> bool:
        return self.expire_le <= timezone.now()


class CompteRelie(models.Model):
    """The account at an identity provider (ProConnect…) that opens this one; known by `sub`, not by mail."""

    compte = models.ForeignKey(Compte, models.CASCADE, related_name="relies")
    emetteur = models.CharField("émetteur", max_length=200)
    sub = models.CharField("identifiant chez le fournisseur", max_length=255)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    relie_le = models.DateTimeField("relié le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "compte relié"
        verbose_name_plural = "comptes reliés"
        constraints = [
            models.UniqueConstraint(fields=["emetteur", "sub"], name="compte_relie_sub_unique"),
            models.UniqueConstraint(fields=["compte", "emetteur"], name="compte_relie_un_par_emetteur"),
        ]

    def __str__(self) -> str:
        return f"{self.compte} ({self.emetteur})"


class Demande(models.Model):
    """Somebody whose SIRET says they belong here asks to come in; an administrator answers."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    compte = models.ForeignKey(Compte, models.CASCADE, related_name="demandes")
    collectivite = models.ForeignKey(Collectivite, models.CASCADE, related_name="demandes")
    cree_le = models.DateTimeField("demandée le", default=timezone.now, editable=False)

    objects = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande pour rejoindre"
        verbose_name_plural = "demandes pour rejoindre"
        constraints = [
            models.UniqueConstraint(fields=["compte", "collectivite"], name="demande_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.compte} → {self.collectivite}"
