"""Dated things of the dossiers, the people who are reminded of them, and their secret calendars."""

import secrets
from uuid import uuid4

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from communs.collectivites.enums import Fuseau
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier, Participant
from communs.echeances.enums import Rythme
from communs.echeances.querysets import CalendrierQuerySet, DestinataireQuerySet, EcheanceQuerySet

CHEMIN = r"^/([^/\\\s][^\\\s]*)?$"
chemin_valide = RegexValidator(CHEMIN, "Une adresse de la plateforme commence par une seule barre (« / »).")


class Echeance(models.Model):
    """One dated thing of a dossier, written by its tool through `services`, by nobody else.

    `le` is a date in the zone of the dossier's collectivité. `rappel_le` is the next day on which its
    responsable is to be reminded; `sommeil_jusqu_au`, the day until which she asked not to be.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    genre = models.CharField("genre", max_length=60)
    reference = models.UUIDField("chose")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="echeances")
    responsable = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="echeances"
    )
    libelle = models.CharField("intitulé", max_length=200)
    adresse = models.CharField("adresse", max_length=300, validators=[chemin_valide])
    le = models.DateField("pour le")
    faite_le = models.DateTimeField("faite le", null=True, blank=True)
    rappel_le = models.DateField("prochain rappel le")
    sommeil_jusqu_au = models.DateField("en sommeil jusqu’au", null=True, blank=True)
    modifie_le = models.DateTimeField("modifiée le", default=timezone.now)

    objects = EcheanceQuerySet.as_manager()

    class Meta:
        verbose_name = "échéance"
        constraints = [
            models.UniqueConstraint(fields=["genre", "reference"], name="echeance_unique"),
            models.CheckConstraint(condition=Q(adresse__regex=CHEMIN), name="echeance_adresse_interieure"),
        ]
        indexes = [
            models.Index(
                "rappel_le",
                name="echeance_a_rappeler",
                condition=Q(faite_le=None, responsable__isnull=False),
            ),
            models.Index("responsable", "le", name="echeance_de_la_personne", condition=Q(faite_le=None)),
            models.Index("dossier", "le", name="echeance_du_dossier"),
        ]

    def __str__(self) -> str:
        return self.libelle

    def get_absolute_url(self) -> str:
        return self.adresse


class Destinataire(models.Model):
    """A person as reminders know her: an account, or the address of somebody invited who has none yet.

    Her day is counted in `fuseau`, one zone, whatever the zones of her dossiers: one mail a day.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    compte = models.OneToOneField(
        Compte, models.CASCADE, null=True, blank=True, related_name="destinataire", verbose_name="compte"
    )
    email = models.EmailField("adresse électronique", max_length=254, blank=True)
    rythme = models.CharField("rappels", max_length=15, choices=Rythme, default=Rythme.QUOTIDIEN)
    fuseau = models.CharField("heure de", max_length=40, choices=Fuseau, default=Fuseau.PARIS)
    relance_le = models.DateField("dernière relance le", null=True, blank=True, editable=False)

    objects = DestinataireQuerySet.as_manager()

    class Meta:
        verbose_name = "destinataire"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="destinataire_adresse_unique"
            ),
            models.CheckConstraint(
                condition=(Q(compte=None) & ~Q(email="")) | (Q(compte__isnull=False) & Q(email="")),
                name="destinataire_compte_ou_adresse",
            ),
            models.CheckConstraint(condition=Q(rythme__in=Rythme.values), name="destinataire_rythme_connu"),
            models.CheckConstraint(condition=Q(fuseau__in=Fuseau.values), name="destinataire_fuseau_connu"),
        ]

    def __str__(self) -> str:
        return self.compte.email if self.compte is not None else self.email


class Relance(models.Model):
    """The mail that a person received (or will) that day: one at most, the database says so."""

    destinataire = models.ForeignKey(Destinataire, models.CASCADE, related_name="relances")
    jour = models.DateField("jour")
    nombre = models.PositiveIntegerField("échéances rappelées")
    cree_le = models.DateTimeField("composée le", default=timezone.now)

    class Meta:
        verbose_name = "relance"
        constraints = [models.UniqueConstraint(fields=["destinataire", "jour"], name="relance_une_par_jour")]
        indexes = [models.Index("jour", name="relance_du_jour")]

    def __str__(self) -> str:
        return f"{self.destinataire} ({self.jour})"


def nouveau_jeton() -> str:
    """The secret part of a calendar's address: 256 random bits."""
    return secrets.token_urlsafe(32)


class Calendrier(models.Model):
    """A secret address for a calendar program: one's own échéances, or those of one dossier.

    It is shown again, renewed or revoked (deleted) at will, and shows what its owner may see *now*.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    compte = models.ForeignKey(Compte, models.CASCADE, related_name="calendriers")
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, null=True, blank=True, related_name="calendriers", verbose_name="dossier"
    )
    jeton = models.CharField(max_length=60, unique=True, default=nouveau_jeton, editable=False)
    cree_le = models.DateTimeField("créé le", default=timezone.now)

    objects = CalendrierQuerySet.as_manager()

    class Meta:
        verbose_name = "calendrier"
        constraints = [
            models.UniqueConstraint(
                fields=["compte", "dossier"], name="calendrier_unique", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.compte} ({self.dossier or 'tout'})"
