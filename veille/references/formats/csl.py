"""CSL-JSON: plain JSON, read one reference after the other so that each has its line."""

import json
from collections.abc import Iterable
from typing import Any

from veille.notices.fiches import FicheNotice
from veille.references.formats import valeurs as v
from veille.references.formats.cles import cles_de
from veille.references.formats.commun import (
    ecart,
    entiere,
)
from veille.references.formats.lecture_csl import _PRINCIPAUX, _VARIABLES, _date_csl, lire
from veille.references.zotero import DEPUIS, type_de

__all__ = ["ecrire", "en_csl", "lire"]


def ecrire(fiches: Iterable[FicheNotice]) -> str:
    """These notices, in CSL-JSON. What it has no variable for goes under `custom`, read back by `lire`."""
    fiches = list(fiches)
    objets = []
    for fiche, identifiant in zip(fiches, cles_de(fiches, "csl"), strict=True):
        objet = en_csl(fiche) | {"id": identifiant}
        relue = lire(_texte([objet]).encode()).fiches
        manque = ecart(relue[0], fiche) if relue else {}
        if manque:
            autres = objet.get("custom") if isinstance(objet.get("custom"), dict) else {}
            objet["custom"] = {**(autres or {}), "vigie": manque}
        objets.append({"id": identifiant} | objet)
    return _texte(objets)


def _texte(objets: list[dict[str, Any]]) -> str:
    return json.dumps(objets, ensure_ascii=False, indent=2) + "\n"


def en_csl(fiche: FicheNotice) -> dict[str, Any]:
    """The CSL item of a notice, as citation engines read it."""
    f = entiere(fiche)
    t = type_de(f)
    garde = f.reste["csl"] if isinstance(f.reste.get("csl"), dict) else {}
    garde = dict(garde)
    principal = garde.pop("auteurs-venus-de", "author")
    brut = garde.pop("type", t.csl)
    numero_en = "issue" if t.csl.startswith("article-") else "number"
    objet: dict[str, Any] = {
        "type": brut if DEPUIS["csl"].get(brut, "document") == t.cle else t.csl,
        "title": " : ".join(part for part in (f.titre, f.sous_titre) if part),
        principal if principal in _PRINCIPAUX else "author": _personnes(f, ""),
        **{variable: _personnes(f, role) for role, variable in _VARIABLES.items()},
        **({"contributor": _personnes(f, "encadrement")} if t.cle == "thesis" else {}),
        "container-title": f.publication,
        "collection-title": f.collection,
        "publisher": f.editeur,
        "publisher-place": f.lieu,
        "volume": f.volume,
        numero_en: f.numero,
        "issued": date_csl(f.date),
        "page": f.pages,
        "number-of-pages": str(f.nombre_pages) if f.nombre_pages is not None else "",
        "language": f.langue,
        "abstract": f.resume,
        "DOI": f.doi,
        "ISBN": f.isbn,
        "ISSN": f.issn,
        "URL": next((lien.adresse for lien in f.liens if lien.adresse), ""),
        "accessed": date_csl(str(f.reste.get("consulte", ""))),
        "keyword": ", ".join(f.mots_cles),
        "note": f.note,
    }
    objet = {nom: valeur for nom, valeur in objet.items() if valeur}
    if v.langue_de(str(garde.get("language", ""))) == f.langue:
        objet.pop("language", None)
    for nom, date in (("issued", f.date), ("accessed", str(f.reste.get("consulte", "")))):
        if nom in garde and date and _date_csl(garde[nom])[0] == date:
            objet.pop(nom, None)
    return garde | objet


def _personnes(f: FicheNotice, role: str) -> list[dict[str, str]]:
    return [
        {"literal": a.nom} if a.organisme else {"family": a.nom} | ({"given": a.prenom} if a.prenom else {})
        for a in f.auteurs
        if a.role == role
    ]


def date_csl(date: str) -> dict[str, Any]:
    """An EDTF as CSL says it."""
    if not date:
        return {}
    parts = [int(part) for part in date.split("-")]
    if len(parts) > 1 and parts[1] > 20:
        return {"date-parts": [[parts[0]]], "season": parts[1] - 20}
    return {"date-parts": [parts]}
