"""Pictures of issues, for tests."""

from uuid import UUID

from communs.collectivites.models import Collectivite
from communs.fichiers.models import Fichier
from veille.models import Numero


def donner_une_couverture(collectivite: Collectivite, cle: str) -> UUID:
    """Give the issue of this address a cover; return what names it."""
    image = creer_image(collectivite, "couverture")
    Numero.objects.filter(cle=cle).update(couverture=image, couverture_alternative="Un phare")
    return image.uuid


def creer_image(collectivite: Collectivite, nom: str) -> Fichier:
    """A picture whose row is there and whose file is not on this disk."""
    return Fichier.objects.create(
        collectivite=collectivite,
        nom=f"{nom}.png",
        type="image",
        mime="image/png",
        taille=10,
        occupe=10,
        empreinte="0" * 64,
        original=f"fichiers/{nom}.png",
        apercu=f"fichiers/{nom}-apercu.webp",
        largeur=800,
        hauteur=600,
        etat="pret",
        prochain_essai_le=None,
    )
