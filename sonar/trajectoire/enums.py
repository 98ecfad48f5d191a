from django.db.models import IntegerChoices, TextChoices


class Certitude(TextChoices):
    """How sure the reading of the printed poster is, where a stage hangs on its passage."""

    SURE = "sure", "Lecture sûre"
    PROBABLE = "probable", "Lecture probable"
    DOUTEUSE = "douteuse", "Lecture douteuse"


class Niveau(IntegerChoices):
    """Where one stands on an indicator; the values are the points of `calculs`."""

    PAS_ENCORE = 0, "Pas encore"
    EN_COURS = 1, "En cours"
    ACQUIS = 2, "Acquis"


class Genre(TextChoices):
    """What positions itself."""

    COLLECTIVITE = "collectivite", "La collectivité entière"
    PROJET = "projet", "Un projet, un service, une démarche"
