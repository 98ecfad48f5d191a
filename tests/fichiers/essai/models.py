"""A room of trial: a piece of evidence with its file, visible to the members of the collectivité."""

from django.db import models

from communs.fichiers.models import Fichier


class Piece(models.Model):
    titre = models.CharField(max_length=50)
    fichier = models.OneToOneField(Fichier, models.RESTRICT, related_name="piece")

    class Meta:
        app_label = "essai"

    def __str__(self):
        return self.titre
