"""CSL-JSON: plain JSON, read one reference after the other so that each has its line."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from veille.notices.fiches import FicheAuteur, FicheLien, FicheNotice
from veille.references.formats import valeurs as v
from veille.references.formats.cles import cle_faite
from veille.references.formats.commun import (
    VIDE,
    Lecture,
    completer,
    d_un_trait,
    decoder,
    ligne_de,
    paragraphes,
)
from veille.references.formats.morceaux import morceaux
from veille.references.zotero import COMPTEES, DEPUIS, EN_LIGNE, TYPES, type_de

# Who made the document, in the order in which they are looked for; the first found are its authors.
_PRINCIPAUX = ("author", "director", "interviewer", "composer", "host", "performer", "guest")
_ROLES = {"editor": "direction", "translator": "traduction", "illustrator": "illustration",
          "contributor": "appui"}  # fmt: skip
_VARIABLES = {role: variable for variable, role in _ROLES.items()}


def lire(octets: bytes) -> Lecture:
    """The references of a file; what is odd is told by line. ValidationError for a file too large."""
    texte = decoder(octets)
    lecture = Lecture()
    trouvees = 0
    for debut, valeur, dits in morceaux(texte, lecture):
        trouvees += 1
        ligne = ligne_de(texte, debut)
        if not isinstance(valeur, dict):
            lecture.dire(ligne, "Une référence était attendue ici, entre accolades.", perdue=True)
            continue
        lecture.ajouter(ligne, lambda valeur=valeur, dits=dits: _fiche(valeur, dits), dits)  # type: ignore[misc]
    if not trouvees and not lecture.remarques:
        lecture.dire(0, VIDE, perdue=True)
    return lecture


# --- reading one ---------------------------------------------------------------------------------------


def _fiche(champs: dict[str, Any], dits: list[str]) -> FicheNotice:
    champs = dict(champs)
    brut = d_un_trait(champs.pop("type", ""))
    complement = _complement(champs)
    cle = _type(brut, champs)
    if brut not in DEPUIS["csl"]:
        dits.append(f"Type « {brut[:40]} » inconnu : pris pour un document.")
    fiche = _composer(champs, cle, dits)
    reste = dict(fiche.reste)
    if type_de(fiche).cle != cle:
        reste["type"] = cle
    propre = {nom: valeur for nom, valeur in champs.items() if valeur not in (None, "", [], {})}
    if TYPES[cle].csl != brut:
        propre["type"] = brut
    if str(propre.get("id", "")) == cle_faite(fiche):
        propre.pop("id")
    if propre:
        reste["csl"] = propre
    return completer(replace(fiche, reste=reste), complement)


def _type(brut: str, champs: Mapping[str, Any]) -> str:
    cle = DEPUIS["csl"].get(brut, "document")
    if brut == "broadcast" and re.search(r"(?i)t[ée]l[ée]|vid[ée]o", str(champs.get("medium", ""))):
        return "tvBroadcast"
    genre = str(champs.get("genre", "")).lower().replace("-", "")
    if brut == "personal_communication" and genre in ("email", "courriel", "instant message"):
        return "instantMessage" if genre == "instant message" else "email"
    return cle


def _complement(champs: dict[str, Any]) -> Any:
    custom = champs.get("custom")
    if not isinstance(custom, dict) or "vigie" not in custom:
        return None
    autres = {nom: valeur for nom, valeur in custom.items() if nom != "vigie"}
    champs.pop("custom")
    if autres:
        champs["custom"] = autres
    return custom["vigie"]


def _prendre(champs: dict[str, Any], *noms: str) -> str:
    """Take the first of these that is a text or a number, on one line."""
    for nom in noms:
        if isinstance(champs.get(nom), str | int | float) and not isinstance(champs[nom], bool):
            return d_un_trait(champs.pop(nom))
    return ""


def _composer(champs: dict[str, Any], cle: str, dits: list[str]) -> FicheNotice:
    reste: dict[str, Any] = {}
    resume, note = (
        paragraphes(champs.pop(nom)) if isinstance(champs.get(nom), str) else ""
        for nom in ("abstract", "note")
    )
    extra = v.depuis_extra(note)
    pages, nombre = v.pages_de(_prendre(champs, "page"), comptees=cle in COMPTEES)
    if nombre is None:
        nombre = _nombre(champs)
    if consulte := _date(champs, "accessed", dits):
        reste["consulte"] = consulte
    return FicheNotice(
        titre=_sans_balises(_prendre(champs, "title")),
        genre=TYPES[cle].genre.value,
        auteurs=_auteurs(champs, cle),
        publication=_sans_balises(_prendre(champs, "container-title", "event-title", "event")),
        collection=_prendre(champs, "collection-title"),
        editeur=_prendre(champs, "publisher"),
        lieu=_prendre(champs, "publisher-place", "event-place"),
        volume=_prendre(champs, "volume"),
        numero=_prendre(champs, "issue", "number"),
        date=_date(champs, "issued", dits) or v.date_du_texte(extra.get("issued", "")),
        pages=pages,
        nombre_pages=nombre,
        en_ligne=cle in EN_LIGNE,
        langue=_langue(champs),
        resume=resume,
        doi=_identifiant(champs, "DOI", v.doi_de, dits) or v.doi_de(extra.get("doi", "")),
        isbn=_identifiant(champs, "ISBN", v.isbn_de, dits) or v.isbn_de(extra.get("isbn", "")),
        issn=_identifiant(champs, "ISSN", v.issn_de, dits) or v.issn_de(extra.get("issn", "")),
        liens=_liens(champs, dits),
        mots_cles=_mots_cles(champs),
        note=note,
        reste=reste,
    )


def _sans_balises(titre: str) -> str:
    """CSL allows a few marks in titles (italics, small capitals); text alone is kept."""
    return re.sub(r"</?(?:i|b|sub|sup|sc|span)(?: [^<>]{0,80})?>", "", titre)


def _nombre(champs: dict[str, Any]) -> int | None:
    trouve = re.fullmatch(r"(\d{1,6})\s*(p\.?|pages)?", str(champs.get("number-of-pages", "")).strip())
    if trouve is None:
        return None
    champs.pop("number-of-pages")
    return int(trouve[1])


def _langue(champs: dict[str, Any]) -> str:
    brute = champs.get("language")
    lue = v.langue_de(brute) if isinstance(brute, str) else ""
    if lue == brute:
        champs.pop("language", None)
    return lue


def _identifiant(champs: dict[str, Any], nom: str, lire_un: Any, dits: list[str]) -> str:
    brut = champs.get(nom)
    if not isinstance(brut, str | int):
        return ""
    lu = str(lire_un(str(brut)))
    if lu:
        champs.pop(nom)
    elif brut:
        dits.append(f"« {str(brut)[:40]} » n’est pas un {nom} valable : gardé à part.")
    return lu


def _liens(champs: dict[str, Any], dits: list[str]) -> tuple[FicheLien, ...]:
    brut = champs.get("URL")
    if not isinstance(brut, str) or not brut.strip():
        return ()
    lien = v.lien_de(brut)
    if lien is None:
        dits.append(f"« {brut[:60]} » n’est pas une adresse du web : gardée à part.")
        return ()
    champs.pop("URL")
    return (lien,)


def _mots_cles(champs: dict[str, Any]) -> tuple[str, ...]:
    brut = champs.get("keyword")
    if isinstance(brut, list) and all(isinstance(mot, str) for mot in brut):
        mots = brut
    elif isinstance(brut, str):
        mots = re.split(r"[;,\n]", brut)
    else:
        return ()
    champs.pop("keyword")
    return tuple(mot for mot in map(d_un_trait, mots) if mot)


def _date(champs: dict[str, Any], nom: str, dits: list[str]) -> str:
    """The date under this name, whatever way CSL allows to say it; what is not told whole stays apart."""
    brut = champs.get(nom)
    if brut in (None, "", {}, []):
        return ""
    lue, entiere_ = _date_csl(brut)
    if lue and entiere_:
        champs.pop(nom)
    elif not lue:
        dits.append(f"Date illisible : « {json.dumps(brut, ensure_ascii=False)[:60]} ». Gardée à part.")
    return lue


def _date_csl(brut: Any) -> tuple[str, bool]:
    """The EDTF of a CSL date, and whether it says everything."""
    if isinstance(brut, str | int):
        return v.date_du_texte(str(brut)), True
    if not isinstance(brut, dict):
        return "", False
    parts = brut.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        annee, mois, jour = (*parts[0], None, None)[:3]
        saison = brut.get("season")
        if saison and not mois:
            mois = 20 + int(saison) if re.fullmatch("[1-4]", str(saison)) else saison
        reste = set(brut) - {"date-parts", "season"}
        return v.date_de(annee, mois, jour), len(parts) == 1 and not reste
    textes = [brut[nom] for nom in ("literal", "raw") if isinstance(brut.get(nom), str)]
    return next(filter(None, map(v.date_du_texte, textes)), ""), len(brut) == 1


def _auteurs(champs: dict[str, Any], cle: str) -> tuple[FicheAuteur, ...]:
    """Authors, then the other roles we have; the rest stays. Who stands for an author is noted."""
    auteurs: list[FicheAuteur] = []
    principal = next((nom for nom in _PRINCIPAUX if _noms(champs.get(nom), "")), None)
    if principal:
        auteurs += _noms(champs.pop(principal), "")
        if principal != "author":
            champs["auteurs-venus-de"] = principal
    for nom, role in _ROLES.items():
        role = "encadrement" if (nom, cle) == ("contributor", "thesis") else role
        if lus := _noms(champs.get(nom), role):
            champs.pop(nom)
            auteurs += lus
    return tuple(auteurs)


def _noms(valeur: Any, role: str) -> list[FicheAuteur]:
    if not isinstance(valeur, list):
        return []
    return [nom for nom in (_nom(un, role) for un in valeur) if nom is not None]


def _nom(brut: Any, role: str) -> FicheAuteur | None:
    if isinstance(brut, str):
        return v.nom_a_virgule(d_un_trait(brut), role) if brut.strip() else None
    if not isinstance(brut, dict):
        return None
    dits = {nom: d_un_trait(valeur) for nom, valeur in brut.items() if isinstance(valeur, str)}
    if dits.get("literal"):
        return FicheAuteur(dits["literal"], organisme=True, role=role)
    nom = " ".join(filter(None, (dits.get("non-dropping-particle"), dits.get("family"))))
    prenom = " ".join(filter(None, (dits.get("given"), dits.get("dropping-particle"), dits.get("suffix"))))
    return FicheAuteur(nom or prenom, prenom if nom else "", role=role) if nom or prenom else None
