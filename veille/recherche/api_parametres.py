"""What the addresses of the API of the veille may hold, as the schema says it."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from communs.catalogue.api_parametres import SANS_NUL, liste
from communs.catalogue.forms import VALEURS
from veille.enums import Genre
from veille.recherche.demande import Tri
from veille.recherche.forms import ANNEE, CLE, CLE_NUMERO, LANGUE, LONGUEUR_EDITEUR


def _liste(nom: str, description: str, **element: Any) -> OpenApiParameter:
    return liste(nom, description, {"type": "string", **element}, maxItems=VALEURS)


def _chemin(nom: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(nom, {"type": "string", "pattern": CLE}, "path", description=description)


TRI = OpenApiParameter(
    "tri", str, enum=Tri.values, description="L’ordre ; par pertinence si « q » est donné, sinon par date."
)
FILTRES = [
    _liste("theme", "Des clés de thèmes.", pattern=CLE, maxLength=60),
    _liste("annee", "Des années de parution.", pattern=ANNEE),
    _liste("editeur", "Des noms de revues ou d’éditeurs.", pattern=SANS_NUL, maxLength=LONGUEUR_EDITEUR),
    _liste("genre", "Des types de document.", enum=Genre.values),
    _liste("langue", "Des langues (ISO 639-1).", pattern=LANGUE, maxLength=12),
    _liste("bulletin", "Des clés de bulletins.", pattern=CLE, maxLength=60),
    _liste("numero", "Des numéros : « bulletin/numéro ».", pattern=CLE_NUMERO, maxLength=141),
]
NOTICE = OpenApiParameter(
    "id", {"type": "integer", "minimum": 1}, "path", description="Le numéro de la notice, stable."
)
BULLETIN = _chemin("bulletin", "La clé du bulletin.")
NUMERO = _chemin("numero", "La clé du numéro, dans son bulletin.")
UN_BULLETIN = OpenApiParameter(
    "bulletin", {"type": "string", "pattern": CLE, "maxLength": 60}, description="Un seul bulletin."
)
