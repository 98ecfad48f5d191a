from django.db.models import TextChoices


class Visibilite(TextChoices):
    """Who may read a path; only its author writes in it."""

    PRIVE = "prive", "Vous seulement"
    COLLECTIVITE = "collectivite", "Les membres d’une collectivité"
    PUBLIC = "public", "Tout le monde"


class Moment(TextChoices):
    MATIN = "matin", "Matin"
    APRES_MIDI = "apres_midi", "Après-midi"
