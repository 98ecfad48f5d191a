"""The words of a séance: its states, and the moments of what is on stage."""

from django.db.models import TextChoices


class EtatSeance(TextChoices):
    PREPARATION = "preparation", "En préparation"
    OUVERTE = "ouverte", "Ouverte"
    CLOSE = "close", "Close"


class Moment(TextChoices):
    """Of what everybody sees at once: people answer, it is over, it is shown."""

    OUVERT = "ouvert", "Ouvert aux réponses"
    FERME = "ferme", "Fermé aux réponses"
    MONTRE = "montre", "Résultats montrés"
