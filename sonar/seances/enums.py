"""The words of a Sonar séance."""

from django.db.models import TextChoices


class Exercice(TextChoices):
    """What a room may do together; the order is the one that is proposed."""

    TEST = "test", "Le test de style"
    CARTE = "carte", "La carte des ressources"
    TRAJECTOIRE = "trajectoire", "La trajectoire"


class Situation(TextChoices):
    """What a group looks like, taken together; `calculs.situation` says which."""

    PETIT = "petit_groupe", "Petit groupe"
    HOMOGENE = "homogene", "Groupe homogène"
    DEUX_CAMPS = "deux_camps", "Deux camps"
    ABSENT = "style_absent", "Un style manque"
    REPARTI = "reparti", "Groupe équilibré"


class Temps(TextChoices):
    """The parts of the timed script: those of all séances, and those of one exercise."""

    ACCUEIL = "accueil", "Accueil"
    TEST = "test", "Le test de style"
    CARTE = "carte", "La carte des ressources"
    TRAJECTOIRE = "trajectoire", "La trajectoire"
    CLOTURE = "cloture", "Clôture"
