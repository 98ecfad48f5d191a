from django.db.models import TextChoices


class Etat(TextChoices):
    """Where a report of use stands: nothing is shown to the public before somebody has read it."""

    PROPOSE = "propose", "En relecture"
    PUBLIE = "publie", "Publié"
    REFUSE = "refuse", "Non publié"
