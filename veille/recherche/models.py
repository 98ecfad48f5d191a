"""The index of the search, one row per public notice, and what leads from a theme to other rooms.

`services` alone writes the index.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from communs.catalogue.enums import TypeOrigine
from veille.recherche.querysets import RepereQuerySet


class Repere(models.Model):
    """What one notice is found by.

    `tete` holds its title alone, `recherche` title (A), authors and publishers (B) and the rest (C).
    `quand` is its date as text that sorts, seasons turned into months; `editeurs`, its review and publisher.
    """

    notice = models.OneToOneField(
        "veille.Notice", models.CASCADE, primary_key=True, related_name="repere", verbose_name="notice"
    )
    genre = models.CharField("type de document", max_length=20)
    langue = models.CharField("langue", max_length=12, blank=True)
    annee = models.SmallIntegerField("année", null=True)
    quand = models.CharField("date", max_length=10, blank=True)
    titre = models.TextField("titre simplifié")
    themes = ArrayField(models.CharField(max_length=60), verbose_name="thèmes")
    editeurs = ArrayField(models.CharField(max_length=300), verbose_name="revue et éditeur")
    bulletins = ArrayField(models.BigIntegerField(), verbose_name="bulletins")
    numeros = ArrayField(models.BigIntegerField(), verbose_name="numéros")
    tete = SearchVectorField()
    recherche = SearchVectorField()

    objects = RepereQuerySet.as_manager()

    class Meta:
        verbose_name = "repère"
        indexes = [
            GinIndex(fields=["recherche"], name="veille_repere_recherche"),
            GinIndex(fields=["tete"], name="veille_repere_tete"),
            GinIndex(fields=["themes", "editeurs", "bulletins", "numeros"], name="veille_repere_listes"),
            models.Index("annee", name="veille_repere_annee"),
            models.Index(models.F("quand").desc(), models.F("notice").desc(), name="veille_repere_quand"),
            models.Index("titre", "notice", name="veille_repere_titre"),
        ]

    def __str__(self) -> str:
        return f"Repère de {self.notice_id}"


class Mot(models.Model):
    """A word that a notice holds or held, simplified: what a typing error is compared with."""

    mot = models.CharField("mot", max_length=80, primary_key=True)

    class Meta:
        verbose_name = "mot"
        indexes = [GinIndex(fields=["mot"], opclasses=["gin_trgm_ops"], name="veille_mot_approche")]

    def __str__(self) -> str:
        return self.mot


class Rapprochement(models.Model):
    """From this thing of another room, the newest notices of a theme are recommended."""

    theme = models.ForeignKey(
        "veille.Theme", models.CASCADE, related_name="rapprochements", verbose_name="thème"
    )
    origine_type = models.CharField("depuis (type)", max_length=20, choices=TypeOrigine)
    origine_cle = models.CharField("depuis (clé)", max_length=120)

    class Meta:
        verbose_name = "rapprochement"
        ordering = ["theme", "origine_type", "origine_cle"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "origine_type", "origine_cle"],
                name="rapprochement_unique",
                violation_error_message="Ce rapprochement existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme} → {self.get_origine_type_display()} : {self.origine_cle}"
