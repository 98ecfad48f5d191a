from django.db.models import IntegerChoices, TextChoices


class Mode(TextChoices):
    """What a ballot says of the options, hence how it is counted."""

    CHOIX = "choix", "Un seul choix"
    APPROBATION = "approbation", "Approbation : une option ou plusieurs"
    POINTS = "points", "Points à répartir"
    CLASSEMENT = "classement", "Classement des options"
    JUGEMENT = "jugement", "Jugement majoritaire : une mention par option"


class Electorat(TextChoices):
    PARTICIPANTS = "participants", "Les participants du dossier, chacun avec son compte"
    CODES = "codes", "Les personnes qui reçoivent un code à usage unique"
    LIEN = "lien", "Toute personne qui a l’adresse du vote"


class EtatScrutin(TextChoices):
    BROUILLON = "brouillon", "En préparation"
    PROGRAMME = "programme", "Programmé"
    OUVERT = "ouvert", "Ouvert"
    CLOS = "clos", "Clos, à dépouiller"
    DEPOUILLE = "depouille", "Dépouillé"
    ANNULE = "annule", "Annulé"


# Not open yet.
AVANT = frozenset({EtatScrutin.BROUILLON, EtatScrutin.PROGRAMME})

# The public address is for these; participants vote inside the dossier.
PAR_ADRESSE = frozenset({Electorat.CODES, Electorat.LIEN})


class Mention(IntegerChoices):
    """The seven mentions of the usual scale in French, as a ballot holds them."""

    A_REJETER = 1, "À rejeter"
    INSUFFISANT = 2, "Insuffisant"
    PASSABLE = 3, "Passable"
    ASSEZ_BIEN = 4, "Assez bien"
    BIEN = 5, "Bien"
    TRES_BIEN = 6, "Très bien"
    EXCELLENT = 7, "Excellent"
