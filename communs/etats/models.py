"""Who did what, written once and never altered; and the version that lets two people write in turn."""

from django.db import models
from django.utils import timezone

from communs.collectivites.models import Compte
from communs.etats.querysets import ActeurQuerySet, LigneQuerySet

PERSONNE_EFFACEE = "Une personne dont les données ont été effacées"


class Acteur(models.Model):
    """A person as the journal knows her: anonymised on erasure, never deleted.

    Somebody with an account is named by it; `nom` names only who has none.
    """

    compte = models.ForeignKey(
        Compte, models.SET_NULL, null=True, blank=True, related_name="acteurs", verbose_name="compte"
    )
    nom = models.CharField("nom", max_length=160, blank=True)

    objects = ActeurQuerySet.as_manager()

    class Meta:
        verbose_name = "acteur"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(compte=None) | models.Q(nom=""), name="acteur_nomme_une_seule_fois"
            )
        ]

    def __str__(self) -> str:
        return self.nom_affiche

    @property
    def nom_affiche(self) -> str:
        """Costs no query where the account was fetched with the row."""
        if self.compte is not None:
            return self.compte.nom_affiche
        return self.nom or PERSONNE_EFFACEE

    @property
    def au_milieu(self) -> str:
        """The name as it stands inside a sentence."""
        nom = self.nom_affiche
        return nom[0].lower() + nom[1:] if nom == PERSONNE_EFFACEE else nom


class Ligne(models.Model):
    """One line of the journal: a verb and its parameters. The database refuses to alter or delete it.

    `portee` is the affair it belongs to (a dossier's uuid), `sujet` and `reference` the row it speaks
    of. No foreign key to them: the line outlives what it tells. No rule may read the journal.
    """

    cree_le = models.DateTimeField("le", default=timezone.now, editable=False)
    acteur = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+", verbose_name="par")
    verbe = models.CharField("verbe", max_length=80)
    cible = models.ForeignKey(Acteur, models.PROTECT, null=True, related_name="+", verbose_name="à propos de")
    portee = models.UUIDField("affaire")
    sujet = models.CharField("sorte de chose", max_length=80)
    reference = models.UUIDField("chose")
    parametres = models.JSONField("paramètres", default=dict)

    objects = LigneQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de journal"
        verbose_name_plural = "lignes de journal"
        indexes = [
            models.Index("portee", models.F("id").desc(), name="ligne_de_l_affaire"),
            models.Index("sujet", "reference", models.F("id").desc(), name="ligne_de_la_chose"),
        ]

    def __str__(self) -> str:
        return f"{self.verbe} {self.reference}"


class Versionne(models.Model):
    """A row that several people write: `version` grows at each write, a stale one gets 409.

    Rows say which affair they belong to by a `portee` property (a UUID), and have a `uuid`.
    """

    version = models.PositiveIntegerField("version", default=1, editable=False)

    class Meta:
        abstract = True
