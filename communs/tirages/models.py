"""A draw by lot in a dossier: what is promised, who may be drawn, and the ledger of what happened.

What was committed can't change: the database refuses (migration 0002). See docs/tirages.md.
"""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.etats.models import Acteur, Versionne
from communs.tirages.calculs import DES_MAX, DES_MIN
from communs.tirages.enums import (
    SUITES,
    Ceremonie,
    EtatListe,
    EtatTirage,
    Exclusion,
    GenreEcriture,
    MotifRefus,
)
from communs.tirages.querysets import InscritQuerySet, ListeRecueQuerySet, TirageQuerySet

DES_ORDINAIRES = 30


class Tirage(Versionne):
    """A draw. Dates, authors and the seed are tied to its state by constraints."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="tirages")
    titre = models.CharField("titre", max_length=150, validators=[noms.valider])
    etat = models.CharField("état", max_length=12, choices=EtatTirage, default=EtatTirage.PREPARATION)
    ceremonie = models.CharField(
        "d’où viendra la graine", max_length=8, choices=Ceremonie, default=Ceremonie.DES
    )
    nombre_de_des = models.PositiveSmallIntegerField("nombre de dés", default=DES_ORDINAIRES)
    chiffre = models.CharField("chiffre public", max_length=200, blank=True)
    chiffre_le = models.DateField("connu le", null=True, blank=True)
    cree_le = models.DateTimeField("préparé le", default=timezone.now, editable=False)

    engage_le = models.DateTimeField("engagé le", null=True, editable=False)
    engage_par = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+", editable=False)
    empreinte = models.CharField("empreinte", max_length=64, blank=True, editable=False)
    tire_le = models.DateTimeField("tiré le", null=True, editable=False)
    graine = models.CharField("graine", max_length=120, blank=True, editable=False)
    releve_par = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+", editable=False)
    confirme_par = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+", editable=False)
    abandonne_le = models.DateTimeField("abandonné le", null=True, editable=False)
    motif_abandon = models.TextField("motif de l’abandon", max_length=2000, blank=True, editable=False)

    objects = TirageQuerySet.as_manager()

    class Meta:
        verbose_name = "tirage au sort"
        verbose_name_plural = "tirages au sort"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat__in=EtatTirage.values) & Q(ceremonie__in=Ceremonie.values),
                name="tirage_etat_et_ceremonie_connus",
            ),
            models.CheckConstraint(
                condition=Q(nombre_de_des__gte=DES_MIN, nombre_de_des__lte=DES_MAX),
                name="tirage_assez_de_des",
                violation_error_message=f"Il faut de {DES_MIN} à {DES_MAX} dés.",
            ),
            models.CheckConstraint(
                condition=~Q(ceremonie=Ceremonie.CHIFFRE) | (~Q(chiffre="") & Q(chiffre_le__isnull=False)),
                name="tirage_chiffre_nomme",
                violation_error_message="Nommez le chiffre public et le jour où il sera connu.",
            ),
            models.CheckConstraint(
                condition=Q(
                    etat=EtatTirage.PREPARATION, engage_le=None, engage_par=None, empreinte="", tire_le=None
                )
                | Q(engage_le__isnull=False, engage_par__isnull=False, empreinte__regex=r"^[0-9a-f]{64}$")
                & ~Q(etat=EtatTirage.PREPARATION),
                name="tirage_engage_est_date_et_scelle",
            ),
            models.CheckConstraint(
                condition=(
                    Q(etat=EtatTirage.TIRE, tire_le__gte=F("engage_le"))
                    & Q(releve_par__isnull=False, confirme_par__isnull=False)
                    & ~Q(graine="")
                    & ~Q(releve_par=F("confirme_par"))
                )
                | (~Q(etat=EtatTirage.TIRE) & Q(tire_le=None, graine="", releve_par=None, confirme_par=None)),
                name="tirage_tire_a_sa_graine_lue_par_deux",
            ),
            models.CheckConstraint(
                condition=(Q(etat=EtatTirage.ABANDONNE, abandonne_le__isnull=False) & ~Q(motif_abandon=""))
                | (~Q(etat=EtatTirage.ABANDONNE) & Q(abandonne_le=None, motif_abandon="")),
                name="tirage_abandonne_dit_pourquoi",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        return self.adresse("tirage")

    def adresse(self, nom: str, *args: object) -> str:
        """The address `nom` of this draw, in its dossier (fetched with its collectivité)."""
        return self.dossier.adresse(f"tirages:{nom}", self.uuid, *args)

    @property
    def adresse_publique(self) -> str:
        return reverse("tirages:public", args=[self.uuid])

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def prepare(self) -> bool:
        return self.etat == EtatTirage.PREPARATION


class Groupe(models.Model):
    """A service among which places are drawn: how many, and how many stand-ins."""

    tirage = models.ForeignKey(Tirage, models.CASCADE, related_name="groupes")
    nom = models.CharField("service", max_length=150)
    places = models.PositiveSmallIntegerField("places", default=1)
    suppleants = models.PositiveSmallIntegerField("suppléances", default=1)

    class Meta:
        verbose_name = "groupe d’un tirage"
        verbose_name_plural = "groupes d’un tirage"
        ordering = ["nom"]
        constraints = [models.UniqueConstraint(fields=["tirage", "nom"], name="groupe_unique_dans_un_tirage")]

    def __str__(self) -> str:
        return self.nom


class Inscrit(models.Model):
    """Somebody of the list. `numero` comes with the commitment, in an order that says nothing of names.

    `sceau` stands for the person in what is public; `nom`, `reference` and `sel`, which open it, go when
    she is erased, and the draw still replays.
    """

    tirage = models.ForeignKey(Tirage, models.CASCADE, related_name="inscrits")
    numero = models.PositiveIntegerField("numéro", null=True, editable=False)
    nom = models.CharField("nom", max_length=160, blank=True)
    reference = models.CharField("identifiant", max_length=254, blank=True)
    groupe = models.CharField("service", max_length=150)
    aussi = models.CharField("inscrit aussi dans", max_length=400, blank=True)
    exclusion = models.CharField("exclusion", max_length=12, choices=Exclusion, blank=True)
    d_office = models.BooleanField("exclusion par la règle", default=False)
    compte = models.ForeignKey(Compte, models.SET_NULL, null=True, blank=True, related_name="+")
    membre = models.BooleanField("venue de la liste des membres", default=False, editable=False)
    sel = models.CharField(max_length=32, blank=True, editable=False)
    sceau = models.CharField("sceau", max_length=64, editable=False)

    objects = InscritQuerySet.as_manager()

    class Meta:
        verbose_name = "personne inscrite à un tirage"
        verbose_name_plural = "personnes inscrites à un tirage"
        constraints = [
            models.UniqueConstraint(
                fields=["tirage", "reference"], condition=~Q(reference=""), name="inscrit_une_seule_fois"
            ),
            models.UniqueConstraint(fields=["tirage", "numero"], name="inscrit_numero_unique"),
            models.CheckConstraint(
                condition=Q(exclusion__in=["", *Exclusion.values]), name="inscrit_exclusion_connue"
            ),
            models.CheckConstraint(condition=Q(sceau__regex=r"^[0-9a-f]{64}$"), name="inscrit_scelle"),
        ]

    def __str__(self) -> str:
        return self.nom_affiche

    @property
    def nom_affiche(self) -> str:
        return self.nom or (f"Numéro {self.numero} (nom effacé)" if self.numero else "Nom effacé")


class ListeRecue(models.Model):
    """A long list handed in, until a worker has read it; then what became of it, without its names."""

    tirage = models.ForeignKey(Tirage, models.CASCADE, related_name="listes")
    acteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+")
    octets = models.BinaryField("contenu")
    ensemble = models.BooleanField("une seule liste", default=False)
    etat = models.CharField("état", max_length=8, choices=EtatListe, default=EtatListe.RECUE)
    progres = models.PositiveSmallIntegerField("progrès (%)", default=0)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    recue_le = models.DateTimeField("reçue le", default=timezone.now, editable=False)
    reclame_le = models.DateTimeField("prise en charge le", null=True, editable=False)
    fini_le = models.DateTimeField("finie le", null=True, editable=False)
    bilan = models.JSONField("bilan", default=list)  # added, excluded, already there, there elsewhere
    erreurs = models.JSONField("erreurs", default=list)
    nombre_d_erreurs = models.PositiveIntegerField("nombre d’erreurs", default=0)

    objects = ListeRecueQuerySet.as_manager()

    class Meta:
        verbose_name = "liste reçue"
        verbose_name_plural = "listes reçues"
        constraints = [
            models.UniqueConstraint(
                fields=["tirage"],
                condition=Q(etat__in=[EtatListe.RECUE, EtatListe.EN_COURS]),
                name="liste_recue_une_a_la_fois",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatListe.EN_COURS, reclame_le__isnull=False)
                | (~Q(etat=EtatListe.EN_COURS) & Q(reclame_le=None)),
                name="liste_recue_en_cours_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(etat__in=[EtatListe.RECUE, EtatListe.EN_COURS], fini_le=None)
                | Q(etat__in=[EtatListe.LUE, EtatListe.REFUSEE], fini_le__isnull=False, octets=b""),
                name="liste_recue_finie_n_a_plus_de_noms",
            ),
        ]

    def __str__(self) -> str:
        return f"liste reçue pour {self.tirage}"

    @property
    def en_route(self) -> bool:
        return self.etat in {EtatListe.RECUE, EtatListe.EN_COURS}


class Releve(models.Model):
    """What one person says she reads on the dice, or of the public figure; the other must say the same."""

    tirage = models.ForeignKey(Tirage, models.CASCADE, related_name="releves")
    acteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+")
    valeur = models.CharField("relevé", max_length=120)
    saisi_le = models.DateTimeField("saisi le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "relevé de la graine"
        verbose_name_plural = "relevés de la graine"
        constraints = [models.UniqueConstraint(fields=["tirage", "acteur"], name="releve_un_par_personne")]

    def __str__(self) -> str:
        return f"{self.acteur} ({self.tirage})"


class Ecriture(models.Model):
    """A line of the ledger. The database refuses to alter or delete it."""

    tirage = models.ForeignKey(Tirage, models.CASCADE, related_name="ecritures")
    rang = models.PositiveIntegerField("rang")
    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)
    acteur = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+")
    genre = models.CharField("sorte", max_length=14, choices=GenreEcriture)
    inscrit = models.ForeignKey(Inscrit, models.CASCADE, null=True, related_name="+")
    remplace = models.ForeignKey(Inscrit, models.CASCADE, null=True, related_name="+")
    ordre = models.PositiveIntegerField("rang de la place", null=True)
    hachage = models.CharField(max_length=64, blank=True)
    motif = models.CharField("motif", max_length=12, choices=MotifRefus, blank=True)

    class Meta:
        verbose_name = "écriture d’un tirage"
        verbose_name_plural = "écritures d’un tirage"
        ordering = ["rang"]
        constraints = [
            models.UniqueConstraint(fields=["tirage", "rang"], name="ecriture_rang_unique"),
            # `ordre` of a refusal: how many of hers were undone before it.
            models.UniqueConstraint(
                fields=["inscrit", "ordre"],
                condition=Q(genre=GenreEcriture.REFUS),
                nulls_distinct=False,
                name="ecriture_un_seul_refus_a_la_fois",
            ),
            models.UniqueConstraint(
                fields=["inscrit", "ordre"],
                condition=Q(genre=GenreEcriture.REPRISE),
                nulls_distinct=False,
                name="ecriture_une_seule_reprise_a_la_fois",
            ),
            models.UniqueConstraint(
                fields=["inscrit"],
                condition=Q(genre__in=[GenreEcriture.TITULAIRE, GenreEcriture.SUPPLEANT]),
                name="ecriture_tire_une_fois",
            ),
            models.CheckConstraint(
                condition=Q(genre__in=GenreEcriture.values)
                & (~Q(genre__in=sorted(SUITES)) | Q(inscrit__isnull=False)),
                name="ecriture_connue_et_nommee",
            ),
            models.CheckConstraint(
                condition=Q(genre=GenreEcriture.REFUS, motif__in=MotifRefus.values)
                | (~Q(genre=GenreEcriture.REFUS) & Q(motif="")),
                name="ecriture_refus_motive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} ({self.tirage})"
