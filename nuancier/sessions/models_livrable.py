"""The *livrable semi-sur-mesure*: lived situations, and the pieces of the booklet in their order."""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.etats.models import Versionne
from communs.fichiers.models import Fichier
from nuancier.enums import Partie
from nuancier.sessions.enums import GenreMorceau
from nuancier.sessions.models import Session
from nuancier.sessions.models_stagiaires import Bilan

SITUATIONS_MAX = 30
PHOTOS_MAX = 6


class Situation(Versionne):
    """What the group really lived, written by a trainer; `teinte` is the code of the one it belongs to."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="situations")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    titre = models.CharField("titre", max_length=120)
    texte = models.TextField("ce qui s’est passé", max_length=6000)
    teinte = models.CharField("teinte", max_length=6, blank=True)
    cree_le = models.DateTimeField("écrite le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "situation vécue"
        verbose_name_plural = "situations vécues"
        ordering = ["session", "cree_le", "pk"]

    def __str__(self) -> str:
        return self.titre

    @property
    def portee(self) -> UUID:
        return self.session.uuid


class Photo(models.Model):
    """A photo of a situation, with the words that replace it."""

    situation = models.ForeignKey(Situation, models.CASCADE, related_name="photos")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    fichier = models.OneToOneField(Fichier, models.RESTRICT, related_name="photo_de_situation")
    description = models.CharField("ce qu’on y voit", max_length=250)

    class Meta:
        verbose_name = "photo"
        ordering = ["situation", "pk"]

    def __str__(self) -> str:
        return self.description


class Morceau(models.Model):
    """One piece of the booklet, kept or not. `parties` are those of the teinte that are printed."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="morceaux")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rang = models.PositiveSmallIntegerField("rang")
    genre = models.CharField("nature", max_length=10, choices=GenreMorceau)
    retenu = models.BooleanField("dans le livret", default=True)
    teinte = models.CharField("teinte", max_length=6, blank=True)
    parties = ArrayField(
        models.CharField(max_length=12, choices=Partie), verbose_name="parties", default=list, blank=True
    )
    situation = models.OneToOneField(Situation, models.CASCADE, null=True, blank=True, related_name="morceau")
    bilan = models.OneToOneField(Bilan, models.CASCADE, null=True, blank=True, related_name="morceau")

    class Meta:
        verbose_name = "morceau du livret"
        verbose_name_plural = "morceaux du livret"
        ordering = ["session", "rang", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "rang"],
                name="morceau_un_par_rang",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["session", "teinte"], name="morceau_une_fois_la_teinte", condition=~Q(teinte="")
            ),
            models.CheckConstraint(
                condition=Q(genre=GenreMorceau.TEINTE, situation=None, bilan=None) & ~Q(teinte="")
                | Q(genre=GenreMorceau.SITUATION, situation__isnull=False, bilan=None, teinte="")
                | Q(genre=GenreMorceau.CRITIQUE, situation=None, bilan__isnull=False, teinte="")
                | Q(
                    genre__in=[GenreMorceau.ATTENTES, GenreMorceau.NOTES],
                    situation=None,
                    bilan=None,
                    teinte="",
                ),
                name="morceau_d_une_seule_chose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rang}. {self.get_genre_display()}"

    @property
    def portee(self) -> UUID:
        return self.session.uuid
