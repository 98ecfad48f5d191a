"""Examples shown with the schema; a test checks that they fit it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

_SITE = "https://vigie.example"
_API = f"{_SITE}/api/v1/veille"
_NOTICE: dict[str, Any] = {
    "id": 12,
    "titre": "Les marées de l’innovation",
    "sous_titre": "",
    "genre": "article",
    "auteurs": [{"nom": "Martin", "prenom": "Aline", "organisme": False, "role": ""}],
    "publication": "Revue du large",
    "collection": "",
    "editeur": "",
    "lieu": "",
    "volume": "",
    "numero": "12",
    "date": "2018-09",
    "pages": "32-51",
    "nombre_pages": None,
    "pages_precision": "",
    "en_ligne": True,
    "langue": "fr",
    "acces": "gratuit",
    "resume": "Ce que les marées apprennent aux services publics.",
    "doi": "",
    "isbn": "",
    "issn": "",
    "moments": [],
    "liens": [{"adresse": "https://phare.example/marees", "libelle": "", "genre": "page"}],
    "themes": ["tiers-lieux"],
    "territoires": [],
    "mots_cles": [],
    "numeros": ["lettre-du-large/n-41"],
    "adresse": f"{_SITE}/veille/notices/12/",
    "api": f"{_API}/notices/12/",
}
_NUMERO: dict[str, Any] = {
    "bulletin": "lettre-du-large",
    "cle": "n-41",
    "titre": "Innover au bord de l’eau",
    "genre": "regulier",
    "numero": "41",
    "date": "2018-10",
    "publie_le": "2018-10-15T08:00:00+02:00",
    "adresse": f"{_SITE}/veille/lettre-du-large/n-41/",
    "api": f"{_API}/numeros/lettre-du-large/n-41/",
}


def _exemple(nom: str, valeur: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(nom, value=valeur, response_only=True, status_codes=["200"])


def _feuillet(resultat: dict[str, Any]) -> dict[str, Any]:
    voisines = {"precedente": None, "suivante": None}
    return {"nombre": 1, "page": 1, "pages": 1, **voisines, "resultats": [resultat]}


NOTICE = _exemple("Une notice", _NOTICE)
NOTICES = _exemple("Une notice trouvée", _feuillet(_NOTICE) | {"au_moins": False, "approche": False})
THEMES = _exemple(
    "Un thème",
    {
        "resultats": [
            {
                "cle": "tiers-lieux",
                "nom": "Tiers-lieux",
                "definition": "Des lieux partagés.",
                "synonymes": ["fablab"],
                "adresse": f"{_SITE}/veille/themes/tiers-lieux/",
            }
        ]
    },
)
BULLETINS = _exemple(
    "Un bulletin",
    {
        "resultats": [
            {
                "cle": "lettre-du-large",
                "nom": "La lettre du large",
                "sous_titre": "",
                "editeur": "Atelier du Phare",
                "presentation": "Ce que font les ports.",
                "adresse": f"{_SITE}/veille/lettre-du-large/",
            }
        ]
    },
)
NUMEROS = _exemple("Un numéro en bref", _feuillet(_NUMERO))
NUMERO = _exemple(
    "Un numéro (extrait)",
    _NUMERO
    | {
        "editorial": "Un numéro sur ce que font les ports.",
        "colophon": "",
        "mentions": "",
        "partenaires": [],
        "une": [],
        "rubriques": [{"cle": "lieux", "titre": "Les lieux", "notices": [_NOTICE], "encadres": []}],
        "agenda": [
            {
                "cle": "appel",
                "genre": "echeance",
                "titre": "Appel à phares",
                "debut": None,
                "fin": "2018-12-07",
                "heure_debut": None,
                "heure_fin": None,
                "lieu": "",
                "organisateurs": [],
                "texte": "",
                "adresse": "",
                "inscription": "",
                "inscription_adresse": "",
            }
        ],
        "errata": [],
    },
)
