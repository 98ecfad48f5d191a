from django.db.models import TextChoices


class EtatCollecte(TextChoices):
    EN_COURS = "en_cours", "En cours"
    PRESENTEE = "presentee", "Compilation devant le comité intermédiaire"
    DEBATTUE = "debattue", "Compilation débattue"


class GenreApport(TextChoices):
    """What the intermediate committee gives back: « nouvelles questions, pistes à approfondir »."""

    REMARQUE = "remarque", "Remarque"
    QUESTION = "question", "Nouvelle question"
    PISTE = "piste", "Piste à creuser"


class Modele(TextChoices):
    """The empty sheets of the kit, the same for everybody."""

    STORY_BOARD = "story-board", "Story-board à remplir"
    TOURNAGE = "kit-de-tournage", "Kit de tournage de mini-clips"
    ECRITURE = "guide-ecriture", "Guide d’écriture créative"


# Booklets made of a dossier's clues; those of the models are made of nothing.
COMPILATION, CARTES, PLANCHE = "collecte-compilation", "collecte-cartes", "collecte-story-board"
LIVRETS = (COMPILATION, CARTES, PLANCHE)
MODELE = "collecte-modele"
