"""RIS, through rispy, as Zotero writes it and as others do."""

import json
import re
from dataclasses import replace
from string import ascii_uppercase, digits
from typing import Any
from urllib.parse import unquote

from rispy.parser import RisParser

from veille.notices.fiches import FicheAuteur, FicheLien, FicheNotice
from veille.references.formats import valeurs as v
from veille.references.formats.commun import (
    VIDE,
    Lecture,
    completer,
    d_un_trait,
    decoder,
    paragraphes,
)
from veille.references.zotero import COMPTEES, DEPUIS, EN_LIGNE, TYPES, type_de

LIGNE = re.compile(r"^[ \t]{0,3}([A-Z][A-Z0-9])[ \t\u00a0]{1,3}-(?:[ \t\u00a0]+|$)(.*)$")
# The column of ours: « user definable 5 » of the format.
NOTRE, MARQUE = "U5", "vigie:"
_ETIQUETTES = {f"{a}{b}": f"{a}{b}".lower() for a in ascii_uppercase for b in ascii_uppercase + digits}

# Where Zotero puts the series, and by whom a reference was made, by kind.
_COLLECTION_EN_T2 = frozenset({"book", "report", "map", "computerProgram"})
_DIRECTION_EN_A2 = frozenset(
    {"journalArticle", "magazineArticle", "bookSection", "conferencePaper", "dictionaryEntry", "document",
     "encyclopediaArticle"}
)  # fmt: skip
_DIRECTION_EN_A3 = frozenset({"book"})
_NUMERO_EN_SN = frozenset({"report", "standard"})
_NUMERO_EN_M1 = frozenset(
    {"bill", "hearing", "statute", "podcast", "radioBroadcast", "tvBroadcast",
     "audioRecording", "videoRecording"}
)  # fmt: skip

Champs = dict[str, list[str]]


class _Lecteur(RisParser):
    """Every tag is a list, in its order; a line without a tag goes on with the one above."""

    DEFAULT_MAPPING = _ETIQUETTES
    DEFAULT_LIST_TAGS = list(_ETIQUETTES)
    DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}

    def parse_line(self, line: str) -> Any:
        trouve = LIGNE.match(line)
        return (trouve[1], trouve[2].strip()) if trouve else (None, line.strip())

    def _add_tag(self, record: Any, tag: str, content: str, extend_multiline: bool = False) -> None:
        if not extend_multiline:
            super()._add_tag(record, tag, content)
        elif tag is not None:
            record[tag.lower()][-1] += f"\n{content}"


def est_un_debut(ligne: str) -> bool:
    """This line opens a reference."""
    trouve = LIGNE.match(ligne)
    return trouve is not None and trouve[1] == "TY"


def lire(octets: bytes) -> Lecture:
    """The references of a file; what is odd is told by line. ValidationError for a file too large."""
    lecture = Lecture()
    blocs = _blocs(decoder(octets).split("\n"), lecture)
    for debut, lignes in blocs:
        dits: list[str] = []
        lecture.ajouter(debut, lambda lignes=lignes, dits=dits: _fiche(lignes, dits), dits)  # type: ignore[misc]
    if not blocs:
        lecture.dire(0, VIDE, perdue=True)
    return lecture


def _blocs(lignes: list[str], lecture: Lecture) -> list[tuple[int, list[str]]]:
    """The lines of each reference, from its TY to before its ER, with the number of the first."""
    blocs: list[tuple[int, list[str]]] = []
    ouvert = dehors = False
    for no, ligne in enumerate(lignes, 1):
        trouve = LIGNE.match(ligne)
        balise = trouve[1] if trouve else ""
        if balise == "TY":
            if ouvert:
                lecture.dire(blocs[-1][0], "La fin de cette référence (ER) manque.")
            blocs.append((no, [f"TY  - {trouve[2].strip()}" if trouve else ligne]))
            ouvert = True
        elif balise == "ER":
            ouvert = dehors = False
        elif ouvert:
            blocs[-1][1].append(ligne)
        elif ligne.strip() and not re.fullmatch(r"\d+\.|[A-Za-z ]+: .*", ligne.strip()) and not dehors:
            lecture.dire(no, "Cette ligne n’appartient à aucune référence (TY manque).", perdue=True)
            dehors = True
    if ouvert:
        lecture.dire(blocs[-1][0], "La fin de cette référence (ER) manque.")
    return blocs


