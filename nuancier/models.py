"""The colour chart: families, their teintes, and what a teinte holds, each thing a row.

Source: *Nuancier de formation pour une action publique ingénieuse*, La 27e Région, CC BY-NC-SA.
"""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from communs.etats.models import Versionne
from nuancier.enums import (
    BIBLIOGRAPHIES,
    LISTES,
    Entre,
    Format,
    GenreRessource,
    Manque,
    Mixite,
    Partie,
    Profil,
    Public,
)
from nuancier.querysets import (
    FamilleQuerySet,
    LacuneQuerySet,
    ModuleQuerySet,
    RessourceQuerySet,
    TeinteQuerySet,
)


def _choix(enum: type[models.TextChoices], nom: str) -> ArrayField:
    """A set of words of this list."""
    return ArrayField(
        models.CharField(max_length=20, choices=enum), verbose_name=nom, default=list, blank=True
    )


def _textes(nom: str, longueur: int = 200) -> ArrayField:
    return ArrayField(models.CharField(max_length=longueur), verbose_name=nom, default=list, blank=True)


class Nuancier(models.Model):
    """The chart itself: who made it, under which licence. One row; the licence is data."""

    cle = models.SlugField("clé", max_length=40, unique=True)
    titre = models.CharField("titre", max_length=120)
    auteur = models.CharField("auteur", max_length=120)
    programme = models.CharField("programme", max_length=120)
    licence = models.CharField("licence", max_length=40)
    licence_nom = models.CharField("nom de la licence", max_length=200)
    licence_adresse = models.URLField("texte de la licence")
    attribution = models.TextField("attribution")
    accroche = models.CharField("accroche", max_length=200)

    class Meta:
        verbose_name = "nuancier"
        verbose_name_plural = "nuancier"

    def __str__(self) -> str:
        return self.titre


class Section(models.Model):
    """One paragraph of the mode d'emploi."""

    cle = models.SlugField("clé", max_length=40, unique=True)
    rang = models.PositiveSmallIntegerField("rang")
    titre = models.CharField("titre", max_length=120)
    texte = models.TextField("texte")

    class Meta:
        verbose_name = "section du mode d’emploi"
        verbose_name_plural = "sections du mode d’emploi"
        ordering = ["rang", "pk"]

    def __str__(self) -> str:
        return self.titre


class Conseil(models.Model):
    """One piece of practical advice for a good training; `gestes` make the checklist of a path."""

    cle = models.SlugField("clé", max_length=40, unique=True)
    rang = models.PositiveSmallIntegerField("rang")
    titre = models.CharField("titre", max_length=120)
    texte = models.TextField("texte")
    gestes = _textes("gestes", 160)

    class Meta:
        verbose_name = "conseil pratique"
        verbose_name_plural = "conseils pratiques"
        ordering = ["rang", "pk"]

    def __str__(self) -> str:
        return self.titre


