"""The catalogue: what can be found or recommended, and what leads to what."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Concat

from communs.catalogue.enums import Type, TypeOrigine
from communs.catalogue.querysets import CONFIGURATION, RecommandableQuerySet

CHEMIN = r"^/([^/\\\s][^\\\s]*)?$"
chemin_valide = RegexValidator(CHEMIN, "Une adresse de la plateforme commence par une seule barre (« / »).")


def _mots_en_texte() -> models.Func:
    return models.Func("mots_cles", function="public.mots_en_texte", output_field=models.TextField())


class Recommandable(models.Model):
    """One public thing of the platform; its domain writes it through `services`, nobody by hand."""

    type = models.CharField("type", max_length=20, choices=Type)
    cle = models.CharField("clé", max_length=120)
    titre = models.CharField("titre", max_length=200)
    resume = models.CharField("résumé", max_length=600, blank=True)
    adresse = models.CharField("adresse", max_length=300, validators=[chemin_valide])
    image = models.CharField("image", max_length=300, blank=True, validators=[chemin_valide])
    mots_cles = ArrayField(
        models.CharField(max_length=80), verbose_name="mots-clés", default=list, blank=True
    )
    recherche = models.GeneratedField(
        expression=SearchVector("titre", weight="A", config=CONFIGURATION)
        + SearchVector(_mots_en_texte(), weight="B", config=CONFIGURATION)
        + SearchVector("resume", weight="C", config=CONFIGURATION),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    approche = models.GeneratedField(
        expression=models.Func(
            Concat(
                "titre",
                models.Value(" "),
                _mots_en_texte(),
                models.Value(" "),
                "resume",
                output_field=models.TextField(),
            ),
            function="public.sans_accents",
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = RecommandableQuerySet.as_manager()

    class Meta:
        verbose_name = "recommandable"
        constraints = [
            models.UniqueConstraint(fields=["type", "cle"], name="recommandable_unique"),
            models.CheckConstraint(
                condition=models.Q(adresse__regex=CHEMIN),
                name="recommandable_adresse_interieure",
                violation_error_message=chemin_valide.message,
            ),
        ]
        indexes = [
            GinIndex(fields=["recherche"], name="recommandable_recherche"),
            GinIndex(fields=["approche"], opclasses=["gin_trgm_ops"], name="recommandable_approche"),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        return self.adresse


class Recommandation(models.Model):
    """From one thing to another, with the reason that is shown. The target may not exist yet."""

    origine_type = models.CharField("depuis (type)", max_length=20, choices=TypeOrigine)
    origine_cle = models.CharField("depuis (clé)", max_length=120)
    cible_type = models.CharField("vers (type)", max_length=20, choices=Type)
    cible_cle = models.CharField("vers (clé)", max_length=120)
    raison = models.CharField("raison", max_length=300)
    rang = models.PositiveSmallIntegerField("rang", default=10, help_text="1 vient en premier.")

    class Meta:
        verbose_name = "recommandation"
        ordering = ["origine_type", "origine_cle", "rang", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["origine_type", "origine_cle", "cible_type", "cible_cle"],
                name="recommandation_unique",
                violation_error_message="Cette recommandation existe déjà.",
            ),
            models.CheckConstraint(
                condition=~models.Q(origine_type=models.F("cible_type"), origine_cle=models.F("cible_cle")),
                name="recommandation_vers_autre_chose",
                violation_error_message="Une fiche ne se recommande pas elle-même.",
            ),
        ]
        indexes = [models.Index(fields=["cible_type", "cible_cle"], name="recommandation_cible")]

    def __str__(self) -> str:
        return f"{self.origine_cle} → {self.cible_cle}"