def _fiche(lignes: list[str], dits: list[str]) -> FicheNotice:
    lus = _Lecteur().parse("\n".join([*lignes, "ER  - "]))[0]
    brut = str(lus.pop("ty")).upper()
    champs: Champs = {nom.upper(): [t.strip() for t in textes if t.strip()] for nom, textes in lus.items()}
    champs = {nom: textes for nom, textes in champs.items() if textes}
    complement = _complement(champs)
    zotero = DEPUIS["ris"].get(brut, "")
    if not zotero:
        dits.append(f"Type « {brut[:20]} » inconnu : pris pour un document.")
    cle = zotero or "document"
    fiche = _composer(champs, cle, dits)
    reste: dict[str, Any] = dict(fiche.reste)
    if type_de(fiche).cle != cle:
        reste["type"] = cle
    propre: dict[str, Any] = {nom: textes for nom, textes in champs.items() if textes}
    if TYPES[cle].ris != brut:
        propre["TY"] = [brut]
    if propre:
        reste["ris"] = propre
    return completer(replace(fiche, reste=reste), complement)


def _complement(champs: Champs) -> Any:
    notres = [t for t in champs.get(NOTRE, []) if t.startswith(MARQUE)]
    if not notres:
        return None
    champs[NOTRE] = [t for t in champs[NOTRE] if t not in notres]
    try:
        return json.loads(unquote(notres[0][len(MARQUE) :].replace("\n", "")))
    except (ValueError, RecursionError):
        return None


def _un(champs: Champs, *noms: str) -> str:
    """Take the first text of the first of these tags that has one."""
    for nom in noms:
        if champs.get(nom):
            return champs[nom].pop(0)
    return ""


def _composer(champs: Champs, cle: str, dits: list[str]) -> FicheNotice:
    """Take out of `champs` what the fiche holds; what stays there has no column."""
    t = TYPES[cle]
    reste: dict[str, Any] = {}
    pages, nombre = _pages(champs, cle)
    note = "\n\n".join(champs.pop("N1", []) + champs.pop("M2", []))
    extra = v.depuis_extra(note)
    numero = _un(champs, "M1") if cle in _NUMERO_EN_M1 else ""
    isbn, issn, numero_sn = _numeros(champs, cle, dits)
    collection = _un(
        champs,
        *(("T2", "T3") if cle in _COLLECTION_EN_T2 else ("T3",) if cle not in ("hearing", "bill") else ()),
    )
    publication = "" if cle in _COLLECTION_EN_T2 else _un(champs, "T2", "JF", "JO", "BT", "JA")
    return FicheNotice(
        titre=d_un_trait(_un(champs, "TI", "T1", "CT") or (_un(champs, "BT") if cle == "book" else "")),
        genre=t.genre.value,
        auteurs=_auteurs(champs, cle),
        publication=d_un_trait(publication),
        collection=d_un_trait(collection),
        editeur=d_un_trait(_un(champs, "PB")),
        lieu=d_un_trait(_un(champs, *(("C1", "CY", "PP") if cle == "conferencePaper" else ("CY", "PP")))),
        volume=d_un_trait(_un(champs, "VL")),
        numero=d_un_trait(numero or numero_sn or _un(champs, "IS")),
        date=_date(champs, reste, dits),
        pages=pages,
        nombre_pages=nombre,
        en_ligne=cle in EN_LIGNE,
        langue=_langue(champs),
        resume=paragraphes(_un(champs, "AB", "N2")),
        doi=_doi(champs, dits) or v.doi_de(extra.get("doi", "")),
        isbn=isbn,
        issn=issn or v.issn_de(extra.get("issn", "")),
        liens=_liens(champs, dits),
        mots_cles=tuple(
            m for texte in champs.pop("KW", []) for m in map(d_un_trait, re.split(r"[;\n]", texte)) if m
        ),
        note=paragraphes(note),
        reste=reste,
    )


