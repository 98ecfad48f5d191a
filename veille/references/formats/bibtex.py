"""BibTeX and BibLaTeX, through bibtexparser 2, as Zotero writes them and as others do."""

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

from veille.notices.fiches import FicheAuteur, FicheNotice
from veille.references.formats import valeurs as v
from veille.references.formats.cles import cles_de
from veille.references.formats.commun import (
    ecart,
    entiere,
)
from veille.references.formats.lecture_bibtex import (
    _MACROS,
    _PROTEGES,
    _SAISONS,
    _VARIABLES,
    est_un_debut,
    lire,
)
from veille.references.zotero import DEPUIS, type_de

__all__ = ["ecrire", "est_un_debut", "lire"]


def ecrire(fiches: Iterable[FicheNotice]) -> str:
    """These notices, in BibTeX. What it has no field for goes into one of ours, which `lire` reads back."""
    fiches = list(fiches)
    return "\n".join(
        _complete(fiche, cle) for fiche, cle in zip(fiches, cles_de(fiches, "bibtex"), strict=True)
    )


def _complete(fiche: FicheNotice, cle: str) -> str:
    cle = re.sub(r"[^\w:.+/-]", "_", cle)
    nu = _entree(fiche, cle, "")
    lues = lire(nu.encode()).fiches
    if len(lues) != 1:
        return nu
    manque = ecart(lues[0], fiche)
    if not manque:
        return nu
    texte = json.dumps(manque, ensure_ascii=False, separators=(",", ":"))
    return _entree(fiche, cle, quote(texte, safe=":,[]"))


def _entree(fiche: FicheNotice, cle: str, complement: str) -> str:
    champs = {nom: texte for nom, texte in _natif(entiere(fiche)).items() if texte}
    type_ = champs.pop("ENTRYTYPE")
    if complement:
        champs["vigie"] = complement
    lignes = []
    for nom, texte in champs.items():
        macro = nom == "month" and texte in _MACROS
        lignes.append(f"\t{nom} = {texte if macro else '{' + texte + '}'},\n")
    return f"@{type_}{{{cle},\n{''.join(lignes)}}}\n"


def _natif(f: FicheNotice) -> dict[str, str]:
    t = type_de(f)
    garde = dict(f.reste["bibtex"]) if isinstance(f.reste.get("bibtex"), dict) else {}
    garde.pop("id", None)
    brut = str(garde.pop("type d’entrée", t.bibtex))
    annee, mois, jour = (*f.date.split("-"), "", "")[:3]
    conteneur = "booktitle" if t.bibtex in ("incollection", "inproceedings") else "journal"
    maison = {"techreport": "institution", "phdthesis": "school"}.get(t.bibtex, "publisher")
    natif = {
        "ENTRYTYPE": brut if re.fullmatch("[a-z]+", brut) and DEPUIS["bibtex"].get(brut, "") in (t.cle, "")
        else t.bibtex,
        "title": _tex(f.titre),
        "subtitle": _tex(f.sous_titre),
        **{nom: _noms(f, role) for role, nom in _VARIABLES.items()},
        conteneur: _tex(f.publication),
        "series": _tex(f.collection),
        maison: _tex(f.editeur),
        "address": _tex(f.lieu),
        "volume": _tex(f.volume),
        "number": _tex(f.numero),
        "year": annee,
        "month": _mois(mois),
        "day": jour,
        "pages": _tex(f.pages).replace("-", "--"),
        "pagetotal": str(f.nombre_pages) if f.nombre_pages is not None else "",
        "doi": _url(f.doi),
        "isbn": _tex(f.isbn),
        "issn": _tex(f.issn),
        "url": next((_url(lien.adresse) for lien in f.liens if lien.adresse), ""),
        "urldate": _tex(str(f.reste.get("consulte", ""))),
        "langid": _tex(f.langue),
        "keywords": ", ".join(map(_tex, f.mots_cles)),
        "abstract": _tex(f.resume),
        "note": _tex(f.note),
    }  # fmt: skip
    if v.langue_de(str(garde.get("langid", ""))) == f.langue:
        natif.pop("langid")
    gardes = {nom: _equilibre(str(x)) for nom, x in garde.items() if re.fullmatch(r"[\w:.+-]+", nom)}
    return gardes | {nom: texte for nom, texte in natif.items() if texte}


def _mois(mois: str) -> str:
    if not mois:
        return ""
    rang = int(mois)
    return _SAISONS[rang] if rang > 20 else _MACROS[rang - 1]


def _tex(texte: str) -> str:
    return _sans_entree(texte.translate(_PROTEGES))


def _sans_entree(texte: str) -> str:
    """No line of a text may pass for an entry."""
    return re.sub(r"@(?=\w*[ \t]*[{(])", "{@}", texte)


def _url(adresse: str) -> str:
    """Signs that mean something to BibTeX, as addresses write them."""
    return adresse.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _equilibre(texte: str) -> str:
    """Text given back as it came: its braces match, or go."""
    ouvertes = 0
    for signe in re.findall(r"(?<!\\)[{}]", texte):
        ouvertes += 1 if signe == "{" else -1
        if ouvertes < 0:
            break
    return _sans_entree(texte if ouvertes == 0 else re.sub(r"[{}]", "", texte))


def _noms(f: FicheNotice, role: str) -> str:
    return " and ".join(_nom(a) for a in f.auteurs if a.role == role)


def _nom(auteur: FicheAuteur) -> str:
    nom = _tex(auteur.nom)
    if auteur.organisme or not auteur.prenom:
        return f"{{{nom}}}" if auteur.organisme else f"{nom},"
    return f"{nom}, {_tex(auteur.prenom)}"
