from django.db.models import TextChoices


class Etape(TextChoices):
    """The seven stages of the cycle, by key; their order, names and doubts are content."""

    EMERGENCE = "emergence", "Émergence"
    ANALYSE = "analyse", "Analyse"
    AGENDA = "agenda", "Mise à l’agenda"
    FORMULATION = "formulation", "Formulation"
    ARBITRAGE = "arbitrage", "Arbitrage"
    MISE_EN_OEUVRE = "mise-en-oeuvre", "Mise en œuvre"
    EVALUATION = "evaluation", "Évaluation"


class Certitude(TextChoices):
    """How sure we are of what the scan of the print lets read."""

    SUR = "sur", "Lu sur l’imprimé"
    SENS = "sens", "Rattaché par le sens"
    DOUTE = "doute", "Place douteuse"


class RoleFabrique(TextChoices):
    """Who is who in a fiche de fabrique. Codes are unique among all kinds of dossier."""

    RESPONSABLE = "fabrique_responsable", "Responsable de la fiche"
    PLUME = "fabrique_plume", "Contributrice ou contributeur"
    OBSERVATION = "fabrique_observation", "En observation"
