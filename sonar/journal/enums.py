from django.db.models import TextChoices


class Forme(TextChoices):
    """What can be printed of the newspaper."""

    JOURNAL = "journal", "Le journal entier"
    TEST = "test", "Le test sur papier"
