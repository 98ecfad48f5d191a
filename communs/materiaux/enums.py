from django.db.models import TextChoices


class GenreMateriau(TextChoices):
    """What an évaluateur brings back from the field."""

    TEXTE = "texte", "Écrit"
    CHIFFRE = "chiffre", "Chiffre"
    PHOTO = "photo", "Photo"
    SON = "son", "Son"
    VIDEO = "video", "Vidéo"
    TEMOIGNAGE = "temoignage", "Témoignage"
    DOCUMENT = "document", "Document"


class Consentement(TextChoices):
    """Droit à l’image and right to one's own words: what the person shown or quoted has said."""

    SANS_OBJET = "sans_objet", "Personne n’y est reconnaissable"
    DONNE = "donne", "Accord donné"
    A_DEMANDER = "a_demander", "Accord à demander"
    REFUSE = "refuse", "Accord refusé ou retiré"


class PorteeMateriau(TextChoices):
    """Who sees the material, never more than who sees the dossier."""

    RESERVE = "reserve", "L’évaluateur et l’applicateur"
    DOSSIER = "dossier", "Les participants du dossier"
    LECTEURS = "lecteurs", "Toute personne qui peut lire le dossier"


PUBLIABLES = frozenset({Consentement.SANS_OBJET, Consentement.DONNE})
# The kinds that are nothing without their file.
AVEC_FICHIER = frozenset(
    {GenreMateriau.PHOTO, GenreMateriau.SON, GenreMateriau.VIDEO, GenreMateriau.DOCUMENT}
)
