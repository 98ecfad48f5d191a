"""The words of the veille that are lists."""

from django.db.models import TextChoices


class Genre(TextChoices):
    """What a notice describes."""

    ARTICLE = "article", "Article"
    NUMERO_SPECIAL = "numero_special", "Numéro spécial"
    OUVRAGE = "ouvrage", "Ouvrage"
    CHAPITRE = "chapitre", "Chapitre"
    RAPPORT = "rapport", "Rapport"
    ETUDE = "etude", "Étude"
    NOTE = "note", "Note"
    DOSSIER = "dossier", "Dossier"
    THESE = "these", "Thèse ou mémoire"
    COMMUNICATION = "communication", "Communication"
    BILLET = "billet", "Billet"
    SITE = "site", "Site"
    MOOC = "mooc", "MOOC"
    FORMATION = "formation", "Formation"
    VIDEO = "video", "Vidéo"
    WEBSERIE = "webserie", "Web-série"
    SON = "son", "Enregistrement sonore"
    EVENEMENT = "evenement", "Événement"
    LETTRE = "lettre", "Lettre d’information"
    TEXTE_OFFICIEL = "texte_officiel", "Texte officiel"
    DONNEES = "donnees", "Jeu de données"
    AUTRE = "autre", "Autre document"


class Role(TextChoices):
    """What a person or a body did for the document; "" is its author."""

    DIRECTION = "direction", "sous la direction de"
    COMMANDITAIRE = "commanditaire", "pour"
    ENCADREMENT = "encadrement", "encadrement"
    PARTENAIRE = "partenaire", "en partenariat avec"
    APPUI = "appui", "avec l’appui de"
    TRADUCTION = "traduction", "traduction"
    ILLUSTRATION = "illustration", "illustrations"


class Acces(TextChoices):
    GRATUIT = "gratuit", "Accès gratuit"
    PAYANT = "payant", "Accès payant"
    RAYON = "rayon", "Consultable sur place"


class GenreMoment(TextChoices):
    """Events of a document's life."""

    SOUTENANCE = "soutenance", "soutenue"
    REMISE = "remise", "remis"
    COMMANDE = "commande", "commandé"
    PRESENTATION = "presentation", "présenté"
    ACTUALISATION = "actualisation", "actualisé"


class GenreLien(TextChoices):
    PAGE = "page", "Page"
    DOCUMENT = "document", "Document"
    SYNTHESE = "synthese", "Synthèse"
    SOMMAIRE = "sommaire", "Sommaire"
    INTRODUCTION = "introduction", "Introduction"
    INSCRIPTION = "inscription", "Inscription"


class GenreNumero(TextChoices):
    REGULIER = "regulier", "Numéro"
    HORS_SERIE = "hors_serie", "Hors-série"


class EtatNumero(TextChoices):
    BROUILLON = "brouillon", "Brouillon"
    RELECTURE = "relecture", "En relecture"
    PROGRAMME = "programme", "Programmé"
    PUBLIE = "publie", "Publié"
    DEPUBLIE = "depublie", "Dépublié"


# The states in which an issue is still being written.
EN_TRAVAUX = (EtatNumero.BROUILLON, EtatNumero.RELECTURE)
# What was taken back from the public may be put right before it is published again.
MODIFIABLES = (*EN_TRAVAUX, EtatNumero.DEPUBLIE)


class GenreRendezVous(TextChoices):
    EVENEMENT = "evenement", "Événement"
    ECHEANCE = "echeance", "Date limite"
