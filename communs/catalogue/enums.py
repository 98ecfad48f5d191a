"""The kinds of things the catalogue knows: one line here for each new kind."""

from django.db.models import TextChoices


class Type(TextChoices):
    """What can be found and recommended."""

    PAGE = "page", "Page"
    PORTRAIT = "portrait", "Portrait"
    EPISODE = "episode", "Scénario"
    OUTIL = "outil", "Outil"
    TEINTE = "teinte", "Formation"
    CONCEPT = "concept", "Ressource de la carte"
    ETAPE = "etape", "Étape de la trajectoire"
    NOTICE = "notice", "Lecture"
    NUMERO = "numero", "Numéro de veille"
    PARCOURS = "parcours", "Parcours de formation"

    @property
    def pluriel(self) -> str:
        return _PLURIELS[self]


_PLURIELS = {
    Type.PAGE: "Pages",
    Type.PORTRAIT: "Portraits",
    Type.EPISODE: "Scénarios",
    Type.OUTIL: "Outils",
    Type.TEINTE: "Formations",
    Type.CONCEPT: "Ressources de la carte",
    Type.ETAPE: "Étapes de la trajectoire",
    Type.NOTICE: "Lectures",
    Type.NUMERO: "Numéros de veille",
    Type.PARCOURS: "Parcours de formation",
}


# What is read, and has its own block where things are recommended.
LECTURES = (Type.NOTICE, Type.NUMERO)


class TypeOrigine(TextChoices):
    """What a recommendation starts from."""

    STYLE = "style", "Style d’innovation"
    PAGE = Type.PAGE.value, Type.PAGE.label
    PORTRAIT = Type.PORTRAIT.value, Type.PORTRAIT.label
    EPISODE = Type.EPISODE.value, Type.EPISODE.label
    OUTIL = Type.OUTIL.value, Type.OUTIL.label
    TEINTE = Type.TEINTE.value, Type.TEINTE.label
    CONCEPT = Type.CONCEPT.value, Type.CONCEPT.label
    PRATIQUE = "pratique", "Pratique de la fabrique"
    ETAPE = Type.ETAPE.value, Type.ETAPE.label
    NOTICE = Type.NOTICE.value, Type.NOTICE.label
    NUMERO = Type.NUMERO.value, Type.NUMERO.label
    PARCOURS = Type.PARCOURS.value, Type.PARCOURS.label
