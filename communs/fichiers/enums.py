from django.db.models import TextChoices


class TypeFichier(TextChoices):
    """What a file is for people; its exact format is `Fichier.mime`."""

    IMAGE = "image", "Image"
    SON = "son", "Son"
    VIDEO = "video", "Vidéo"
    DOCUMENT = "document", "Document"
    TABLEUR = "tableur", "Tableur"
    TEXTE = "texte", "Texte"


class Etat(TextChoices):
    """Life of a file. `RECU` waits for a worker, `EN_COURS` has one."""

    RECU = "recu", "En attente de préparation"
    EN_COURS = "en_cours", "En préparation"
    PRET = "pret", "Prêt"
    REFUSE = "refuse", "Refusé"


EN_ROUTE = (Etat.RECU, Etat.EN_COURS)


class Rendu(TextChoices):
    """What may be shown of a file; the last two exist for pictures only."""

    ORIGINAL = "original", "Fichier entier"
    APERCU = "apercu", "Aperçu"
    VIGNETTE = "vignette", "Vignette"
