"""The index of the search: what stands in related rows, brought together. `services` alone writes it."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from communs.catalogue.querysets import CONFIGURATION
from nuancier.recherche.calculs import POIDS, TETE
from nuancier.recherche.querysets import RepereQuerySet


def _vecteur(parties: Iterable[str]) -> models.GeneratedField:
    """The texts of these parts, each with its weight. jsonb's own function is immutable and reads no key."""
    pesees = (
        f"setweight(jsonb_to_tsvector('{CONFIGURATION}'::regconfig, %(expressions)s -> '{partie}', "
        f"'[\"string\"]'), '{POIDS[partie]}')"
        for partie in parties
    )
    return models.GeneratedField(
        expression=models.Func("textes", template=" || ".join(pesees)),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class Repere(models.Model):
    """What one teinte is found by."""

    teinte = models.OneToOneField(
        "nuancier.Teinte", models.CASCADE, primary_key=True, related_name="repere", verbose_name="teinte"
    )
    famille = models.PositiveSmallIntegerField("famille")
    rang = models.PositiveIntegerField("rang dans le nuancier")
    textes = models.JSONField("textes, par partie")
    lexique = ArrayField(models.CharField(max_length=600), verbose_name="mots-clés")
    recherche = _vecteur(POIDS)
    tete = _vecteur(TETE)

    objects = RepereQuerySet.as_manager()

    class Meta:
        verbose_name = "repère"
        indexes = [
            GinIndex(fields=["recherche"], name="repere_recherche"),
            GinIndex(fields=["lexique"], name="repere_lexique"),
            models.Index(fields=["rang"], name="repere_rang"),
        ]

    def __str__(self) -> str:
        return f"Repère de {self.teinte_id}"


class RepereModule(models.Model):
    """What one module answers to the filters: a bit per value (`facettes`), and the people it takes."""

    module = models.OneToOneField("nuancier.Module", models.CASCADE, primary_key=True, related_name="repere")
    repere = models.ForeignKey(Repere, models.CASCADE, related_name="modules")
    masque = models.BigIntegerField("valeurs")
    places = models.PositiveSmallIntegerField("places", null=True)

    class Meta:
        verbose_name = "repère d’un module"

    def __str__(self) -> str:
        return f"Repère du module {self.module_id}"


class Mot(models.Model):
    """A word that a teinte holds, simplified, and in how many: what a typing error is compared with."""

    mot = models.CharField("mot", max_length=600, primary_key=True)
    nombre = models.PositiveIntegerField("teintes")

    class Meta:
        verbose_name = "mot"
        indexes = [GinIndex(fields=["mot"], opclasses=["gin_trgm_ops"], name="mot_approche")]

    def __str__(self) -> str:
        return self.mot
