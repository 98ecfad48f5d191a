"""Dates as bulletins write them: at the end of a source, in the words of an agenda."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time

from communs.echanges.textes import sans_accents

_DEBUTS = {
    "jan": 1,
    "fev": 2,
    "feb": 2,
    "mar": 3,
    "avr": 4,
    "apr": 4,
    "mai": 5,
    "may": 5,
    "juin": 6,
    "jun": 6,
    "juil": 7,
    "jul": 7,
    "aou": 8,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_SAISONS = {"printemps": 21, "ete": 22, "automne": 23, "hiver": 24}
MOIS = (
    r"(?:janv(?:ier)?|january|f[ée]v(?:r(?:ier)?)?|february|mars|march|avr(?:il)?|april|mai|may|juin|june"
    r"|juil(?:let)?|july|ao[uû]t|august|sept(?:embre|ember)?|oct(?:obre|ober)?|nov(?:embre|ember)?"
    r"|d[ée]c(?:embre|ember)?)"
)
_FIN = re.compile(
    rf"(?:(?P<jour>\d{{1,2}})(?:er)?\s)?(?P<mois>{MOIS})\.?\s(?P<annee>\d{{4}})$"
    r"|(?P<saison>printemps|[ée]t[ée]|automne|hiver)\s(?P<annee_s>\d{4})$"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})$|(?P<chiffres>\d{1,2}/\d{1,2}/\d{4})$|\b(?P<seule>\d{4})$",
    re.IGNORECASE,
)
_SEMAINE = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\s"
_JOUR = r"\d{1,2}(?:er)?"
_DATE = re.compile(
    rf"(?:\b(?P<limite>jusqu[’']au|avant\sle|d[’']ici\sau|date\slimite\s?:|au\splus\stard\sle)\s)?"
    rf"(?:\b(?:du|le|les|des|ce)\s)?(?:{_SEMAINE})?"
    rf"\b(?P<premier>{_JOUR})(?:\s(?P<mois_1>{MOIS})\.?)?(?:\s(?P<annee_1>\d{{4}}))?"
    rf"(?P<suite>(?:\s?,\s(?:{_SEMAINE})?{_JOUR}){{0,8}})"
    rf"(?:\s(?:et|au|–|-)\s(?:le\s)?(?:{_SEMAINE})?(?P<dernier>{_JOUR}))?"
    rf"\s(?P<mois>{MOIS})\b\.?(?:\s(?P<annee>\d{{4}}))?"
    rf"|(?P<seul_limite>jusqu[’']au\s|avant\sle\s)?(?:\ble\s)?(?:{_SEMAINE})?\b(?P<un>{_JOUR})\s"
    rf"(?P<un_mois>{MOIS})\b\.?(?:\s(?P<un_annee>\d{{4}}))?",
    re.IGNORECASE,
)
_HEURE = r"(\d{1,2})\s?h\s?(\d{2})?\b"
_HEURES = re.compile(rf"\b(?:de\s|à\s)?{_HEURE}(?:\s?(?:à|-|–)\s?{_HEURE})?", re.IGNORECASE)


def mois_de(mot: str) -> int | None:
    """1 to 12; None for a word that is no month."""
    simple = sans_accents(mot)
    return next((n for debut, n in _DEBUTS.items() if simple.startswith(debut)), None)


def date_de_fin(texte: str) -> tuple[str, int] | None:
    """The date a text ends with, in the notation of `veille.dates`, and where it begins."""
    decalage = max(0, len(texte) - 40)
    trouve = _FIN.search(texte[decalage:])
    if trouve is None:
        return None
    return (lue, trouve.start() + decalage) if (lue := _en_edtf(trouve)) else None


def _en_edtf(m: re.Match[str]) -> str:
    if m["iso"]:
        return m["iso"] if _existe(*(int(n) for n in m["iso"].split("-"))) else ""
    if m["chiffres"]:
        jour, mois, annee = (int(n) for n in m["chiffres"].split("/"))
        return f"{annee:04}-{mois:02}-{jour:02}" if _existe(annee, mois, jour) else ""
    if m["saison"]:
        return f"{m['annee_s']}-{_SAISONS[sans_accents(m['saison'])]}"
    if m["seule"]:
        return m["seule"] if "1000" <= m["seule"] <= "2100" else ""
    mois, annee = mois_de(m["mois"]) or 0, int(m["annee"])
    if m["jour"]:
        jour = int(m["jour"])
        return f"{annee:04}-{mois:02}-{jour:02}" if _existe(annee, mois, jour) else ""
    return f"{annee:04}-{mois:02}"


def _existe(annee: int, mois: int, jour: int) -> bool:
    return annee > 0 and 1 <= mois <= 12 and 1 <= jour <= monthrange(annee, mois)[1]


@dataclass(frozen=True)
class Jours:
    """Days that a text names, from `debut` to `fin`; `limite`: only the last counts. `devinee`: the year was
    not written. `place` is where the words stand in the text."""

    debut: date
    fin: date
    limite: bool
    devinee: bool
    place: tuple[int, int]


def jours_de(texte: str, parution: str) -> Jours | None:
    """The first days that a text names; the year left out is that of the issue, or the next one."""
    for m in _DATE.finditer(texte[:1000]):
        lus = _lire_jours(m, parution)
        if lus is not None:
            return lus
    return None


def _lire_jours(m: re.Match[str], parution: str) -> Jours | None:
    seul = m["un"] is not None
    mois = mois_de(m["un_mois"] if seul else m["mois"]) or 0
    ecrite = m["un_annee"] if seul else m["annee"]
    if not ecrite and not parution:
        return None
    annee = int(ecrite) if ecrite else _annee_devinee(mois, parution)
    premier = int(re.sub(r"\D", "", m["un"] if seul else m["premier"]))
    dernier = premier if seul or not m["dernier"] else int(re.sub(r"\D", "", m["dernier"]))
    mois_1 = mois if seul or not m["mois_1"] else mois_de(m["mois_1"]) or mois
    annee_1 = int(m["annee_1"]) if not seul and m["annee_1"] else annee - (mois_1 > mois)
    if not (_existe(annee_1, mois_1, premier) and _existe(annee, mois, dernier)):
        return None
    debut, fin = date(annee_1, mois_1, premier), date(annee, mois, dernier)
    limite = bool(m["seul_limite"] if seul else m["limite"])
    return Jours(debut, fin, limite, not ecrite, m.span()) if debut <= fin else None


def _annee_devinee(mois: int, parution: str) -> int:
    """A bulletin announces what comes: a month long past is that of the next year."""
    annee = int(parution[:4])
    suite = parution[5:7]
    paru = int(suite) if suite and int(suite) <= 12 else 1
    return annee + (mois < paru - 2)


def heures_de(texte: str) -> tuple[time | None, time | None, str]:
    """When it begins and ends, and the text without these words."""
    m = _HEURES.search(texte)
    if m is None:
        return None, None, texte
    debut = _heure(m[1], m[2])
    fin = _heure(m[3], m[4]) if m[3] else None
    return (debut, fin, texte[: m.start()] + texte[m.end() :]) if debut else (None, None, texte)


def _heure(heures: str, minutes: str | None) -> time | None:
    h, m = int(heures), int(minutes or 0)
    return time(h, m) if h < 24 and m < 60 else None
