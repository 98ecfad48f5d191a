"""The words of a training session: its states, those of who takes part, what its booklet holds."""

from django.db.models import TextChoices


class EtatSession(TextChoices):
    PREPARATION = "preparation", "En préparation"
    OUVERTE = "ouverte", "Ouverte"
    TENUE = "tenue", "Tenue"
    CLOSE = "close", "Close"
    ANNULEE = "annulee", "Annulée"


# A session whose content and code exist: from its opening on.
COMMENCEES = frozenset({EtatSession.OUVERTE, EtatSession.TENUE, EtatSession.CLOSE})
PASSEES = frozenset({EtatSession.TENUE, EtatSession.CLOSE})


class EtatStagiaire(TextChoices):
    INVITE = "invite", "Pas encore de réponse"
    INSCRIT = "inscrit", "Inscription confirmée"
    ATTENTE = "attente", "Sur liste d’attente"


class Demi(TextChoices):
    """A half-day that can be signed for."""

    MATIN = "matin", "Matin"
    APRES_MIDI = "apres_midi", "Après-midi"


class Suite(TextChoices):
    """What became of « lundi », three months later."""

    FAIT = "fait", "C’est fait"
    EN_PARTIE = "en_partie", "C’est commencé"
    AUTRE = "autre", "J’ai fait autre chose"
    PAS_FAIT = "pas_fait", "Pas encore, ou pas possible"


class GenreMorceau(TextChoices):
    """What the booklet of a session may hold."""

    ATTENTES = "attentes", "Ce que le groupe attendait"
    TEINTE = "teinte", "Teinte"
    SITUATION = "situation", "Situation vécue"
    CRITIQUE = "critique", "Lecture critique"
    NOTES = "notes", "Pages à écrire"
