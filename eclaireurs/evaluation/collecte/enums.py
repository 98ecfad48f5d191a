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
