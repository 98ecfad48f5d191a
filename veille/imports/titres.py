"""The title of a notice, cut in two; what words tell of a document: kind, language, a moment of its life."""

import re

from veille.imports.calendrier import date_de_fin, jours_de
from veille.imports.lignes import plier
from veille.notices.fiches import FicheMoment

_NUMERO_SPECIAL = re.compile(r"\s?[–.(:]?\s?num[ée]ro sp[ée]cial\)?[.\s]*$", re.IGNORECASE)
_COUPE = re.compile(r"(?<=[^\s.]{3})\.\s(?=[A-ZÀ-Ý«\d])|(?<=[?!])\s(?=[A-ZÀ-Ý«])|\s–\s")
_MOMENTS = (
    (re.compile(r"^(?:thèse|mémoire|hdr)\b.{0,120}\b(?:soutenue?|défendue?)\b", re.IGNORECASE), "soutenance"),
    (re.compile(r"^(?:rapport|[ée]tude|avis)\b.{0,60}\b(?:remise?|présentée?)\b", re.IGNORECASE), "remise"),
    (re.compile(r"^rapport\s(?:à|au|aux)\s", re.IGNORECASE), "remise"),
)  # fmt: skip
_COMMANDE = re.compile(
    r"^(?:[ée]tude|rapport|enquête|mission)\s(?:réalisée?\s|commandée?\s)?(?:pour|par)\s(?:le\s|la\s|les\s|l’)?"
    r"([^.]{2,90})\.?$",
    re.IGNORECASE,
)
_ANGLAIS = frozenset(
    ("the", "of", "and", "for", "in", "to", "on", "from", "with", "an", "is", "are", "by", "how")
)
_FRANCAIS = frozenset(
    (
        "le",
        "la",
        "les",
        "de",
        "du",
        "des",
        "un",
        "une",
        "et",
        "en",
        "pour",
        "dans",
        "sur",
        "au",
        "aux",
        "par",
        "est",
    )
)
_PAR_RESUME = re.compile(
    r"\b(?:cette |l’|d’une |une )(?P<etude>étude|enquête)\b|\b(?:ce|le) (?P<rapport>rapport)\b"
    r"|\b(?:cet |l’)(?P<ouvrage>ouvrage)\b|\b(?:ce|le) (?P<dossier>dossier|cahier)\b"
    r"|^(?P<communication>intervention) ",
    re.IGNORECASE,
)
_PAR_MOTS = (
    (r"\bmooc\b", "mooc"),
    (r"\bweb-?série\b", "webserie"),
    (r"\b(?:podcast|émission)\b", "son"),
    (r"\b(?:vidéo|webinaire)\b", "video"),
    (r"\b(?:formation|initiation|stage)\b", "formation"),
    (r"\bthèse\b", "these"),
    (r"\b(?:[ée]tude|enquête)\b", "etude"),
    (r"\brapport\b", "rapport"),
)


def couper(texte: str) -> tuple[str, str, bool]:
    """Title and subtitle, cut at the first full stop, question mark or dash, never inside quotes; and whether
    it says that it is a special issue."""
    texte = texte.strip()
    sans = _NUMERO_SPECIAL.sub("", texte)
    special = sans != texte and bool(sans)
    texte = (sans if special else texte).strip()
    for coupe in _COUPE.finditer(texte):
        avant, apres = texte[: coupe.start()], texte[coupe.end() :]
        if avant.count("«") == avant.count("»") and avant.count("(") == avant.count(")"):
            return sans_point(avant), sans_point(apres), special
    return sans_point(texte), "", special


def sans_point(texte: str) -> str:
    texte = texte.strip(" \u00a0–")
    return texte if texte.endswith(("...", "etc.")) else texte.rstrip(".").rstrip()


def lire_moment(texte: str, parution: str) -> FicheMoment | None:
    """« Rapport remis le 19 septembre 2018 à … »: when, and in its own words."""
    if len(texte) > 280:
        return None
    for motif, genre in _MOMENTS:
        if motif.match(texte):
            jours = jours_de(texte, parution)
            fin = date_de_fin(texte.rstrip(". "))
            date = jours.debut.isoformat() if jours and not jours.devinee else fin[0] if fin else ""
            return FicheMoment(genre, date, texte if texte.endswith(".") else f"{texte}.")
    return None


def lire_commande(texte: str) -> str:
    """The body for which the document was made; "" for another line."""
    trouve = _COMMANDE.match(texte) if len(texte) <= 120 else None
    return trouve[1].strip() if trouve else ""


def langue_de(titre: str) -> str:
    """English when its small words outnumber the French ones."""
    mots = [plier(mot) for mot in titre.split()]
    anglais, francais = sum(m in _ANGLAIS for m in mots), sum(m in _FRANCAIS for m in mots)
    return "en" if anglais > francais else "fr"


def genre_de(titre: str) -> str:
    """What its title calls the document; "" when it does not tell."""
    return next((genre for motif, genre in _PAR_MOTS if re.search(motif, titre, re.IGNORECASE)), "")


def genre_du_resume(resume: str) -> str:
    """What its summary calls the document (« cette étude… »); "" when it does not tell."""
    trouve = _PAR_RESUME.search(resume)
    return trouve.lastgroup or "" if trouve else ""
