"""The living chart: versions of teintes, comments, proposals, and what the nightly check finds of links."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.models import Compte
from communs.etats.models import Acteur, Versionne
from nuancier.vie.enums import OUVERTS, Etat, Genre
from nuancier.vie.querysets import (
    CommentaireQuerySet,
    PropositionQuerySet,
    VerificationQuerySet,
    VersionQuerySet,
)

PLATEFORME = "la plateforme"


class Version(models.Model):
    """A teinte as it was after one change; `contenu` is its fiche. Nobody as author: a delivery of content.

    `auteur` wrote the words; `validee_par` is the editor who accepted somebody else's.
    """

    teinte = models.ForeignKey("nuancier.Teinte", models.CASCADE, related_name="versions")
    numero = models.PositiveIntegerField("numéro")
    contenu = models.JSONField("contenu")
    auteur = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+", verbose_name="par")
    validee_par = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+")
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)
    motif = models.CharField("motif", max_length=500, blank=True)
    proposition = models.ForeignKey(
        "nuancier.Proposition", models.SET_NULL, null=True, related_name="versions"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version"
        ordering = ["teinte", "-numero"]
        constraints = [
            models.UniqueConstraint(fields=["teinte", "numero"], name="version_numerotee"),
            models.CheckConstraint(condition=Q(numero__gte=1), name="version_depuis_un"),
        ]

    def __str__(self) -> str:
        return f"Version {self.numero}"

    @property
    def qui(self) -> str:
        """Costs no query once obtained with `avec_auteurs`."""
        return self.auteur.nom_affiche if self.auteur is not None else PLATEFORME


class Proposition(Versionne):
    """What somebody proposes for one piece of a teinte, or a teinte: `valeurs` instead of `base`.

    `partie` and `cible` name the piece (`pieces.py`); `code` outlives the teinte. `retouche`: the editor
    changed the words before accepting.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    genre = models.CharField("sorte", max_length=12, choices=Genre)
    etat = models.CharField("état", max_length=10, choices=Etat, default=Etat.PROPOSEE)
    teinte = models.ForeignKey(
        "nuancier.Teinte", models.SET_NULL, null=True, blank=True, related_name="propositions"
    )
    code = models.CharField("teinte", max_length=6, blank=True)
    famille = models.ForeignKey("nuancier.Famille", models.PROTECT, null=True, blank=True, related_name="+")
    partie = models.CharField("partie", max_length=20)
    cible = models.SlugField("module ou fiche", max_length=80, blank=True)
    base = models.JSONField("texte d’alors", null=True)
    valeurs = models.JSONField("texte proposé")
    raison = models.TextField("pourquoi", max_length=2000)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="par")
    licence = models.CharField("licence acceptée", max_length=40)
    cree_le = models.DateTimeField("proposée le", default=timezone.now, editable=False)
    decidee_le = models.DateTimeField("décidée le", null=True, editable=False)
    decidee_par = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+")
    motif = models.TextField("motif", max_length=2000, blank=True)
    retouche = models.BooleanField("retouchée", default=False)

    objects = PropositionQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        ordering = ["cree_le", "pk"]
        indexes = [models.Index(fields=["etat", "cree_le"], name="proposition_file")]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat__in=OUVERTS, decidee_le=None)
                | (~Q(etat__in=OUVERTS) & Q(decidee_le__isnull=False)),
                name="proposition_decidee_ou_ouverte",
            ),
            models.CheckConstraint(
                condition=~Q(etat=Etat.DECLINEE) | ~Q(motif=""), name="proposition_declinee_avec_motif"
            ),
            models.CheckConstraint(
                condition=Q(genre=Genre.TEINTE, famille__isnull=False)
                | (~Q(genre=Genre.TEINTE) & ~Q(code="")),
                name="proposition_a_sa_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} {self.code}".strip()

    def get_absolute_url(self) -> str:
        return reverse("nuancier:proposition", args=[self.uuid])

    @property
    def portee(self) -> UUID:
        """A proposal is an affair of its own in the journal."""
        return self.uuid

    @property
    def ouverte(self) -> bool:
        return self.etat in OUVERTS


class Echange(models.Model):
    """A question of an editor about a proposal, or its author's answer."""

    proposition = models.ForeignKey(Proposition, models.CASCADE, related_name="echanges")
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+")
    texte = models.TextField("message", max_length=2000)
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "message d’une proposition"
        verbose_name_plural = "messages d’une proposition"
        ordering = ["cree_le", "pk"]

    def __str__(self) -> str:
        return self.texte[:60]


class Commentaire(models.Model):
    """What somebody says of a teinte, or answers to a comment (one level)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    teinte = models.ForeignKey("nuancier.Teinte", models.CASCADE, related_name="commentaires")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="reponses")
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+")
    texte = models.TextField("commentaire", max_length=4000)
    licence = models.CharField("licence acceptée", max_length=40)
    cree_le = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    modifie_le = models.DateTimeField("modifié le", null=True, editable=False)
    retire_le = models.DateTimeField("retiré le", null=True, editable=False)
    masque_le = models.DateTimeField("masqué le", null=True, editable=False)
    masque_motif = models.CharField("pourquoi il est masqué", max_length=300, blank=True)

    objects = CommentaireQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire d’une teinte"
        verbose_name_plural = "commentaires des teintes"
        ordering = ["cree_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retire_le=None) | Q(texte=""), name="commentaire_de_teinte_retire_est_vide"
            ),
            models.CheckConstraint(
                condition=Q(masque_le=None) | ~Q(masque_motif=""), name="commentaire_masque_avec_motif"
            ),
        ]

    def __str__(self) -> str:
        return self.texte[:60]

    @property
    def lisible(self) -> bool:
        return self.retire_le is None and self.masque_le is None


class Signalement(models.Model):
    """That a reader asks the editors to look at a comment."""

    commentaire = models.ForeignKey(Commentaire, models.CASCADE, related_name="signalements")
    compte = models.ForeignKey(Compte, models.CASCADE, related_name="+")
    motif = models.CharField("ce qui ne va pas", max_length=300)
    cree_le = models.DateTimeField("signalé le", default=timezone.now, editable=False)
    traite_le = models.DateTimeField("vu par l’équipe le", null=True, editable=False)

    class Meta:
        verbose_name = "signalement"
        ordering = ["cree_le", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commentaire", "compte"], name="signalement_un_par_personne")
        ]

    def __str__(self) -> str:
        return self.motif


class Verification(models.Model):
    """What the nightly check knows of one address.

    By address, not by link: the same address under two records is visited once, and the loader of content
    stays free to remove a link. Dead after `liens.ECHECS` failures on as many nights.
    """

    adresse = models.URLField("adresse", max_length=500, unique=True)
    prochaine_le = models.DateTimeField("à visiter le", default=timezone.now)
    reclamee_le = models.DateTimeField("visite commencée le", null=True, editable=False)
    verifiee_le = models.DateTimeField("visitée le", null=True, editable=False)
    dernier_constat = models.CharField("constat", max_length=300, blank=True)
    # Where a permanent redirection leads: an editor may take it.
    suggestion = models.URLField("nouvelle adresse", max_length=500, blank=True)
    echecs = models.PositiveSmallIntegerField("échecs de suite", default=0)
    dernier_echec = models.DateField("dernière nuit d’échec", null=True)
    mort_le = models.DateTimeField("introuvable depuis le", null=True)
    ignoree_jusqu_au = models.DateTimeField("ignorée jusqu’au", null=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = "vérification d’un lien"
        verbose_name_plural = "vérifications des liens"
        ordering = ["adresse"]
        indexes = [models.Index(fields=["prochaine_le"], name="verification_a_faire")]

    def __str__(self) -> str:
        return self.adresse
