"""The words of the living chart."""

from django.db.models import TextChoices


class Genre(TextChoices):
    """What a proposal proposes."""

    CORRECTION = "correction", "Correction"
    RESSOURCE = "ressource", "Nouvelle ressource"
    MODULE = "module", "Nouveau module"
    TEINTE = "teinte", "Nouvelle teinte"


class Etat(TextChoices):
    """Where a proposal stands."""

    PROPOSEE = "proposee", "À relire"
    QUESTION = "question", "Question posée"
    REPONDUE = "repondue", "Réponse reçue"
    ACCEPTEE = "acceptee", "Acceptée"
    DECLINEE = "declinee", "Déclinée"
    RETIREE = "retiree", "Retirée"


OUVERTS = (Etat.PROPOSEE, Etat.QUESTION, Etat.REPONDUE)
A_RELIRE = (Etat.PROPOSEE, Etat.REPONDUE)
