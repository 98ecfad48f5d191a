"""What an issue is made of: partners, rubriques, notices in order, boxes, agenda, errata."""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from communs.etats.models import Acteur, Versionne
from veille.enums import GenreRendezVous
from veille.notices.models import Notice
from veille.numeros.models import Numero, champ_image


class Piece(Versionne):
    """What an issue is made of: several people write its pieces at once, each with its own version."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rang = models.PositiveSmallIntegerField("rang")

    class Meta:
        abstract = True


class Partenaire(Piece):
    numero = models.ForeignKey(Numero, models.CASCADE, related_name="partenaires")
    nom = models.CharField("nom", max_length=160)
    adresse = models.URLField("site", max_length=500, blank=True)
    logo = champ_image("logo")
    alternative = models.CharField("texte alternatif du logo", max_length=200, blank=True)

    class Meta:
        verbose_name = "partenaire"
        ordering = ["numero", "rang", "pk"]

    def __str__(self) -> str:
        return self.nom

    @property
    def portee(self) -> UUID:
        return self.numero.uuid


class Rubrique(Piece):
    """A thematic section; `cle` is its anchor in the page."""

    numero = models.ForeignKey(Numero, models.CASCADE, related_name="rubriques")
    cle = models.SlugField("ancre", max_length=80)
    titre = models.CharField("titre", max_length=160)

    class Meta:
        verbose_name = "rubrique"
        ordering = ["numero", "rang", "pk"]
        constraints = [models.UniqueConstraint(fields=["numero", "cle"], name="rubrique_ancre_unique")]

    def __str__(self) -> str:
        return self.titre

    @property
    def portee(self) -> UUID:
        return self.numero.uuid


class Parution(models.Model):
    """A notice in an issue: on its front page when it has no rubrique."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    numero = models.ForeignKey(Numero, models.CASCADE, related_name="parutions")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="parutions")
    rubrique = models.ForeignKey(
        Rubrique, models.CASCADE, null=True, blank=True, related_name="parutions", verbose_name="rubrique"
    )
    rang = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "notice du numéro"
        verbose_name_plural = "notices du numéro"
        ordering = ["numero", "rang", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["numero", "notice"],
                name="parution_une_fois_par_numero",
                violation_error_message="Cette notice est déjà dans le numéro.",
            )
        ]

    def __str__(self) -> str:
        return str(self.notice)


class Encadre(Piece):
    """An « à découvrir » box, at the end of a rubrique."""

    rubrique = models.ForeignKey(Rubrique, models.CASCADE, related_name="encadres")
    cle = models.SlugField("clé", max_length=80)
    titre = models.CharField("titre", max_length=160, default="À découvrir")

    class Meta:
        verbose_name = "encadré"
        ordering = ["rubrique", "rang", "pk"]
        constraints = [models.UniqueConstraint(fields=["rubrique", "cle"], name="encadre_cle_unique")]

    def __str__(self) -> str:
        return self.titre

    @property
    def portee(self) -> UUID:
        return self.rubrique.numero.uuid


class Decouverte(Piece):
    """One thing to discover; `mention` is its source as one line. It may be a notice of the base."""

    encadre = models.ForeignKey(Encadre, models.CASCADE, related_name="decouvertes")
    cle = models.SlugField("clé", max_length=80)
    titre = models.CharField("titre", max_length=300)
    texte = models.TextField("texte", max_length=2000, blank=True)
    mention = models.CharField("source", max_length=300, blank=True)
    adresse = models.URLField("lien", max_length=1000, blank=True)
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="notice"
    )

    class Meta:
        verbose_name = "chose à découvrir"
        verbose_name_plural = "choses à découvrir"
        ordering = ["encadre", "rang", "pk"]
        constraints = [models.UniqueConstraint(fields=["encadre", "cle"], name="decouverte_cle_unique")]

    def __str__(self) -> str:
        return self.titre

    @property
    def portee(self) -> UUID:
        return self.encadre.rubrique.numero.uuid


class RendezVous(Piece):
    """An entry of the agenda: an event (`debut`, perhaps `fin`) or a deadline (`fin` alone).

    Days are those of Paris. `sequence` grows at each change, for calendars; a cancelled entry stays.
    """

    numero = models.ForeignKey(Numero, models.CASCADE, related_name="rendez_vous")
    cle = models.SlugField("clé", max_length=80)
    genre = models.CharField("genre", max_length=10, choices=GenreRendezVous)
    titre = models.CharField("titre", max_length=300)
    debut = models.DateField("premier jour", null=True, blank=True)
    fin = models.DateField("dernier jour", null=True, blank=True)
    heure_debut = models.TimeField("de", null=True, blank=True)
    heure_fin = models.TimeField("à", null=True, blank=True)
    lieu = models.CharField("lieu", max_length=200, blank=True)
    organisateurs = ArrayField(
        models.CharField(max_length=200), verbose_name="organisateurs", default=list, blank=True
    )
    texte = models.TextField("texte", max_length=2000, blank=True)
    adresse = models.URLField("lien", max_length=1000, blank=True)
    inscription = models.CharField("inscription", max_length=200, blank=True)
    inscription_adresse = models.URLField("lien d’inscription", max_length=1000, blank=True)
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, blank=True, related_name="rendez_vous", verbose_name="notice"
    )
    annule_le = models.DateTimeField("annulé le", null=True, blank=True)
    sequence = models.PositiveIntegerField("révision", default=0, editable=False)
    modifie_le = models.DateTimeField("modifié le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        ordering = ["numero", "rang", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["numero", "cle"], name="rendez_vous_cle_unique"),
            models.CheckConstraint(
                condition=Q(genre=GenreRendezVous.EVENEMENT, debut__isnull=False)
                | Q(genre=GenreRendezVous.ECHEANCE, debut=None, fin__isnull=False),
                name="rendez_vous_date",
                violation_error_message=(
                    "Un événement a un premier jour ; une date limite n’a que son dernier jour."
                ),
            ),
            models.CheckConstraint(
                condition=Q(fin=None) | Q(debut=None) | Q(fin__gte=F("debut")),
                name="rendez_vous_dans_l_ordre",
                violation_error_message="Le dernier jour vient après le premier.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def portee(self) -> UUID:
        return self.numero.uuid


class Erratum(models.Model):
    """What was found wrong after publication, and said."""

    numero = models.ForeignKey(Numero, models.CASCADE, related_name="errata")
    texte = models.TextField("correction", max_length=2000)
    publie_le = models.DateTimeField("publiée le", default=timezone.now, editable=False)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = "erratum"
        verbose_name_plural = "errata"
        ordering = ["numero", "publie_le", "pk"]

    def __str__(self) -> str:
        return self.texte[:80]
