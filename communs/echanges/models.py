"""What was shipped, row by row, and the differences that wait for somebody's choice."""

import json
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from communs.echanges.enums import Genre


class Livraison(models.Model):
    """The last shipped version of one row: the base of the three-way comparison."""

    corpus = models.CharField("corpus", max_length=60)
    modele = models.CharField("modèle", max_length=100)
    cle = models.JSONField("clé")
    champs = models.JSONField("champs livrés")

    class Meta:
        verbose_name = "livraison"
        constraints = [
            models.UniqueConstraint(fields=["corpus", "modele", "cle"], name="livraison_fiche_unique"),
        ]

    def __str__(self) -> str:
        return nommer(self.modele, self.cle)


class Ecart(models.Model):
    """A difference kept in favour of the editor, visible until a staff member chooses."""

    livraison = models.ForeignKey(Livraison, models.CASCADE, related_name="ecarts", verbose_name="fiche")
    champ = models.CharField("champ", max_length=100, blank=True)
    genre = models.CharField("écart", max_length=10, choices=Genre)
    livre_avant = models.JSONField("livré précédemment", null=True)
    cree_le = models.DateTimeField("constaté le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "écart de contenu"
        verbose_name_plural = "écarts de contenu"
        ordering = ["-cree_le", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["livraison", "champ"], name="ecart_unique_par_champ"),
            models.CheckConstraint(
                condition=models.Q(genre=Genre.CONFLIT) ^ models.Q(champ=""), name="ecart_champ_du_conflit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.livraison} : {self.nom_du_champ}" if self.champ else str(self.livraison)

    @property
    def nom_du_champ(self) -> str:
        """The name editors know the field by."""
        if not self.champ:
            return ""
        return str(apps.get_model(self.livraison.modele)._meta.get_field(self.champ).verbose_name)


def nommer(modele: str, cle: dict[str, Any]) -> str:
    """How reports and lists name a row: « option « innover / usages » »."""
    return f"{apps.get_model(modele)._meta.verbose_name} « {' / '.join(_valeurs(modele, cle))} »"


def _valeurs(modele: str, cle: dict[str, Any]) -> list[str]:
    """The values of a key in the order of the model's fields (the database keeps no order)."""
    valeurs = []
    for champ in apps.get_model(modele)._meta.fields:
        valeur = cle.get(champ.name)
        if isinstance(valeur, dict):
            valeurs += _valeurs(champ.related_model._meta.label, valeur)
        elif champ.name in cle:
            valeurs.append(str(valeur))
    return valeurs


def texte_de_cle(cle: dict[str, Any]) -> str:
    """A key as one text, the same whatever the order of its fields."""
    return json.dumps(cle, sort_keys=True, ensure_ascii=False)
