"""What the addresses of the chart's API may hold, as the schema says it."""

from drf_spectacular.utils import OpenApiParameter

from communs.catalogue.api_parametres import SANS_NUL, liste
from communs.catalogue.forms import LONGUEUR_Q, VALEURS
from nuancier.enums import GenreRessource
from nuancier.models import Famille
from nuancier.recherche.demande import Tri
from nuancier.recherche.facettes import FACETTES
from nuancier.recherche.filtres import FAMILLES, MOTS_CLES, NOUS
from nuancier.recherche.forms import PERSONNES

# A program may ask for a family that is not there yet: it finds nothing, and that is no fault.
TOUTES_LES_FAMILLES = [Famille(numero=numero) for numero in range(1, 100)]

TRI = OpenApiParameter(
    "tri", str, enum=Tri.values, description="L’ordre ; par pertinence si « q » est donné."
)
GENRE = OpenApiParameter("genre", str, enum=GenreRessource.values, description="Un seul genre de notice.")
CODE = OpenApiParameter(
    "code",
    {"type": "string", "pattern": r"^[1-9][0-9]?\.[1-9][0-9]{0,2}$"},
    "path",
    description="Le code de la teinte.",
)
CLE = OpenApiParameter(
    "cle", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, "path", description="La clé, stable."
)
FILTRES = [
    liste(FAMILLES, "Les numéros des familles.", {"type": "integer", "minimum": 1, "maximum": 99}),
    *(
        liste(
            facette.cle,
            f"{facette.nom} : {', '.join(f'« {v.cle} » ({v.nom})' for v in facette.valeurs)}.",
            {"type": "string", "enum": [valeur.cle for valeur in facette.valeurs]},
        )
        for facette in FACETTES
    ),
    OpenApiParameter(
        NOUS,
        {"type": "integer", "minimum": 1, "maximum": PERSONNES},
        description="Combien vous êtes : les modules qui disent accueillir au moins ce nombre de personnes.",
    ),
    liste(
        MOTS_CLES,
        "Des mots du champ lexical, tels qu’ils y sont écrits.",
        {"type": "string", "maxLength": LONGUEUR_Q, "pattern": SANS_NUL},
        maxItems=VALEURS,
    ),
]
