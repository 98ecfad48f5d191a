"""A *livret* is a right to read; its *tirage* is the content, printed once for all who ask for it."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communs.livrets.enums import Etat, Format
from communs.livrets.gabarits import Gabarit, gabarit
from communs.livrets.querysets import LivretQuerySet, TirageQuerySet


class Tirage(models.Model):
    """One content, by its fingerprint, and the file made from it. Permission is no part of it."""

    empreinte = models.CharField("empreinte", max_length=64, unique=True)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.DEMANDE)
    progres = models.PositiveSmallIntegerField("progrès (%)", default=0)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    demande_le = models.DateTimeField("demandé le", default=timezone.now)
    prochain_essai_le = models.DateTimeField("prochain essai le", default=timezone.now, null=True, blank=True)
    reclame_le = models.DateTimeField("pris en charge le", null=True, blank=True)
    pret_le = models.DateTimeField("prêt le", null=True, blank=True)
    expire_le = models.DateTimeField("expire le", null=True, blank=True)
    fichier = models.CharField("fichier", max_length=200, blank=True)
    pages = models.PositiveIntegerField("pages", default=0)
    taille = models.PositiveBigIntegerField("taille (octets)", default=0)
    erreur = models.CharField("dernière erreur", max_length=500, blank=True)

    objects = TirageQuerySet.as_manager()

    class Meta:
        verbose_name = "tirage"
        indexes = [
            models.Index("prochain_essai_le", name="tirage_a_faire", condition=Q(etat=Etat.DEMANDE)),
            models.Index("reclame_le", name="tirage_reclame", condition=Q(etat=Etat.EN_COURS)),
            models.Index("expire_le", name="tirage_expire", condition=Q(etat=Etat.PRET)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=Etat.values), name="tirage_etat_connu"),
            models.CheckConstraint(condition=Q(progres__lte=100), name="tirage_progres_sur_cent"),
            models.CheckConstraint(
                condition=Q(etat=Etat.DEMANDE, prochain_essai_le__isnull=False)
                | (~Q(etat=Etat.DEMANDE) & Q(prochain_essai_le=None)),
                name="tirage_demande_a_un_prochain_essai",
            ),
            models.CheckConstraint(
                condition=Q(etat=Etat.EN_COURS, reclame_le__isnull=False, essais__gt=0)
                | (~Q(etat=Etat.EN_COURS) & Q(reclame_le=None)),
                name="tirage_en_cours_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(
                    etat=Etat.PRET,
                    pret_le__isnull=False,
                    expire_le__gt=models.F("pret_le"),
                    pages__gt=0,
                    taille__gt=0,
                    progres=100,
                )
                & ~Q(fichier="")
                | (~Q(etat=Etat.PRET) & Q(pret_le=None, expire_le=None, fichier="", pages=0, taille=0)),
                name="tirage_pret_a_son_fichier",
            ),
            models.CheckConstraint(
                condition=~Q(etat=Etat.ECHOUE) | ~Q(erreur=""), name="tirage_echoue_dit_pourquoi"
            ),
        ]

    def __str__(self) -> str:
        return self.empreinte[:12]


class Livret(models.Model):
    """What somebody asked for: an object, through a gabarit. `uuid` is its unguessable address."""

    uuid = models.UUIDField("adresse", unique=True, default=uuid.uuid4, editable=False)
    gabarit = models.CharField("gabarit", max_length=60)
    reference = models.CharField("référence de l’objet", max_length=500)
    parametres = models.JSONField("paramètres", default=dict, blank=True)
    format = models.CharField("format", max_length=5, choices=Format, default=Format.PDF)
    tirage = models.ForeignKey(Tirage, models.PROTECT, related_name="livrets")
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = LivretQuerySet.as_manager()

    class Meta:
        verbose_name = "livret"
        constraints = [
            models.UniqueConstraint(
                fields=["gabarit", "reference", "format", "tirage"], name="livret_un_par_objet_et_contenu"
            ),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="livret_format_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.gabarit} {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("livrets:livret", args=[self.uuid])

    @property
    def sorte(self) -> Gabarit:
        return gabarit(self.gabarit)
