from django.db.models import TextChoices


class EtatEnvoi(TextChoices):
    """An issue on its way to its subscribers."""

    EN_COURS = "en_cours", "En cours"
    EN_PAUSE = "en_pause", "En pause"
    TERMINE = "termine", "Terminé"


class EtatRemise(TextChoices):
    """One subscriber's copy. Only `A_ENVOYER` is ever sent; `INCERTAIN` may have arrived.

    `RECLAME`: a worker took it in its batch, nothing of it went; `EN_VOL`: it is being handed over now.
    """

    A_ENVOYER = "a_envoyer", "À envoyer"
    RECLAME = "reclame", "Dans le lot en cours"
    EN_VOL = "en_vol", "En cours de remise"
    ENVOYE = "envoye", "Envoyé"
    REFUSE = "refuse", "Refusé"
    ABANDONNE = "abandonne", "Abandonné après plusieurs essais"
    INCERTAIN = "incertain", "Incertain : peut-être envoyé"
    ANNULE = "annule", "Désabonné avant l’envoi"


A_FAIRE = (EtatRemise.A_ENVOYER, EtatRemise.RECLAME, EtatRemise.EN_VOL)
