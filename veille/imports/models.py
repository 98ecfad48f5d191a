"""A bulletin handed in, what was read of it, and the draft it gave."""

from uuid import UUID, uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats.models import Acteur
from veille.numeros.models import Bulletin, Numero
from veille.permissions import est_documentaliste


class ImportDeNumeroQuerySet(models.QuerySet["ImportDeNumero"]):
    def visibles_par(self, identite: Identite) -> "ImportDeNumeroQuerySet":
        """Documentalistes see them all, nobody else any."""
        return self if est_documentaliste(identite) else self.none()


class ImportDeNumero(models.Model):
    """One file. `texte` is read again at the confirmation; `numero` is the draft, once it is confirmed.

    `connues`: notices of the base that the file seems to tell again, by their rank in the issue.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="imports", verbose_name="bulletin")
    fichier = models.CharField("fichier", max_length=120)
    empreinte = models.CharField("empreinte", max_length=64, db_index=True)
    texte = models.TextField("texte", blank=True)
    rapport = models.JSONField("rapport")
    connues = models.JSONField("notices déjà dans la base", default=dict)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="par")
    cree_le = models.DateTimeField("envoyé le", default=timezone.now, editable=False)
    numero = models.OneToOneField(
        Numero, models.SET_NULL, null=True, related_name="importation", editable=False, verbose_name="numéro"
    )
    confirme_le = models.DateTimeField("confirmé le", null=True, editable=False)

    objects = ImportDeNumeroQuerySet.as_manager()

    class Meta:
        verbose_name = "import de numéro"
        verbose_name_plural = "imports de numéros"
        ordering = ["-cree_le", "-pk"]

    def __str__(self) -> str:
        return self.fichier

    def get_absolute_url(self) -> str:
        return reverse("veille:import_de_numero", args=[self.uuid])

    @property
    def portee(self) -> UUID:
        return self.uuid

    @property
    def refuse(self) -> bool:
        """The file has errors: nothing of it may be written."""
        return bool(self.rapport["comptes"]["erreur"])
