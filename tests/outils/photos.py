"""Many photos without preparing many: the same picture, in files of its own each time."""

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from communs.fichiers.models import Fichier
from communs.materiaux.models import Materiau

RENDUS = ("original", "apercu", "vignette")


def multiplier(modele: Materiau, nombre: int) -> None:
    """Add `nombre` photos like this one to its dossier, each with files of its own, as in real life."""
    source = modele.fichier
    octets = {}
    for rendu in RENDUS:
        with default_storage.open(getattr(source, rendu)) as flux:
            octets[rendu] = flux.read()
    champs = {c.attname: getattr(source, c.attname) for c in Fichier._meta.concrete_fields}
    champs.pop("id")
    fichiers = Fichier.objects.bulk_create(
        Fichier(**(champs | {"uuid": uuid4()} | {r: _copier(getattr(source, r), octets[r]) for r in RENDUS}))
        for _ in range(nombre)
    )
    Materiau.objects.bulk_create(
        Materiau(
            dossier=modele.dossier,
            genre="photo",
            titre=f"Photo {rang}",
            consentement="donne",
            fichier=fichier,
            depose_par_id=modele.depose_par_id,
        )
        for rang, fichier in enumerate(fichiers)
    )


def _copier(nom: str, octets: bytes) -> str:
    dossier, _, base = nom.rpartition("/")
    return default_storage.save(f"{dossier}/{uuid4().hex}-{base}", ContentFile(octets))
