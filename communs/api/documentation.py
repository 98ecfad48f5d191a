"""The OpenAPI document made readable: what the page of the documentation shows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from communs.api.problemes import TYPE

Noeud = dict[str, Any]

_TYPES = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "vrai ou faux",
    "array": "liste",
    "object": "objet",
}
_FORMATS = {"uuid": "identifiant", "uri": "adresse", "date-time": "date et heure", "date": "date"}


@dataclass(frozen=True)
class Champ:
    """A parameter or a member of a document; `styles[].cle` stands in each element of `styles`."""

    nom: str
    type: str
    description: str
    obligatoire: bool


@dataclass(frozen=True)
class Issue:
    """One status an operation can answer with."""

    code: str
    description: str


@dataclass(frozen=True)
class Operation:
    cle: str
    methode: str
    chemin: str
    resume: str
    description: str
    parametres: tuple[Champ, ...]
    corps: tuple[Champ, ...]
    exemple_du_corps: str
    champs: tuple[Champ, ...]
    exemple: str
    succes: str
    refus: tuple[Issue, ...]
    commande: str


@dataclass(frozen=True)
class Documentation:
    titre: str
    version: str
    description: str
    adresse: str
    groupes: tuple[tuple[str, tuple[Operation, ...]], ...]


def lire_documentation(schema: Noeud) -> Documentation:
    """Read the whole document, operations grouped by their first tag in its order."""
    adresse = schema["servers"][0]["url"]
    groupes: dict[str, list[Operation]] = {}
    for chemin, methodes in schema["paths"].items():
        for methode, operation in methodes.items():
            lue = _operation(schema, adresse, chemin, methode, operation)
            groupes.setdefault(operation["tags"][0], []).append(lue)
    return Documentation(
        titre=schema["info"]["title"],
        version=schema["info"]["version"],
        description=schema["info"]["description"],
        adresse=adresse,
        groupes=tuple((nom, tuple(operations)) for nom, operations in groupes.items()),
    )


def _operation(schema: Noeud, adresse: str, chemin: str, methode: str, lue: Noeud) -> Operation:
    succes = next(code for code in lue["responses"] if code < "300")
    document = lue["responses"][succes]["content"]["application/json"]
    corps = lue.get("requestBody", {}).get("content", {}).get("application/json", {})
    exemple_du_corps = _exemple(corps)
    return Operation(
        cle=lue["operationId"],
        methode=methode.upper(),
        chemin=chemin,
        resume=lue["summary"],
        description=lue["description"],
        parametres=tuple(
            Champ(p["name"], _type(schema, p["schema"]), p.get("description", ""), p.get("required", False))
            for p in lue.get("parameters", ())
        ),
        corps=tuple(_champs(schema, corps.get("schema", {}))),
        exemple_du_corps=exemple_du_corps,
        champs=tuple(_champs(schema, document["schema"])),
        exemple=_exemple(document),
        succes=succes,
        refus=tuple(
            Issue(code, reponse["description"])
            for code, reponse in lue["responses"].items()
            if TYPE in reponse.get("content", {})
        ),
        commande=_commande(methode, f"{adresse}{chemin}", exemple_du_corps),
    )


def _suivre(schema: Noeud, noeud: Noeud) -> Noeud:
    """The schema itself, behind a reference or a reference with a description beside it."""
    if "allOf" in noeud and len(noeud["allOf"]) == 1:
        noeud = noeud["allOf"][0] | {cle: valeur for cle, valeur in noeud.items() if cle != "allOf"}
    if "$ref" in noeud:
        nom = noeud["$ref"].rpartition("/")[2]
        return schema["components"]["schemas"][nom] | {c: v for c, v in noeud.items() if c != "$ref"}
    return noeud


def _champs(schema: Noeud, noeud: Noeud, avant: str = "") -> Iterator[Champ]:
    noeud = _suivre(schema, noeud)
    for nom, brut in noeud.get("properties", {}).items():
        champ = _suivre(schema, brut)
        yield Champ(
            f"{avant}{nom}",
            _type(schema, brut),
            champ.get("description", ""),
            nom in noeud.get("required", ()),
        )
        yield from _champs(schema, champ, f"{avant}{nom}.")
        yield from _champs(schema, champ.get("items", {}), f"{avant}{nom}[].")


def _type(schema: Noeud, brut: Noeud) -> str:
    noeud = _suivre(schema, brut)
    if "enum" in noeud:
        return " · ".join(str(valeur) for valeur in noeud["enum"])
    types = noeud.get("type", "object")
    types = types if isinstance(types, list) else [types]
    return " ou ".join(
        "null" if type_ == "null" else _FORMATS.get(noeud.get("format", "")) or _TYPES[type_]
        for type_ in types
    )


def _exemple(contenu: Noeud) -> str:
    for exemple in contenu.get("examples", {}).values():
        return json.dumps(exemple["value"], ensure_ascii=False, indent=2)
    return ""


def _commande(methode: str, adresse: str, corps: str) -> str:
    if methode == "get":
        return f"curl '{adresse}'"
    return f"curl '{adresse}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{corps}'"