def _auteurs(champs: Champs, cle: str) -> tuple[FicheAuteur, ...]:
    roles = [("AU", ""), ("A1", ""), ("ED", "direction"), ("A4", "traduction")]
    if cle in _DIRECTION_EN_A2:
        roles.insert(2, ("A2", "direction"))
    if cle in _DIRECTION_EN_A3:
        roles.insert(2, ("A3", "direction"))
    if cle in ("film", "conferencePaper"):
        roles = [r for r in roles if r[0] != "A4"]
    return tuple(
        v.nom_a_virgule(d_un_trait(texte), role) for nom, role in roles for texte in champs.pop(nom, [])
    )


def _pages(champs: Champs, cle: str) -> tuple[str, int | None]:
    if cle == "film":  # SP is how long it runs
        return "", None
    debut, fin = _un(champs, "SP"), _un(champs, "EP")
    if debut and fin and debut != fin and "-" not in debut:
        return f"{debut}-{fin}", None
    return v.pages_de(d_un_trait(debut or fin), comptees=cle in COMPTEES)


def _numeros(champs: Champs, cle: str, dits: list[str]) -> tuple[str, str, str]:
    """ISBN, ISSN and number of a report, which all stand in SN; what is none of them stays."""
    isbn = issn = numero = ""
    restent = []
    for texte in champs.pop("SN", []):
        if not issn and v.issn_de(texte) and not v.isbn_de(texte):
            issn = v.issn_de(texte)
        elif not isbn and v.isbn_de(texte):
            isbn = v.isbn_de(texte)
        elif cle in _NUMERO_EN_SN and not numero:
            numero = texte
        else:
            restent.append(texte)
            dits.append(f"« {texte[:40]} » n’est ni un ISBN ni un ISSN valable : gardé à part.")
    champs["SN"] = restent
    return isbn, issn, numero


def _date(champs: Champs, reste: dict[str, Any], dits: list[str]) -> str:
    consulte = champs.get("Y2", [""])[0]
    if date := v.date_du_texte(re.sub(r"/\d\d:.*$", "", consulte).rstrip("/")):
        reste["consulte"] = date
        if consulte == ris_de(date):
            champs["Y2"].pop(0)
    meilleure = ""
    for nom in ("DA", "PY", "Y1"):
        for texte in list(champs.get(nom, [])):
            lue = v.date_du_texte(texte.rstrip("/") if re.search(r"\d/*$", texte) else texte)
            if not lue:
                dits.append(f"Date illisible : « {texte[:40]} ». Gardée à part.")
            elif lue.startswith(meilleure) or meilleure.startswith(lue):
                meilleure = max(meilleure, lue, key=len)
                if not re.match(r"\d{4}/\d+/\d+/\s*[^\s/]", texte):  # « other information » stays
                    champs[nom].remove(texte)
    return meilleure


def ris_de(date: str) -> str:
    """An EDTF as RIS writes it: 2018/09/18/, and the season after the third stroke."""
    annee, mois, jour = (*date.split("-"), "", "")[:3]
    if mois and int(mois) > 20:
        saison = {21: "printemps", 22: "été", 23: "automne", 24: "hiver"}[int(mois)]
        return f"{annee}///{saison}"
    return f"{annee}/{mois}/{jour}/"


def _langue(champs: Champs) -> str:
    lue = v.langue_de(champs.get("LA", [""])[0])
    if lue == champs.get("LA", [""])[0]:
        champs.pop("LA", None)
    return lue


def _doi(champs: Champs, dits: list[str]) -> str:
    for nom in ("DO", "M3"):
        for texte in list(champs.get(nom, [])):
            if doi := v.doi_de(texte):
                champs[nom].remove(texte)
                return doi
            if nom == "DO":
                dits.append(f"« {texte[:40]} » n’est pas un DOI valable : gardé à part.")
    return ""


def _liens(champs: Champs, dits: list[str]) -> tuple[FicheLien, ...]:
    """Links of the web; files of somebody's disk stay apart."""
    liens: list[FicheLien] = []
    for nom, genre in (("UR", "page"), ("L1", "document"), ("LK", "page")):
        restent = []
        for texte in champs.pop(nom, []):
            if trouve := v.lien_de(texte, genre):
                liens.append(trouve)
            else:
                restent.append(texte)
                if nom == "UR":
                    dits.append(f"« {texte[:60]} » n’est pas une adresse du web : gardée à part.")
        if restent:
            champs[nom] = restent
    return tuple(liens)
