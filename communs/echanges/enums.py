from django.db.models import TextChoices


class Genre(TextChoices):
    """Why a row of the database differs from what is shipped, and somebody has to choose."""

    CONFLIT = "conflit", "Modifié ici et dans la livraison"
    SUPPRIME = "supprime", "Supprimé ici, modifié dans la livraison"
    RETIRE = "retire", "Retiré de la livraison, modifié ou utilisé ici"


class Choix(TextChoices):
    LIVREE = "livree", "Prendre la version livrée"
    MIENNE = "mienne", "Garder la mienne"
