from django.db.models import TextChoices


class EtatCadre(TextChoices):
    ECRITURE = "ecriture", "En écriture"
    PROPOSE = "propose", "Proposé au premier comité"
    VALIDE = "valide", "Validé par le premier comité"


class GenreRencontre(TextChoices):
    """The meetings of an evaluation, in the order of the scenario."""

    PREMIER = "premier", "Premier comité de pilotage"
    INTERMEDIAIRE = "intermediaire", "Comité de pilotage intermédiaire"
    CONCLAVE = "conclave", "Conclave des préconisations"
    FINAL = "final", "Comité de pilotage final"
    FETE = "fete", "Fête de l’évaluation"
    AUTRE = "autre", "Autre rencontre"


COMITES = frozenset({GenreRencontre.PREMIER, GenreRencontre.INTERMEDIAIRE, GenreRencontre.FINAL})


class EtatRencontre(TextChoices):
    PREVUE = "prevue", "Prévue"
    TENUE = "tenue", "Tenue"
    ANNULEE = "annulee", "Annulée"


class EtatPresence(TextChoices):
    PRESENT = "present", "Présent"
    EXCUSE = "excuse", "Excusé"
    ABSENT = "absent", "Absent"
