from django.db.models import TextChoices


class EtatTableau(TextChoices):
    PREPARATION = "preparation", "En préparation"
    OUVERT = "ouvert", "Ouvert"
    CLOS = "clos", "Clos"


class Geste(TextChoices):
    """What somebody did to a line."""

    AJOUT = "ajout", "a ajouté"
    ECRITURE = "ecriture", "a écrit"
    DEPLACEMENT = "deplacement", "a déplacé"
    RETRAIT = "retrait", "a retiré"
    RETABLISSEMENT = "retablissement", "a rétabli"
