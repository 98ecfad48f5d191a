from django.db.models import TextChoices


class Etat(TextChoices):
    """Life of an outgoing mail. Only `EN_ATTENTE` is ever sent; `INCERTAIN` may have arrived."""

    EN_ATTENTE = "en_attente", "En attente"
    RECLAME = "reclame", "En cours d’envoi"
    ENVOYE = "envoye", "Envoyé"
    INCERTAIN = "incertain", "Incertain : peut-être envoyé"
    REFUSE = "refuse", "Refusé par le serveur"
    ABANDONNE = "abandonne", "Abandonné après plusieurs essais"


TERMINES = (Etat.ENVOYE, Etat.INCERTAIN, Etat.REFUSE, Etat.ABANDONNE)
RENVOYABLES = (Etat.INCERTAIN, Etat.REFUSE, Etat.ABANDONNE)
