"""The words of a questionnaire: what is asked, and the life of one that is sent as a link."""

from django.db.models import TextChoices


class Genre(TextChoices):
    CHOIX = "choix", "Un choix"
    MULTIPLE = "multiple", "Plusieurs choix"
    ECHELLE = "echelle", "Une échelle"
    TEXTE = "texte", "Un texte"
    FICHIER = "fichier", "Un fichier"  # by link only: nothing of it can be shown to a room


A_OPTIONS = frozenset({Genre.CHOIX, Genre.MULTIPLE})
COMPTES = frozenset({Genre.CHOIX, Genre.MULTIPLE, Genre.ECHELLE})  # answered by numbers


class Anonymat(TextChoices):
    """Chosen before the first answer; people are told before they answer."""

    NOMINATIF = "nominatif", "Avec les noms"
    ANONYME = "anonyme", "Anonyme"


class EtatQuestionnaire(TextChoices):
    PREPARATION = "preparation", "En préparation"
    OUVERT = "ouvert", "Ouvert"
    CLOS = "clos", "Clos"


class Voie(TextChoices):
    """How an answer came: typed by who answers, or from a sheet of paper by somebody else."""

    EN_LIGNE = "en_ligne", "En ligne"
    PAPIER = "papier", "Sur papier"
