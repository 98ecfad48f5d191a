"""Bulletins, their issues, and the addresses these were given; what an issue is made of is in `pieces.py`."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.models import Collectivite, Compte
from communs.etats.models import Acteur, Versionne
from communs.fichiers.models import Fichier
from veille.dates import MOTIF, DatePrecise, lire_date
from veille.enums import EtatNumero, GenreNumero
from veille.notices.models import champ_date
from veille.numeros.querysets import BulletinQuerySet, NumeroQuerySet

# The first words of addresses under /veille/ that no bulletin may take.
RESERVEES = frozenset(
    (
        *("abonnement", "agenda", "api", "archives", "atelier", "bulletins", "flux", "importer", "notices"),
        *("numeros", "oai", "panier", "proposer", "recherche", "references", "sources", "themes", "veille"),
    )
)


def valider_cle_bulletin(cle: str) -> None:
    """ValidationError for an address that the veille keeps for itself."""
    if cle in RESERVEES:
        raise ValidationError(f"L’adresse « {cle} » est réservée : choisissez-en une autre.", code="reservee")


def champ_image(nom: str) -> models.ForeignKey:
    return models.ForeignKey(
        Fichier, models.RESTRICT, null=True, blank=True, related_name="+", verbose_name=nom
    )


class Bulletin(Versionne):
    """A publication that comes back. Its pictures are kept by `collectivite`, on its quota."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    cle = models.SlugField("adresse", max_length=60, unique=True, validators=[valider_cle_bulletin])
    nom = models.CharField("nom", max_length=120)
    sous_titre = models.CharField("sous-titre", max_length=160, blank=True)
    editeur = models.CharField("éditeur", max_length=200, blank=True)
    presentation = models.TextField("présentation", max_length=4000, blank=True)
    contact = models.EmailField("adresse de contact", blank=True)
    collectivite = models.ForeignKey(
        Collectivite,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="bulletins",
        verbose_name="collectivité qui garde ses images",
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = "bulletin"
        ordering = ["nom", "pk"]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("veille:bulletin", args=[self.cle])

    @property
    def portee(self) -> UUID:
        return self.uuid


class Numero(Versionne):
    """One issue. `programme_le`: when it is to be published; `envoyer`: subscribers then receive it."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="numeros", verbose_name="bulletin")
    cle = models.SlugField("adresse", max_length=80)
    genre = models.CharField("genre", max_length=12, choices=GenreNumero, default=GenreNumero.REGULIER)
    numero = models.CharField("numéro", max_length=20, blank=True)
    titre = models.CharField("titre", max_length=200)
    date = champ_date("mois ou jour de parution")
    editorial = models.TextField("éditorial", max_length=10_000, blank=True)
    couverture = champ_image("image de couverture")
    couverture_alternative = models.CharField("texte alternatif de la couverture", max_length=300, blank=True)
    colophon = models.TextField("colophon", max_length=4000, blank=True)
    mentions = models.TextField("mentions légales", max_length=4000, blank=True)
    etat = models.CharField("état", max_length=10, choices=EtatNumero, default=EtatNumero.BROUILLON)
    relecteur = models.ForeignKey(
        Compte,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="relecteur ou relectrice",
    )
    envoyer = models.BooleanField("envoyer aux abonnés à la parution", default=True)
    programme_le = models.DateTimeField("à publier le", null=True, blank=True)
    programme_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    publie_le = models.DateTimeField("publié le", null=True, blank=True, editable=False)
    publie_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    depublie_le = models.DateTimeField("dépublié le", null=True, blank=True, editable=False)
    depublie_motif = models.CharField("motif", max_length=500, blank=True)
    cree_le = models.DateTimeField("créé le", default=timezone.now, editable=False)
    modifie_le = models.DateTimeField("modifié le", default=timezone.now, editable=False)
    supprime_le = models.DateTimeField("supprimé le", null=True, blank=True, editable=False)

    objects = NumeroQuerySet.as_manager()

    class Meta:
        verbose_name = "numéro"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "cle"],
                condition=Q(supprime_le=None),
                name="numero_adresse_unique",
                violation_error_message="Un autre numéro de ce bulletin a déjà cette adresse.",
            ),
            models.CheckConstraint(condition=Q(etat__in=EtatNumero.values), name="numero_etat_connu"),
            models.CheckConstraint(condition=Q(date="") | Q(date__regex=MOTIF), name="numero_date_lisible"),
            models.CheckConstraint(
                condition=(Q(etat=EtatNumero.PROGRAMME) & Q(programme_le__isnull=False))
                | ~Q(etat=EtatNumero.PROGRAMME),
                name="numero_programme_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=(EtatNumero.PUBLIE, EtatNumero.DEPUBLIE), publie_le__isnull=False)
                | (~Q(etat__in=(EtatNumero.PUBLIE, EtatNumero.DEPUBLIE)) & Q(publie_le=None)),
                name="numero_publie_a_une_date",
            ),
            models.CheckConstraint(
                condition=(Q(etat=EtatNumero.DEPUBLIE, depublie_le__isnull=False) & ~Q(depublie_motif=""))
                | (~Q(etat=EtatNumero.DEPUBLIE) & Q(depublie_le=None, depublie_motif="")),
                name="numero_depublie_dit_pourquoi",
            ),
        ]
        indexes = [
            models.Index("programme_le", name="numero_a_publier", condition=Q(etat=EtatNumero.PROGRAMME)),
            models.Index(F("publie_le").desc(), name="numero_publie", condition=Q(etat=EtatNumero.PUBLIE)),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin}, {self.designation}"

    def get_absolute_url(self) -> str:
        return reverse("veille:numero", args=[self.bulletin.cle, self.cle])

    @property
    def designation(self) -> str:
        """« hors-série n° 2 », « n° 41 », or its date when it bears no number."""
        rang = f"n°\N{NO-BREAK SPACE}{self.numero}" if self.numero else ""
        if self.genre == GenreNumero.HORS_SERIE:
            return f"hors-série {rang}".strip()
        return rang or str(self.parue or self.titre)

    @property
    def parue(self) -> DatePrecise | None:
        """Its date, read."""
        return lire_date(self.date)

    @property
    def portee(self) -> UUID:
        """An issue is an affair of its own in the journal."""
        return self.uuid


class AncienneAdresse(models.Model):
    """An address that was given up ("bulletin" or "bulletin/numero"): it leads to the present one."""

    chemin = models.CharField("ancienne adresse", max_length=141, unique=True)
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, null=True, related_name="anciennes")
    numero = models.ForeignKey(Numero, models.CASCADE, null=True, related_name="anciennes")

    class Meta:
        verbose_name = "ancienne adresse"
        verbose_name_plural = "anciennes adresses"
        constraints = [
            models.CheckConstraint(
                condition=Q(bulletin=None, numero__isnull=False) | Q(bulletin__isnull=False, numero=None),
                name="ancienne_adresse_d_une_seule_chose",
            )
        ]

    def __str__(self) -> str:
        return self.chemin
