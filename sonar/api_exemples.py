"""Examples shown with the schema; a test checks that they fit it."""

from drf_spectacular.utils import OpenApiExample

_JETON = "3f0c9a5be1d24c7f8a6b2d1e4f5a6b7c~1vMz8K~exemple-de-signature"
_UUID = "7b0e6d4c-5a1f-4e0b-9c3d-2f8a1b6c7d9e"
_SITE = "https://vigie.example"

FEUILLE = OpenApiExample(
    "Une feuille vierge (extrait)",
    value={
        "feuille": _JETON,
        "remise": f"{_SITE}/api/v1/sonar/feuilles/{_JETON}/",
        "page": f"{_SITE}/sonar/test/{_JETON}/",
        "questions": [
            {
                "cle": "modele-inspirant",
                "numero": 1,
                "titre": "Le modèle qui vous inspire",
                "intitule": "Parmi ces façons d’innover dans le service public, laquelle vous plaît ?",
                "options": [
                    {"lettre": "a", "texte": "L’immersion : quelques jours sur le terrain."},
                    {"lettre": "b", "texte": "Le budget participatif."},
                ],
            }
        ],
    },
    response_only=True,
    status_codes=["200"],
)

REPONSES = OpenApiExample(
    "Six réponses",
    value={
        "reponses": {
            "modele-inspirant": "a",
            "service-sous-utilise": "c",
            "demotivation-des-agents": "b",
            "friche-et-habitants": "a",
            "donnees-ouvertes": "d",
            "philosophie": "a",
        }
    },
    request_only=True,
)

RESULTAT = OpenApiExample(
    "Un profil mixte (extrait)",
    value={
        "uuid": _UUID,
        "adresse": f"{_SITE}/api/v1/sonar/resultats/{_UUID}/",
        "page": f"{_SITE}/sonar/resultats/{_UUID}/",
        "remise_le": "2026-11-21T09:30:00+01:00",
        "profil": {
            "cle": "usages+hybridation",
            "nom": "Usages et hybridation",
            "titre": "L’oreille et la table",
            "mixte": True,
            "accroche": "Vous écoutez, puis vous réunissez.",
            "portrait": "…",
            "exemple_titre": "…",
            "exemple": "…",
            "attention": "…",
            "gestes": ["…", "…", "…"],
            "page": f"{_SITE}/sonar/portraits/usages+hybridation/",
        },
        "styles": [
            {
                "cle": "usages",
                "nom": "Usages",
                "signe": "¢",
                "points": 3,
                "domine": True,
                "discret": False,
            }
        ],
        "apports": [{"cle": "solution", "nom": "Solution", "apport": "…"}],
        "reponses": [
            {
                "question": "modele-inspirant",
                "titre": "Le modèle qui vous inspire",
                "texte": "L’immersion : quelques jours sur le terrain.",
                "style": "usages",
            }
        ],
    },
    response_only=True,
    status_codes=["200", "201"],
)
