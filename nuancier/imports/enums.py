"""The words of imports."""

from django.db.models import TextChoices


class EtatBrouillon(TextChoices):
    EN_ATTENTE = "en_attente", "À relire"
    PUBLIE = "publie", "Publié"
    ECARTE = "ecarte", "Écarté"
