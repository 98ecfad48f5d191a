from django.db.models import TextChoices


class Exercice(TextChoices):
    """What a room may do together; the order is the one that is proposed."""

    TEST = "test", "Le test de style"
    CARTE = "carte", "La carte des ressources"
    TRAJECTOIRE = "trajectoire", "La trajectoire"
