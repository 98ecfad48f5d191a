"""What came in by a file: who brought it, and the notices it made."""

from uuid import UUID, uuid4

from django.db import models
from django.urls import reverse
from django.utils import timezone

from communs.etats.models import Acteur
from veille.notices.models import Notice


class ImportReferences(models.Model):
    """One file confirmed. `uuid` is the name of its preview: confirmed twice, it makes one."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    fichier = models.CharField("fichier", max_length=120)
    auteur = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="par")
    cree_le = models.DateTimeField("importé le", default=timezone.now, editable=False)
    notices = models.ManyToManyField(Notice, verbose_name="notices", related_name="+", blank=True)

    class Meta:
        verbose_name = "import de références"
        verbose_name_plural = "imports de références"
        ordering = ["-cree_le", "-pk"]

    def __str__(self) -> str:
        return self.fichier

    def get_absolute_url(self) -> str:
        return reverse("veille:import_references", args=[self.uuid])

    @property
    def portee(self) -> UUID:
        """An import is an affair of its own in the journal."""
        return self.uuid
