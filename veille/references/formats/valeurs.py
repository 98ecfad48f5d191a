"""Dates, names, pages and numbers as other programs write them."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from stdnum import isbn, issn

from communs.echanges.textes import sans_accents
from veille.dates import lire_date
from veille.notices.fiches import FicheAuteur, FicheLien

_MOIS = {
    mot: rang
    for rang, mots in enumerate(
        (
            "jan january janvier janv", "feb february fevrier fev fevr", "mar march mars",
            "apr april avril avr", "may mai", "jun june juin", "jul july juillet juil",
            "aug august aout", "sep sept september septembre", "oct october octobre",
            "nov november novembre", "dec december decembre",
        ),
        1,
    )
    for mot in mots.split()
}  # fmt: skip
_SAISONS = {
    "printemps": 21, "spring": 21, "ete": 22, "summer": 22, "automne": 23, "autumn": 23, "fall": 23,
    "hiver": 24, "winter": 24,
}  # fmt: skip
_LANGUES = {
    "francais": "fr", "french": "fr", "fra": "fr", "fre": "fr", "anglais": "en", "english": "en",
    "eng": "en", "british": "en", "american": "en", "allemand": "de", "german": "de", "ngerman": "de",
    "deu": "de", "ger": "de", "espagnol": "es", "spanish": "es", "spa": "es", "italien": "it",
    "italian": "it", "ita": "it", "portugais": "pt", "portuguese": "pt", "por": "pt", "neerlandais": "nl",
    "dutch": "nl", "nld": "nl",
}  # fmt: skip
_CHIFFRES = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?=$|[T/ ])")
_FRANCAIS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def date_de(annee: Any, mois: Any = None, jour: Any = None) -> str:
    """The EDTF of these parts as far as they hold together, "" without a year; `mois` may be a word."""
    trouve = re.fullmatch(r"\s*(\d{4})\s*", str(annee or ""))
    if not trouve or trouve[1] == "0000":
        return ""
    rang = rang_du_mois(mois)
    morceaux = [trouve[1]] + ([f"{rang:02}"] if rang else [])
    if rang and rang <= 12 and str(jour or "").strip().isdecimal():
        complete = "-".join([*morceaux, f"{int(str(jour)):02}"])
        if _valable(complete):
            return complete
    return "-".join(morceaux)


def rang_du_mois(mois: Any) -> int:
    """1 to 12, a season 21 to 24, 0 when it cannot be told."""
    mot = sans_accents(str(mois or "")).strip(' .{}"')
    if mot.isdecimal():
        return int(mot) if 1 <= int(mot) <= 12 or 21 <= int(mot) <= 24 else 0
    return _SAISONS.get(mot) or _MOIS.get(mot, 0)


def date_du_texte(texte: str) -> str:
    """The EDTF of a date written any way, "" when it cannot be told whole."""
    texte = texte.strip()
    chiffres = _CHIFFRES.match(texte)
    if chiffres and not re.search(r"[^\W\d_]{2}", texte[chiffres.end() :]):
        return date_de(*chiffres.groups())
    if trouve := _FRANCAIS.match(texte):
        return date_de(trouve[3], trouve[2], trouve[1])
    if trouve := re.match(r"(\d{4})/+([^\d/]+)/*$", texte):  # RIS: 2018///automne
        return date_de(trouve[1], trouve[2])
    mots = re.findall(r"[^\W_]+", texte)
    annees = [m for m in mots if re.fullmatch(r"\d{4}", m)]
    mois = [m for m in mots if not m.isdecimal() and rang_du_mois(m)]
    jours = [m for m in mots if re.fullmatch(r"\d{1,2}(er|st|nd|rd|th)?", m)]
    if len(annees) != 1 or len(mois) > 1 or len(jours) > (1 if mois else 0):
        return ""
    if len(mots) != len(annees) + len(mois) + len(jours):
        return ""
    return date_de(annees[0], mois[0] if mois else None, re.sub(r"\D", "", jours[0]) if jours else None)


def _valable(texte: str) -> bool:
    try:
        return lire_date(texte) is not None
    except ValidationError:
        return False


def langue_de(texte: str) -> str:
    """« fr » for fr-FR, fre, français…; "" when it cannot be told."""
    mot = sans_accents(texte).strip(" .")
    if mot in _LANGUES:
        return _LANGUES[mot]
    code = re.fullmatch(r"([a-z]{2,3})([-_][a-z0-9]{2,8})*", mot)
    return _LANGUES.get(code[1], code[1]) if code else ""


def doi_de(texte: str) -> str:
    """A DOI without what often goes before it, "" when it is none."""
    nu = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", texte.strip(), flags=re.IGNORECASE)
    return nu if re.fullmatch(r"10\.\d{4,9}/\S{1,180}", nu) else ""


def isbn_de(texte: str) -> str:
    """The first ISBN of a text, without its hyphens, "" when there is none that checks."""
    for candidat in re.split(r"[;,\n(]| {2,}|(?<=\d)\s+(?=97[89])", texte):
        nu = re.sub(r"[^0-9Xx]", "", re.sub(r"(?i)isbn(-1[03])?:?", "", candidat))
        if isbn.is_valid(nu):
            return str(isbn.compact(nu))
    return ""


def issn_de(texte: str) -> str:
    """The first ISSN of a text, "" when there is none that checks."""
    for candidat in re.findall(r"\d{4}[-‐–]?\d{3}[\dXx]", texte):
        nu = re.sub(r"[^0-9Xx]", "", candidat)
        if issn.is_valid(nu):
            return str(issn.format(nu))
    return ""


def pages_de(texte: str, *, comptees: bool) -> tuple[str, int | None]:
    """Pages as a range, or their number: « 264 p. » always, a bare number where pages are counted."""
    nu = re.sub(r"\s*[-‐‑‒–—]{1,3}\s*", "-", texte.strip())
    nombre = re.fullmatch(r"(\d{1,6})\s*(p\.?|pp\.?|pages)?", nu, re.IGNORECASE)
    if nombre and (nombre[2] or comptees):
        return "", int(nombre[1])
    return re.sub(r"^pp?\.\s*", "", nu), None


def nom_a_virgule(texte: str, role: str = "") -> FicheAuteur:
    """« Besson, Raphaël » is a person; without a comma, as Zotero writes it, a body."""
    nom, virgule, prenom = texte.partition(",")
    if not virgule:
        return FicheAuteur(texte.strip(), organisme=True, role=role)
    prenom, _, suffixe = prenom.partition(",")
    prenom = " ".join(part.strip() for part in (prenom, suffixe) if part.strip())
    return FicheAuteur(nom.strip(), prenom.strip(), role=role)


def a_virgule(auteur: FicheAuteur) -> str:
    """The contrary of `nom_a_virgule`."""
    if auteur.organisme:
        return auteur.nom
    return f"{auteur.nom}, {auteur.prenom}" if auteur.prenom else f"{auteur.nom},"


def lien_de(texte: str, genre: str = "page") -> FicheLien | None:
    """A link of the web; None for anything else (a file of somebody's disk, a script)."""
    adresse = texte.strip()
    if not re.fullmatch(r"https?://[^\s<>\"]{3,980}", adresse, re.IGNORECASE):
        return None
    try:
        from veille.notices.models import Lien

        Lien._meta.get_field("adresse").run_validators(adresse)
    except ValidationError:
        return None
    return FicheLien(adresse, genre=genre)


def depuis_extra(note: str) -> dict[str, str]:
    """What Zotero's « Extra » says line by line (« DOI: 10.… »), by lower-case name."""
    lignes = re.findall(r"^\s*([A-Za-z][A-Za-z \-]{1,30}):\s*(\S[^\n]*)$", note, re.MULTILINE)
    return {nom.strip().lower().replace(" ", "-"): valeur.strip() for nom, valeur in lignes}
