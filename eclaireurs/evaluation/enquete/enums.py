from django.db.models import TextChoices


class EtatEnquete(TextChoices):
    """What the évaluateur decided; whether it is open now also depends on its dates (`models.Enquete`)."""

    PREPARATION = "preparation", "En préparation"
    PUBLIEE = "publiee", "Publiée"
    CLOSE = "close", "Close"


class Voie(TextChoices):
    """How a contribution came in."""

    EN_LIGNE = "en_ligne", "En ligne"
    PAPIER = "papier", "Sur papier"


class EtatContribution(TextChoices):
    RECUE = "recue", "Reçue, à relire"
    A_REPRENDRE = "a_reprendre", "À reprendre par qui l’a écrite"
    ACCEPTEE = "acceptee", "Acceptée"
    REFUSEE = "refusee", "Refusée"
    RETIREE = "retiree", "Retirée par qui l’a écrite"


class Accord(TextChoices):
    """What the contributor lets us do with it."""

    PUBLIER = "publier", "Ma contribution peut être publiée"
    TAIRE = "taire", "L’équipe de l’évaluation la lit, mais ne la publie pas"


# Still before the moderators or the contributor: what a flood could heap up.
EN_ATTENTE = frozenset({EtatContribution.RECUE, EtatContribution.A_REPRENDRE})
