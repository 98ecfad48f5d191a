from django.db.models import TextChoices


class Certitude(TextChoices):
    """How sure the reading of the print is."""

    SUR = "sur", "Lecture sûre"
    PROBABLE = "probable", "Lecture probable"
    DOUTEUX = "douteux", "Lecture douteuse"


class Source(TextChoices):
    """Whose definition it is."""

    IMPRIME = "imprime", "D’après l’imprimé"
    VIGIE = "vigie", "De Vigie"


class Zone(TextChoices):
    """Where a resource stands, by its two coordinates (`calculs.zone`)."""

    CENTRE = "centre", "Zone hybride"
    GLOBALE = "globale", "Vision globale"
    CAPACITATION_GLOBALE = "capacitation_globale", "Capacitation et vision globale"
    CAPACITATION = "capacitation", "Capacitation"
    CAPACITATION_INTERNE = "capacitation_interne", "Capacitation et vision interne"
    INTERNE = "interne", "Vision interne"
    SOLUTION_INTERNE = "solution_interne", "Solution et vision interne"
    SOLUTION = "solution", "Solution"
    SOLUTION_GLOBALE = "solution_globale", "Solution et vision globale"
