"""Examples shown with the schema; a test checks that they fit it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

_SITE = "https://vigie.example"
_API = f"{_SITE}/api/v1/nuancier"
_LICENCE = {
    "licence": "CC BY-NC-SA",
    "nom": "Creative Commons Attribution, pas d’utilisation commerciale, partage dans les mêmes conditions",
    "texte": "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr",
    "auteur": "La 27e Région",
    "attribution": "Contenu adapté du « Nuancier de formation » de La 27e Région.",
}
_BREVE = {
    "code": "4.1",
    "titre": "Outils et techniques d’immersion",
    "titre_court": "Techniques d’immersion",
    "resume": "Aller voir ce que vivent les usagers, là où cela se passe.",
    "famille": 4,
    "adresse": f"{_SITE}/nuancier/teintes/4.1/",
    "api": f"{_API}/teintes/4.1/",
}
_MODULE: dict[str, Any] = {
    "cle": "aller-voir",
    "titre": "Aller voir",
    "format": "atelier",
    "presentiel_possible": False,
    "presentiel_precision": "",
    "plusieurs_ateliers": False,
    "duree_min": 2,
    "duree_max": 4,
    "duree_precision": "",
    "en_ligne_complement": "",
    "jauge_min": 10,
    "jauge_max": 15,
    "formateurs": 1,
    "formateurs_au_moins": False,
    "sous_groupe_min": None,
    "sous_groupe_max": 8,
    "jauge_precision": "",
    "mixite": "demandee",
    "mixite_entre": ["directions", "niveaux"],
    "mixite_precision": "",
    "publics": ["tous"],
    "publics_precision": "",
    "profils": ["sciences_sociales", "designer"],
    "profil": "Sociologue, ethnologue ou designer de métier.",
    "deroule": ["Préparer un guide d’entretien.", "Partir une heure sur le terrain."],
}
_RESSOURCE = {
    "cle": "manuel-du-terrain",
    "titre": "Manuel du terrain",
    "genre": "ouvrage",
    "auteurs": ["Aline Martin"],
    "role": "",
    "editeur": "Éditions du Phare",
    "dans": "",
    "organismes": [],
    "date": "2014",
    "annee": 2014,
    "langue": "fr",
    "liens": [{"adresse": "https://phare.example/manuel", "libelle": ""}],
}


def _exemple(nom: str, valeur: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(nom, value={"licence": _LICENCE} | valeur, response_only=True, status_codes=["200"])


def _feuillet(*resultats: dict[str, Any]) -> dict[str, Any]:
    voisines = {"precedente": None, "suivante": None}
    return {"nombre": 1, "page": 1, "pages": 1, **voisines, "resultats": list(resultats)}


FAMILLES = _exemple(
    "Une famille (extrait)",
    {
        "resultats": [
            {
                "numero": 4,
                "nom": "Repartir des usages",
                "accroche": "Regarder avant de décider.",
                "introduction": "Les usages d’abord.",
                "questions": ["Qui se sert vraiment du service ?"],
                "adresse": f"{_SITE}/nuancier/familles/4/",
                "teintes": [_BREVE],
            }
        ]
    },
)
TEINTES = _exemple("Une teinte trouvée", _feuillet(_BREVE) | {"approche": False})
TEINTE = _exemple(
    "Une fiche (extrait)",
    {
        "famille": 4,
        "version": 1,
        "adresse": f"{_SITE}/nuancier/teintes/4.1/",
        "fiche": {
            **{champ: _BREVE[champ] for champ in ("code", "titre", "titre_court", "resume")},
            "lexique": ["usage", "terrain"],
            "finalites": ["Repartir de ce que les gens font vraiment"],
            "competences": ["Préparer une immersion et la mener"],
            "savoir_etre": ["Écoute"],
            "contenus": ["Un tour d’horizon des outils d’enquête"],
            "lacunes": [{"partie": "references", "manque": "vide", "remarque": ""}],
            "modules": [_MODULE],
            "ressources": [{"ressource": _RESSOURCE, "precision": "chapitre 2"}],
            "references": [],
        },
    },
)
MODULES = _exemple(
    "Un module trouvé",
    _feuillet(
        _MODULE
        | {
            "code": "4.1/aller-voir",
            "teinte": "4.1",
            "adresse": f"{_SITE}/nuancier/teintes/4.1/",
            "api": f"{_API}/modules/4.1/aller-voir/",
        }
    ),
)
RESSOURCES = _exemple(
    "Une notice",
    _feuillet(_RESSOURCE | {"teintes": ["4.1"], "api": f"{_API}/ressources/manuel-du-terrain/"}),
)
