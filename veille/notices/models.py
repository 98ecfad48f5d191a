"""The document base: a document is described once, in a *notice*, whatever the issues it stands in."""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Left
from django.urls import reverse
from django.utils import timezone

from communs.catalogue.querysets import SansAccents
from communs.etats.models import Acteur, Versionne
from veille.dates import MOTIF, DatePrecise, lire_date, valider_date
from veille.enums import Acces, Genre, GenreLien, GenreMoment, Role
from veille.notices.querysets import NoticeQuerySet, ThemeQuerySet

RESUME_MAX = 6_000
SANS_TITRE = "Document sans titre"


def _mots(nom: str) -> ArrayField:
    return ArrayField(models.CharField(max_length=120), verbose_name=nom, default=list, blank=True)


def champ_date(nom: str) -> models.CharField:
    """A date with its precision: see `veille.dates`."""
    return models.CharField(nom, max_length=10, blank=True, validators=[valider_date])


class Normalise(models.Func):
    """A title as duplicates are looked for: no accent, no capital, no punctuation."""

    function = "pg_catalog.regexp_replace"
    output_field = models.TextField()

    def __init__(self, champ: str) -> None:
        super().__init__(SansAccents(champ), models.Value("[^a-z0-9]+"), models.Value(" "), models.Value("g"))


class Theme(models.Model):
    """One word of the controlled vocabulary."""

    cle = models.SlugField("clé", max_length=60, unique=True)
    nom = models.CharField("nom", max_length=80, unique=True)
    definition = models.CharField("définition", max_length=400, blank=True)
    synonymes = _mots("synonymes")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "thème"
        ordering = [SansAccents("nom"), "pk"]

    def __str__(self) -> str:
        return self.nom


class Classement(models.Model):
    """A notice under a theme."""

    notice = models.ForeignKey("Notice", models.CASCADE, related_name="classements")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="classements", verbose_name="thème")

    class Meta:
        verbose_name = "classement"
        constraints = [models.UniqueConstraint(fields=["notice", "theme"], name="notice_classement_unique")]

    def __str__(self) -> str:
        return str(self.theme)


