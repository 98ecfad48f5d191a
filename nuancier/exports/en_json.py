"""The chart for programs: JSON, its schema beside it (`schema_v1.json`)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from nuancier.exports.selection import Selection, adresse_de, numero_de_famille
from nuancier.fiches import FicheTeinte, depuis_dict, en_dict

VERSION = "1.0"
SCHEMA = Path(__file__).with_name("schema_v1.json")
_EN_PLUS = ("id", "famille", "adresse")  # beside the fields of the fiche


def en_json(selection: Selection) -> bytes:
    """Stable ids are addresses: of a teinte, of a module in its teinte, of a record by its key."""
    nuancier = selection.nuancier
    document = {
        "format": "vigie-nuancier",
        "version": VERSION,
        "titre": selection.titre,
        "adresse": selection.adresse,
        "source": {
            "titre": nuancier.titre,
            "auteur": nuancier.auteur,
            "programme": nuancier.programme,
            "attribution": nuancier.attribution,
        },
        "licence": {
            "code": nuancier.licence,
            "nom": nuancier.licence_nom,
            "adresse": nuancier.licence_adresse,
        },
        "familles": [
            {
                "numero": famille.numero,
                "nom": famille.nom,
                "accroche": famille.accroche,
                "introduction": famille.introduction,
                "questions": list(famille.questions),
                "adresse": settings.VIGIE_ADRESSE + famille.get_absolute_url(),
            }
            for famille in selection.familles.values()
        ],
        "teintes": [_teinte(fiche) for fiche in selection.fiches],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _teinte(fiche: FicheTeinte) -> dict[str, Any]:
    adresse = adresse_de(fiche.code)
    return {"id": adresse, "adresse": adresse, "famille": numero_de_famille(fiche), **en_dict(fiche)}


def lire_json(document: Mapping[str, Any]) -> list[FicheTeinte]:
    """The fiches of a document of this version, already checked against the schema."""
    return [
        depuis_dict({nom: valeur for nom, valeur in teinte.items() if nom not in _EN_PLUS})
        for teinte in document["teintes"]
    ]
