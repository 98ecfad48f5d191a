"""Who asked to receive the bulletins, and each issue's copies on their way."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from veille.abonnements.enums import EtatEnvoi, EtatRemise
from veille.abonnements.querysets import AbonneQuerySet, EnvoiQuerySet, RemiseQuerySet
from veille.notices.models import Theme
from veille.numeros.models import Bulletin, Numero


class Abonne(models.Model):
    """A person without account, known by an address alone, in small letters.

    Mails go to it once `confirme_le` is set, until `desabonne_le` or `suspendu_le` is (too many refusals
    in a row, `rebuts`). No theme chosen: all of them. `demande_le` binds the confirmation link to the
    request it answers; `consentement_version` is the text that was agreed to.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField("adresse électronique", max_length=254, unique=True)
    bulletins = models.ManyToManyField(Bulletin, verbose_name="bulletins", related_name="abonnes")
    themes = models.ManyToManyField(Theme, verbose_name="thèmes", related_name="abonnes", blank=True)
    consentement_version = models.CharField("texte accepté", max_length=20)
    demande_le = models.DateTimeField("demandé le", default=timezone.now)
    confirme_le = models.DateTimeField("confirmé le", null=True, blank=True)
    desabonne_le = models.DateTimeField("désabonné le", null=True, blank=True)
    suspendu_le = models.DateTimeField("suspendu le", null=True, blank=True)
    rebuts = models.PositiveSmallIntegerField("refus à la suite", default=0)

    objects = AbonneQuerySet.as_manager()

    class Meta:
        verbose_name = "abonné"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="abonne_email_en_minuscules"),
            models.CheckConstraint(
                condition=Q(desabonne_le=None) | Q(confirme_le__isnull=False),
                name="abonne_desabonne_fut_abonne",
            ),
        ]
        indexes = [
            models.Index("demande_le", name="abonne_a_confirmer", condition=Q(confirme_le=None)),
            models.Index("desabonne_le", name="abonne_parti", condition=Q(desabonne_le__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Abonné {self.pk}"

    @property
    def actif(self) -> bool:
        """Mails go to this address."""
        return self.confirme_le is not None and self.desabonne_le is None and self.suspendu_le is None


class Envoi(models.Model):
    """An issue being sent: one, ever, per issue.

    `reprise_le`: not before, the server went away `echecs` times in a row.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    numero = models.OneToOneField(Numero, models.PROTECT, related_name="envoi", verbose_name="numéro")
    etat = models.CharField("état", max_length=8, choices=EtatEnvoi, default=EtatEnvoi.EN_COURS)
    total = models.PositiveIntegerField("destinataires", default=0)
    cree_le = models.DateTimeField("préparé le", default=timezone.now)
    commence_le = models.DateTimeField("commencé le", null=True, blank=True)
    termine_le = models.DateTimeField("terminé le", null=True, blank=True)
    reprise_le = models.DateTimeField("pas avant", null=True, blank=True)
    echecs = models.PositiveSmallIntegerField("échecs à la suite", default=0)
    erreur = models.CharField("dernière erreur", max_length=500, blank=True)

    objects = EnvoiQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatEnvoi.values), name="envoi_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatEnvoi.TERMINE, termine_le__isnull=False)
                | (~Q(etat=EtatEnvoi.TERMINE) & Q(termine_le=None)),
                name="envoi_termine_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Envoi de {self.numero}"


class Remise(models.Model):
    """One subscriber's copy of one issue. `place` is that of the worker that holds it."""

    envoi = models.ForeignKey(Envoi, models.CASCADE, related_name="remises")
    abonne = models.ForeignKey(Abonne, models.SET_NULL, null=True, related_name="remises")
    etat = models.CharField("état", max_length=9, choices=EtatRemise, default=EtatRemise.A_ENVOYER)
    place = models.PositiveSmallIntegerField(null=True)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    prochain_essai_le = models.DateTimeField("prochain essai le", null=True, blank=True)
    fini_le = models.DateTimeField("fini le", null=True, blank=True)
    erreur = models.CharField("raison", max_length=300, blank=True)

    objects = RemiseQuerySet.as_manager()

    class Meta:
        verbose_name = "remise"
        constraints = [
            models.UniqueConstraint(fields=["envoi", "abonne"], name="remise_une_par_abonne"),
            models.CheckConstraint(condition=Q(etat__in=EtatRemise.values), name="remise_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat__in=(EtatRemise.RECLAME, EtatRemise.EN_VOL), place__isnull=False)
                | (~Q(etat__in=(EtatRemise.RECLAME, EtatRemise.EN_VOL)) & Q(place=None)),
                name="remise_tenue_a_une_place",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=(EtatRemise.REFUSE, EtatRemise.ABANDONNE, EtatRemise.INCERTAIN))
                | ~Q(erreur=""),
                name="remise_non_envoyee_dit_pourquoi",
            ),
        ]
        indexes = [
            models.Index("envoi", "etat", F("id"), name="remise_par_etat"),
        ]

    def __str__(self) -> str:
        return f"Remise {self.pk}"
