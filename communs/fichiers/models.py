"""What people hand in: a file of a collectivité, and the upload that is bringing one."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from communs.collectivites.models import Collectivite, Compte
from communs.fichiers.enums import EN_ROUTE, Etat, TypeFichier
from communs.fichiers.querysets import FichierQuerySet, TeleversementQuerySet


class Fichier(models.Model):
    """One file, stored under a name of ours. Other rooms hold a key to it and say who may see it."""

    uuid = models.UUIDField("identifiant", unique=True, default=uuid.uuid4, editable=False)
    collectivite = models.ForeignKey(
        Collectivite, models.CASCADE, related_name="fichiers", verbose_name="collectivité"
    )
    depose_par = models.ForeignKey(
        Compte, models.SET_NULL, null=True, related_name="fichiers", verbose_name="déposé par"
    )
    nom = models.CharField("nom", max_length=120)
    type = models.CharField("type", max_length=10, choices=TypeFichier)
    mime = models.CharField("format", max_length=100)
    taille = models.PositiveBigIntegerField("taille (octets)")
    occupe = models.PositiveBigIntegerField("place occupée, rendus compris (octets)")
    empreinte = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    largeur = models.PositiveIntegerField("largeur (pixels)", null=True, blank=True)
    hauteur = models.PositiveIntegerField("hauteur (pixels)", null=True, blank=True)
    duree = models.PositiveIntegerField("durée (secondes)", null=True, blank=True)
    original = models.CharField("fichier", max_length=100, blank=True)
    apercu = models.CharField("aperçu", max_length=100, blank=True)
    vignette = models.CharField("vignette", max_length=100, blank=True)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.RECU)
    motif = models.CharField("motif du refus", max_length=500, blank=True)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    prochain_essai_le = models.DateTimeField("prochain essai le", default=timezone.now, null=True, blank=True)
    reclame_le = models.DateTimeField("pris en charge le", null=True, blank=True)
    cree_le = models.DateTimeField("déposé le", default=timezone.now, editable=False)

    objects = FichierQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier"
        indexes = [
            models.Index("prochain_essai_le", name="fichier_a_preparer", condition=Q(etat=Etat.RECU)),
            models.Index("reclame_le", name="fichier_reclame", condition=Q(etat=Etat.EN_COURS)),
            models.Index("cree_le", name="fichier_par_age"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=Etat.values), name="fichier_etat_connu"),
            models.CheckConstraint(condition=Q(type__in=TypeFichier.values), name="fichier_type_connu"),
            models.CheckConstraint(
                condition=Q(etat=Etat.RECU, prochain_essai_le__isnull=False)
                | (~Q(etat=Etat.RECU) & Q(prochain_essai_le=None)),
                name="fichier_recu_a_un_prochain_essai",
            ),
            models.CheckConstraint(
                condition=Q(etat=Etat.EN_COURS, reclame_le__isnull=False, essais__gt=0)
                | (~Q(etat=Etat.EN_COURS) & Q(reclame_le=None)),
                name="fichier_en_cours_a_une_date",
            ),
            models.CheckConstraint(
                condition=~Q(etat=Etat.PRET) | (~Q(original="") & ~Q(empreinte="") & Q(taille__gt=0)),
                name="fichier_pret_a_son_contenu",
            ),
            models.CheckConstraint(
                condition=(Q(etat=Etat.REFUSE) & ~Q(motif="") & Q(original="", occupe=0))
                | ~Q(etat=Etat.REFUSE),
                name="fichier_refuse_dit_pourquoi_et_ne_garde_rien",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    @property
    def pret(self) -> bool:
        return self.etat == Etat.PRET

    @property
    def en_route(self) -> bool:
        return self.etat in EN_ROUTE

    @property
    def noms_stockes(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.original, self.apercu, self.vignette)))


class Televersement(models.Model):
    """An upload under way (tus): `recu` bytes of `taille` are on disk. Its size is reserved in the quota."""

    uuid = models.UUIDField("adresse", unique=True, default=uuid.uuid4, editable=False)
    compte = models.ForeignKey(Compte, models.CASCADE, related_name="televersements")
    collectivite = models.ForeignKey(Collectivite, models.CASCADE, related_name="televersements")
    nom = models.CharField("nom", max_length=120)
    taille = models.PositiveBigIntegerField("taille (octets)")
    recu = models.PositiveBigIntegerField("reçu (octets)", default=0)
    cree_le = models.DateTimeField("commencé le", default=timezone.now, editable=False)
    expire_le = models.DateTimeField("expire le")
    # Kept a while after the end: whoever missed the last answer learns that all has arrived.
    fichier = models.OneToOneField(
        Fichier, models.CASCADE, null=True, blank=True, related_name="televersement"
    )

    objects = TeleversementQuerySet.as_manager()

    class Meta:
        verbose_name = "téléversement"
        indexes = [models.Index("expire_le", name="televersement_expire")]
        constraints = [
            models.CheckConstraint(condition=Q(taille__gt=0), name="televersement_pas_vide"),
            models.CheckConstraint(
                condition=Q(recu__lte=F("taille")), name="televersement_pas_plus_que_prevu"
            ),
            models.CheckConstraint(
                condition=Q(fichier=None) | Q(recu=F("taille")), name="televersement_acheve_est_entier"
            ),
            models.CheckConstraint(
                condition=Q(expire_le__gt=F("cree_le")), name="televersement_expire_apres"
            ),
        ]

    def __str__(self) -> str:
        return self.nom
