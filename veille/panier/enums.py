from django.db.models import TextChoices


class EtatTrouvaille(TextChoices):
    """What became of something found."""

    NOUVELLE = "nouvelle", "À trier"
    GARDEE = "gardee", "Gardée"
    ECARTEE = "ecartee", "Écartée"
    NOTICE = "notice", "Devenue notice"