class Notice(Versionne):
    """A document. `cle` names those that came with the content of the platform.

    `publiee_le`: since when the public reads it; `retiree_le`: it was taken back from the public, and
    harvesters are told so. `fusionnee_dans`: the duplicate that took its place. `reste`: what an import
    brought and no column holds, by format, given back as it came.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    cle = models.SlugField("clé", max_length=100, unique=True, null=True, blank=True, editable=False)
    genre = models.CharField("type de document", max_length=20, choices=Genre, default=Genre.ARTICLE)
    titre = models.CharField("titre", max_length=500, blank=True)
    sous_titre = models.CharField("sous-titre", max_length=500, blank=True)
    publication = models.CharField("revue ou site", max_length=300, blank=True)
    collection = models.CharField("collection", max_length=300, blank=True)
    editeur = models.CharField("éditeur", max_length=300, blank=True)
    lieu = models.CharField("lieu d’édition", max_length=120, blank=True)
    volume = models.CharField("volume", max_length=40, blank=True)
    numero = models.CharField("numéro", max_length=80, blank=True)
    date = champ_date("date")
    annee = models.GeneratedField(
        expression=Cast(
            models.functions.NullIf(Left("date", 4), models.Value("")), models.SmallIntegerField()
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    pages = models.CharField("pages", max_length=60, blank=True)
    nombre_pages = models.PositiveIntegerField("nombre de pages", null=True, blank=True)
    pages_precision = models.CharField("pages : précision", max_length=120, blank=True)
    en_ligne = models.BooleanField("en ligne", default=False)
    langue = models.CharField("langue", max_length=12, default="fr", blank=True)
    acces = models.CharField("accès", max_length=8, choices=Acces, blank=True)
    resume = models.TextField("résumé", blank=True, validators=[MaxLengthValidator(RESUME_MAX)])
    doi = models.CharField("DOI", max_length=200, blank=True)
    isbn = models.CharField("ISBN", max_length=17, blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)
    themes = models.ManyToManyField(
        Theme, through=Classement, verbose_name="thèmes", related_name="notices", blank=True
    )
    territoires = _mots("territoires")
    mots_cles = _mots("mots-clés")
    note = models.TextField("note de travail", max_length=4000, blank=True)
    reste = models.JSONField("champs repris tels quels", default=dict, blank=True, editable=False)
    titre_normalise = models.GeneratedField(
        expression=Normalise("titre"), output_field=models.TextField(), db_persist=True
    )
    cree_le = models.DateTimeField("créée le", default=timezone.now, editable=False)
    cree_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    modifie_le = models.DateTimeField("modifiée le", default=timezone.now, editable=False)
    publiee_le = models.DateTimeField("publiée le", null=True, blank=True, editable=False)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    supprime_le = models.DateTimeField("supprimée le", null=True, blank=True, editable=False)
    fusionnee_dans = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="fusionnees", editable=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "notice"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(date="") | Q(date__regex=MOTIF), name="notice_date_lisible"),
            models.CheckConstraint(
                condition=Q(retiree_le=None) | Q(publiee_le__isnull=False), name="notice_retiree_fut_publiee"
            ),
            models.CheckConstraint(
                condition=Q(fusionnee_dans=None)
                | (Q(supprime_le__isnull=False) & ~Q(fusionnee_dans=F("pk"))),
                name="notice_fusionnee_est_supprimee",
            ),
        ]
        indexes = [
            models.Index("titre_normalise", "annee", name="notice_par_titre"),
            GinIndex(fields=["titre_normalise"], opclasses=["gin_trgm_ops"], name="notice_titre_proche"),
            models.Index("doi", name="notice_par_doi", condition=~Q(doi="")),
            models.Index("isbn", name="notice_par_isbn", condition=~Q(isbn="")),
            models.Index("modifie_le", "id", name="notice_par_changement"),
        ]

    def __str__(self) -> str:
        return self.titre or SANS_TITRE

    def get_absolute_url(self) -> str:
        return reverse("veille:notice", args=[self.pk])

    @property
    def portee(self) -> UUID:
        """A notice is an affair of its own in the journal."""
        return self.uuid

    @property
    def parue(self) -> DatePrecise | None:
        """Its date, read."""
        return lire_date(self.date)

    @property
    def en_vue(self) -> bool:
        """The public may read it."""
        return self.publiee_le is not None and self.retiree_le is None and self.supprime_le is None


class Contribution(models.Model):
    """A person or a body, in the order of the title page; `prenom` only for a person."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="contributions")
    rang = models.PositiveSmallIntegerField("rang")
    nom = models.CharField("nom", max_length=200)
    prenom = models.CharField("prénom", max_length=120, blank=True)
    organisme = models.BooleanField("organisme", default=False)
    role = models.CharField("rôle", max_length=16, choices=Role, blank=True)

    class Meta:
        verbose_name = "auteur ou contributeur"
        verbose_name_plural = "auteurs et contributeurs"
        ordering = ["notice", "rang", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisme=False) | Q(prenom=""), name="contribution_organisme_sans_prenom"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}".strip()


class Moment(models.Model):
    """An event of the document's life: a thesis is defended, a report handed over."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="moments")
    rang = models.PositiveSmallIntegerField("rang")
    genre = models.CharField("ce qui a lieu", max_length=16, choices=GenreMoment)
    date = champ_date("date")
    texte = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "moment"
        ordering = ["notice", "rang", "pk"]

    def __str__(self) -> str:
        return self.get_genre_display()


class Lien(models.Model):
    """A link. Without `adresse`, the document exists but nobody noted where."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="liens")
    rang = models.PositiveSmallIntegerField("rang")
    genre = models.CharField("ce qu’on y trouve", max_length=16, choices=GenreLien, default=GenreLien.PAGE)
    libelle = models.CharField("libellé", max_length=120, blank=True)
    adresse = models.URLField("adresse", max_length=1000, blank=True)

    class Meta:
        verbose_name = "lien"
        ordering = ["notice", "rang", "pk"]

    def __str__(self) -> str:
        return self.libelle or self.get_genre_display()
