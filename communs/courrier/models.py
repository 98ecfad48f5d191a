"""The outbox: a mail that must go is a row, written in the transaction that decided it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.courrier.enums import TERMINES, Etat
from communs.courrier.querysets import CourrielQuerySet


class Courriel(models.Model):
    """One mail to one person.

    `corps_ephemere`: the body holds a single-use link; it is wiped once sent.
    `effacer_apres`: the recipient asked that nothing be kept; address and body are wiped once
    finished, whatever the outcome.
    """

    cle = models.CharField("clé", max_length=150, unique=True, null=True, blank=True, editable=False)
    destinataire = models.EmailField("destinataire", max_length=254, blank=True)
    sujet = models.CharField("sujet", max_length=250)
    texte = models.TextField("texte", blank=True)
    html = models.TextField("version HTML", blank=True)
    entetes = models.JSONField("en-têtes", default=dict, blank=True)
    corps_ephemere = models.BooleanField("corps effacé après l’envoi", default=False)
    effacer_apres = models.BooleanField("adresse et corps effacés à la fin", default=False)
    etat = models.CharField("état", max_length=12, choices=Etat, default=Etat.EN_ATTENTE)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)
    prochain_essai_le = models.DateTimeField("prochain essai le", default=timezone.now, null=True)
    reclame_le = models.DateTimeField("pris en charge le", null=True, blank=True)
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)
    erreur = models.CharField("dernière erreur", max_length=500, blank=True)

    objects = CourrielQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        indexes = [
            models.Index("prochain_essai_le", name="courriel_a_envoyer", condition=Q(etat=Etat.EN_ATTENTE)),
            models.Index("reclame_le", name="courriel_reclame", condition=Q(etat=Etat.RECLAME)),
            models.Index("cree_le", name="courriel_cree_le"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=Etat.values), name="courriel_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=Etat.EN_ATTENTE, prochain_essai_le__isnull=False)
                | (~Q(etat=Etat.EN_ATTENTE) & Q(prochain_essai_le=None)),
                name="courriel_en_attente_a_un_prochain_essai",
            ),
            models.CheckConstraint(
                condition=Q(etat=Etat.RECLAME, reclame_le__isnull=False)
                | (~Q(etat=Etat.RECLAME) & Q(reclame_le=None)),
                name="courriel_reclame_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat=Etat.ENVOYE, envoye_le__isnull=False)
                | (~Q(etat=Etat.ENVOYE) & Q(envoye_le=None)),
                name="courriel_envoye_a_une_date",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=(Etat.INCERTAIN, Etat.REFUSE, Etat.ABANDONNE)) | ~Q(erreur=""),
                name="courriel_non_envoye_dit_pourquoi",
            ),
            models.CheckConstraint(
                condition=Q(effacer_apres=False)
                | ~Q(etat__in=TERMINES)
                | Q(destinataire="", texte="", html=""),
                name="courriel_efface_apres",
            ),
            models.CheckConstraint(
                condition=Q(corps_ephemere=False) | ~Q(etat=Etat.ENVOYE) | Q(texte="", html=""),
                name="courriel_corps_ephemere_efface",
            ),
        ]

    def __str__(self) -> str:
        return self.sujet

    @property
    def efface(self) -> bool:
        """Nothing is left to send again."""
        return not (self.destinataire and self.texte)
