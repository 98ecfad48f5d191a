"""RIS, through rispy, as Zotero writes it and as others do."""

import json
import re
from typing import Any
from urllib.parse import quote

from rispy.writer import BaseWriter

from veille.notices.fiches import FicheNotice
from veille.references.formats import valeurs as v
from veille.references.formats.commun import (
    ecart,
    entiere,
)
from veille.references.formats.lecture_ris import (
    _COLLECTION_EN_T2,
    _DIRECTION_EN_A2,
    _DIRECTION_EN_A3,
    _ETIQUETTES,
    _NUMERO_EN_M1,
    _NUMERO_EN_SN,
    LIGNE,
    MARQUE,
    NOTRE,
    est_un_debut,
    lire,
    ris_de,
)
from veille.references.zotero import COMPTEES, DEPUIS, type_de

__all__ = ["ecrire", "est_un_debut", "lire"]


class _Scribe(BaseWriter):
    PATTERN = "{tag}  - {value}"
    START_TAG = "TY"
    DEFAULT_MAPPING = _ETIQUETTES
    DEFAULT_LIST_TAGS = [t for t in _ETIQUETTES if t != "TY"]
    DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}
    REFERENCE_TYPE_KEY = "ty"

    def set_header(self, count: int) -> str:
        return ""


def ecrire(fiches: Any) -> str:
    """These notices, in RIS. What RIS has no column for goes into one of ours, which `lire` reads back."""
    references = []
    for fiche in fiches:
        natif = _natif(entiere(fiche))
        relue = lire(_texte([natif]).encode()).fiches
        manque = ecart(relue[0], fiche) if relue else {}
        if manque:
            complement = quote(json.dumps(manque, ensure_ascii=False, separators=(",", ":")), safe=":,[]{}")
            natif = natif | {"u5": [*natif.get("u5", []), MARQUE + complement]}
        references.append(natif)
    return _texte(references)


def _texte(references: list[dict[str, Any]]) -> str:
    return _Scribe().formats(references).replace("\n", "\r\n") if references else ""


def _natif(f: FicheNotice) -> dict[str, Any]:
    t = type_de(f)
    garde: dict[str, Any] = f.reste["ris"] if isinstance(f.reste.get("ris"), dict) else {}
    brut = garde.get("TY", [t.ris])[0]
    ty = brut if DEPUIS["ris"].get(brut, "document") == t.cle else t.ris
    en_t2 = t.cle in _COLLECTION_EN_T2
    debut, _, fin = f.pages.partition("-")
    numero_en = "SN" if t.cle in _NUMERO_EN_SN else "M1" if t.cle in _NUMERO_EN_M1 else "IS"
    natif: dict[str, list[str]] = {
        "TI": [" : ".join(part for part in (f.titre, f.sous_titre) if part)],
        "AU": [v.a_virgule(a) for a in f.auteurs if not a.role],
        _direction(t.cle): [v.a_virgule(a) for a in f.auteurs if a.role == "direction"],
        "A4": [v.a_virgule(a) for a in f.auteurs if a.role == "traduction"],
        "T2": [f.collection if en_t2 else f.publication],
        "T3": ["" if en_t2 else f.collection],
        "PB": [f.editeur],
        "C1" if t.cle == "conferencePaper" else "CY": [f.lieu],
        "VL": [f.volume],
        "DA": [ris_de(f.date) if len(f.date) > 4 and not _dit(garde, "DA", f.date) else ""],
        "PY": [f.date[:4]],
        "SP": [debut or _compte(f, t.cle)],
        "EP": [fin],
        "DO": [f.doi],
        "SN": [f.isbn, f.issn],
        "LA": [] if v.langue_de(_premier(garde, "LA")) == f.langue and garde.get("LA") else [f.langue],
        "UR": [lien.adresse for lien in f.liens if lien.genre != "document"],
        "L1": [lien.adresse for lien in f.liens if lien.genre == "document"],
        "Y2": [ris_de(str(f.reste["consulte"]))] if "consulte" in f.reste and not garde.get("Y2") else [],
        "KW": list(f.mots_cles),
        "AB": [f.resume],
        "N1": [f.note],
    }
    natif.setdefault(numero_en, [])
    natif[numero_en] = [*natif[numero_en], f.numero]
    for nom, textes in garde.items():
        if nom == "DA" and not _dit(garde, "DA", f.date):
            continue
        if nom not in ("TY", NOTRE) and isinstance(textes, list):
            natif[nom] = [*natif.get(nom, []), *(str(texte) for texte in textes)]
    suite = {nom.lower(): [_d_un_bloc(x) for x in textes if x] for nom, textes in natif.items()}
    return {"ty": ty} | {
        nom: textes for nom, textes in suite.items() if textes and nom.upper() in _ETIQUETTES
    }


def _premier(garde: dict[str, Any], nom: str) -> str:
    textes = garde.get(nom)
    return str(textes[0]) if isinstance(textes, list) and textes else ""


def _dit(garde: dict[str, Any], nom: str, date: str) -> bool:
    """What was kept under this tag still says this date."""
    return bool(date) and v.date_du_texte(_premier(garde, nom).rstrip("/")) == date


def _direction(cle: str) -> str:
    return "A2" if cle in _DIRECTION_EN_A2 else "A3" if cle in _DIRECTION_EN_A3 else "ED"


def _compte(f: FicheNotice, cle: str) -> str:
    if f.nombre_pages is None:
        return ""
    return str(f.nombre_pages) if cle in COMPTEES else f"{f.nombre_pages} p."


def _d_un_bloc(texte: str) -> str:
    """No line of a text may pass for a tag."""
    texte = re.sub(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", texte)  # ends of lines, for some
    lignes = texte.split("\n")
    return " ".join(lignes) if any(LIGNE.match(ligne) for ligne in lignes) else texte