class Famille(models.Model):
    """One hue of the chart."""

    numero = models.PositiveSmallIntegerField(
        "numéro", unique=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    nom = models.CharField("nom", max_length=80)
    nom_court = models.CharField("nom court", max_length=24)
    accroche = models.CharField("accroche", max_length=200)
    introduction = models.TextField("introduction")
    questions = _textes("questions", 300)

    objects = FamilleQuerySet.as_manager()

    class Meta:
        verbose_name = "famille"
        ordering = ["numero"]

    def __str__(self) -> str:
        return f"{self.numero}. {self.nom}"

    def get_absolute_url(self) -> str:
        return reverse("nuancier:famille", args=[self.numero])


class Teinte(Versionne):
    """One shade of a family. `code` ("2.3") is its stable identifier, printed on it.

    `retiree_le`: an editor took it out of the chart; its address then answers 410.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    famille = models.ForeignKey(Famille, models.PROTECT, related_name="teintes", verbose_name="famille")
    numero = models.PositiveSmallIntegerField(
        "numéro", validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    code = models.CharField("code", max_length=6, unique=True, editable=False)
    titre = models.CharField("titre", max_length=160)
    titre_court = models.CharField("titre court", max_length=60)
    resume = models.CharField("résumé", max_length=400)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True, editable=False)

    objects = TeinteQuerySet.as_manager()

    class Meta:
        verbose_name = "teinte"
        ordering = ["famille__numero", "numero"]
        constraints = [
            models.UniqueConstraint(fields=["famille", "numero"], name="teinte_unique_dans_sa_famille"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[1-9][0-9]?\.[1-9][0-9]{0,2}$"), name="teinte_code_lisible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.titre_court}"

    def get_absolute_url(self) -> str:
        return reverse("nuancier:teinte", args=[self.code])

    @property
    def portee(self) -> UUID:
        """A teinte is an affair of its own in the journal."""
        return self.uuid


class Element(models.Model):
    """One row of a list: a keyword, a purpose, a skill, an attitude, a content."""

    teinte = models.ForeignKey(Teinte, models.CASCADE, related_name="elements")
    partie = models.CharField("partie", max_length=12, choices=[(p.value, p.label) for p in LISTES])
    rang = models.PositiveSmallIntegerField("rang")
    texte = models.CharField("texte", max_length=600)

    class Meta:
        verbose_name = "élément de liste"
        verbose_name_plural = "éléments de liste"
        ordering = ["teinte", "partie", "rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["teinte", "partie", "rang"],
                name="element_un_par_rang",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        indexes = [models.Index(fields=["partie", "texte"], name="element_par_texte")]

    def __str__(self) -> str:
        return self.texte


class Lacune(models.Model):
    """What the source leaves empty, shown as such and asked for."""

    teinte = models.ForeignKey(Teinte, models.CASCADE, related_name="lacunes")
    partie = models.CharField("partie", max_length=12, choices=Partie)
    genre = models.CharField("ce qui manque", max_length=12, choices=Manque)
    remarque = models.CharField("remarque", max_length=200, blank=True)

    objects = LacuneQuerySet.as_manager()

    class Meta:
        verbose_name = "lacune"
        ordering = ["teinte", "pk"]
        constraints = [models.UniqueConstraint(fields=["teinte", "partie"], name="lacune_une_par_partie")]

    def __str__(self) -> str:
        return f"{self.get_partie_display()} : {self.get_genre_display()}"


class Module(models.Model):
    """An example of module. Durations in half-days; a field is null where the source says nothing."""

    teinte = models.ForeignKey(Teinte, models.CASCADE, related_name="modules")
    cle = models.SlugField("clé", max_length=60)
    rang = models.PositiveSmallIntegerField("rang", default=1)
    titre = models.CharField("titre", max_length=160, blank=True)
    format = models.CharField("format", max_length=10, choices=Format)
    presentiel_possible = models.BooleanField("présentiel possible", default=False)
    presentiel_precision = models.CharField("présentiel : précision", max_length=300, blank=True)
    plusieurs_ateliers = models.BooleanField("plusieurs ateliers", default=False)
    duree_min = models.PositiveSmallIntegerField("durée minimale (demi-journées)", null=True, blank=True)
    duree_max = models.PositiveSmallIntegerField("durée maximale (demi-journées)", null=True, blank=True)
    duree_precision = models.CharField("durée : précision", max_length=200, blank=True)
    en_ligne_complement = models.CharField("complément en ligne", max_length=200, blank=True)
    jauge_min = models.PositiveSmallIntegerField("jauge minimale", null=True, blank=True)
    jauge_max = models.PositiveSmallIntegerField("jauge maximale", null=True, blank=True)
    formateurs = models.PositiveSmallIntegerField("nombre de formateurs", null=True, blank=True)
    formateurs_au_moins = models.BooleanField("au moins ce nombre de formateurs", default=False)
    sous_groupe_min = models.PositiveSmallIntegerField("sous-groupes : minimum", null=True, blank=True)
    sous_groupe_max = models.PositiveSmallIntegerField("sous-groupes : maximum", null=True, blank=True)
    jauge_precision = models.CharField("jauge : précision", max_length=200, blank=True)
    mixite = models.CharField("mixité", max_length=12, choices=Mixite, blank=True)
    mixite_entre = _choix(Entre, "mixité entre")
    mixite_precision = models.CharField("mixité : précision", max_length=200, blank=True)
    publics = _choix(Public, "publics")
    publics_precision = models.CharField("publics : précision", max_length=300, blank=True)
    profils = _choix(Profil, "profils de formateurs")
    profil = models.CharField("profil des formateurs", max_length=300, blank=True)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        verbose_name = "module"
        ordering = ["teinte", "rang", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["teinte", "cle"], name="module_unique_dans_sa_teinte"),
            models.CheckConstraint(
                condition=Q(duree_min=None, duree_max=None)
                | Q(duree_min__gte=1, duree_max__gte=F("duree_min")),
                name="module_duree_entre_deux_bornes",
                violation_error_message="La durée va d’un minimum à un maximum, en demi-journées.",
            ),
            models.CheckConstraint(
                condition=Q(jauge_min=None) | Q(jauge_min__gte=1, jauge_max__gte=F("jauge_min")),
                name="module_jauge_entre_deux_bornes",
                violation_error_message="La jauge va d’un minimum à un maximum.",
            ),
            models.CheckConstraint(
                condition=Q(sous_groupe_min=None) | Q(sous_groupe_max__gte=F("sous_groupe_min")),
                name="module_sous_groupes_entre_deux_bornes",
                violation_error_message="La taille des sous-groupes va d’un minimum à un maximum.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre or f"Module de la teinte {self.teinte_id}"

    @property
    def reference(self) -> str:
        """Its name in addresses, `4.1-aller-voir`; the teinte must be loaded."""
        return f"{self.teinte.code}-{self.cle}"


class Etape(models.Model):
    """One step of a module."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="etapes")
    rang = models.PositiveSmallIntegerField("rang")
    texte = models.CharField("texte", max_length=600)

    class Meta:
        verbose_name = "étape du déroulé"
        verbose_name_plural = "étapes du déroulé"
        ordering = ["module", "rang"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "rang"], name="etape_une_par_rang", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.texte


class Ressource(models.Model):
    """A bibliographic record, shared by the teintes that cite it. `date` is as the source gives it."""

    cle = models.SlugField("clé", max_length=80, unique=True)
    titre = models.CharField("titre", max_length=250)
    genre = models.CharField("genre", max_length=20, choices=GenreRessource)
    auteurs = _textes("auteurs", 120)
    role = models.CharField("rôle des auteurs", max_length=120, blank=True)
    editeur = models.CharField("éditeur", max_length=120, blank=True)
    dans = models.CharField("dans", max_length=250, blank=True)
    organismes = _textes("organismes", 120)
    date = models.CharField("date", max_length=60, blank=True)
    annee = models.PositiveSmallIntegerField("année", null=True, blank=True)
    langue = models.CharField("langue", max_length=5, default="fr")

    objects = RessourceQuerySet.as_manager()

    class Meta:
        verbose_name = "ressource"
        ordering = ["titre", "pk"]

    def __str__(self) -> str:
        return self.titre


class Lien(models.Model):
    """One address of a record; what the nightly check finds is told here."""

    ressource = models.ForeignKey(Ressource, models.CASCADE, related_name="liens")
    rang = models.PositiveSmallIntegerField("rang")
    adresse = models.URLField("adresse", max_length=500)
    libelle = models.CharField("libellé", max_length=120, blank=True)

    class Meta:
        verbose_name = "lien"
        ordering = ["ressource", "rang"]
        constraints = [models.UniqueConstraint(fields=["ressource", "adresse"], name="lien_unique")]

    def __str__(self) -> str:
        return self.adresse


class Citation(models.Model):
    """That a teinte gives a record as a resource, or as an inspiring reference."""

    teinte = models.ForeignKey(Teinte, models.CASCADE, related_name="citations")
    partie = models.CharField("partie", max_length=12, choices=[(p.value, p.label) for p in BIBLIOGRAPHIES])
    ressource = models.ForeignKey(Ressource, models.PROTECT, related_name="citations")
    rang = models.PositiveSmallIntegerField("rang")
    precision = models.CharField("précision", max_length=200, blank=True)

    class Meta:
        verbose_name = "citation"
        ordering = ["teinte", "partie", "rang", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["teinte", "partie", "ressource"], name="citation_unique")
        ]

    def __str__(self) -> str:
        return str(self.ressource)


# The themes' models, for Django to find. Last: they need those above.
from nuancier.imports.models import Brouillon, Import  # noqa: E402, F401
from nuancier.parcours.models import Geste, Parcours, Pastille  # noqa: E402, F401
from nuancier.recherche.models import Mot, Repere, RepereModule  # noqa: E402, F401
from nuancier.sessions.models import (  # noqa: E402, F401
    Bilan,
    Formateur,
    Jour,
    Morceau,
    Photo,
    Presence,
    Session,
    Situation,
    Stagiaire,
)
from nuancier.vie.models import (  # noqa: E402, F401
    Commentaire,
    Echange,
    Proposition,
    Signalement,
    Verification,
    Version,
)
