"""The kinds of things the catalogue knows: one line here for each new kind."""

from django.db.models import TextChoices


class Type(TextChoices):
    """What can be found and recommended."""

    PAGE = "page", "Page"
    PORTRAIT = "portrait", "Portrait"
    EPISODE = "episode", "Scénario"
    OUTIL = "outil", "Outil"

    @property
    def pluriel(self) -> str:
        return _PLURIELS[self]


_PLURIELS = {
    Type.PAGE: "Pages",
    Type.PORTRAIT: "Portraits",
    Type.EPISODE: "Scénarios",
    Type.OUTIL: "Outils",
}


class TypeOrigine(TextChoices):
    """What a recommendation starts from."""

    STYLE = "style", "Style d’innovation"
    PAGE = Type.PAGE.value, Type.PAGE.label
    PORTRAIT = Type.PORTRAIT.value, Type.PORTRAIT.label
    EPISODE = Type.EPISODE.value, Type.EPISODE.label
    OUTIL = Type.OUTIL.value, Type.OUTIL.label
