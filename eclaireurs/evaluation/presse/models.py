"""What journalists write about the evaluation: their own piece, for the final committee or after it."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.dossiers.models import Dossier
from communs.etats.models import Acteur, Versionne
from communs.fichiers.models import Fichier
from eclaireurs.evaluation.suivi.enums import EtatPlan
from eclaireurs.evaluation.suivi.models import Plan


class Article(Versionne):
    """One journalist's piece. Nobody but its author writes or withdraws it.

    What the committee had before it when the plan was settled can no longer change, nor can anything
    while the plan is closed: the database refuses it (migration 0006).
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="articles")
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="auteur")
    media = models.CharField("pour quel média", max_length=150, blank=True)
    titre = models.CharField("titre", max_length=150)
    texte = models.TextField("texte", max_length=30_000)
    fichier = models.OneToOneField(
        Fichier, models.RESTRICT, null=True, blank=True, related_name="article", verbose_name="fichier"
    )
    verse_le = models.DateTimeField("versé le", default=timezone.now, editable=False)
    repris_le = models.DateTimeField("repris le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "contribution de journaliste"
        verbose_name_plural = "contributions de journalistes"
        ordering = ["verse_le", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(titre="") & ~Q(texte=""), name="article_dit_quelque_chose")
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def dossier(self) -> Dossier:
        return self.plan.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def fige(self) -> bool:
        """Among the papers of a committee that has decided, or in a closed plan."""
        if self.plan.etat == EtatPlan.CLOS:
            return True
        return self.plan.arrete_le is not None and self.verse_le <= self.plan.arrete_le
