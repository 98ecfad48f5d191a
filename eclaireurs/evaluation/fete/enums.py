from django.db.models import TextChoices


class EtatFete(TextChoices):
    PREPARATION = "preparation", "En préparation"
    ANNONCEE = "annoncee", "Annoncée"
    OUVERTE = "ouverte", "Ouverte, c’est aujourd’hui"
    CLOSE = "close", "Close"


class GenreDecision(TextChoices):
    """What a session may decide of an action."""

    DEBLOQUER = "debloquer", "Débloquer"
    ARRETER = "arreter", "Arrêter"
    REORIENTER = "reorienter", "Réorienter"


class EtatDecision(TextChoices):
    PROPOSEE = "proposee", "Attend d’être validée"
    VALIDEE = "validee", "Validée"
    ECARTEE = "ecartee", "Écartée"


# When the forum takes sessions and people, and when something is decided there.
FORUM_OUVERT = frozenset({EtatFete.ANNONCEE, EtatFete.OUVERTE})
# Keys of the booklets.
BILAN, PROGRAMME = "evaluation.bilan_de_la_fete", "evaluation.programme_de_la_fete"
