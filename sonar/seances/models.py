"""What makes a séance one of Sonar's: its exercises, and in whose name it is held."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from communs.collectivites.models import Collectivite
from communs.seances.models import Seance
from sonar.seances.enums import Exercice


class SeanceSonar(models.Model):
    """The room itself (code, door, stage, who is in) is `communs.seances`."""

    seance = models.OneToOneField(Seance, models.CASCADE, related_name="sonar")
    collectivite = models.ForeignKey(
        Collectivite, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="collectivité"
    )
    exercices = ArrayField(
        models.CharField(max_length=12, choices=Exercice), verbose_name="exercices", size=len(Exercice)
    )

    class Meta:
        verbose_name = "séance Sonar"
        verbose_name_plural = "séances Sonar"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(exercices__contained_by=Exercice.values, exercices__len__gte=1),
                name="seance_sonar_exercices_connus",
            )
        ]

    def __str__(self) -> str:
        return self.seance.titre
