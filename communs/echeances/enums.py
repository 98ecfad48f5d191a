from django.db.models import TextChoices


class Rythme(TextChoices):
    """How often a person is written to; the page « Ce qui m’attend » shows everything in any case."""

    QUOTIDIEN = "quotidien", "Les jours où une échéance approche ou est dépassée"
    HEBDOMADAIRE = "hebdomadaire", "Une fois par semaine au plus, en principe le lundi"
    AUCUN = "aucun", "Jamais"


class Quand(TextChoices):
    """Where a date stands, seen from today."""

    RETARD = "retard", "En retard"
    AUJOURD_HUI = "aujourdhui", "Aujourd’hui"
    SEMAINE = "semaine", "Dans les sept jours"
    PLUS_TARD = "plus_tard", "Plus tard"
