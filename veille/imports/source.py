"""The source line of a notice: « Sciences du Design, 2017/1 (n° 5), p. 32-51. », read from its end."""

import re
from dataclasses import dataclass, field

from veille.imports.calendrier import date_de_fin

SOURCE_MAX = 300
_LANGUES = {"anglais": "en", "espagnol": "es", "allemand": "de", "italien": "it", "portugais": "pt",
            "néerlandais": "nl", "catalan": "ca", "français": "fr"}  # fmt: skip
_LANGUE = re.compile(rf"[\[(]\s?(?:en\s)?({'|'.join(_LANGUES)})\s?[\])]$", re.IGNORECASE)
_EN_LIGNE = re.compile(r"\(?\ben ligne\)?$", re.IGNORECASE)
_PLUSIEURS = re.compile(r"(?:\b\d{1,5}\s?p(?:ages)?\.?\s?\+\s?){1,4}\d{1,5}\s?p(?:ages)?$", re.IGNORECASE)
_ETENDUE = re.compile(r"\b(\d{1,5})\s?p(?:ages)?$", re.IGNORECASE)
_PAGES = re.compile(r"\bpp?(?:ages)?\.?\s?(\d{1,5})(?:\s?[-–—]\s?(\d{1,5}))?$", re.IGNORECASE)
_LIVRAISON = re.compile(r"\b(\d{4})/(\d{1,3}(?:-\d{1,3})?)(?:\s?\(([^()]{1,40})\))?$")
_MOIS_OU_LIVRAISON = re.compile(r"(?<![/\d])\b(\d{1,2})/(\d{4})$")
_BARRE = re.compile(r"\b(\d{1,5}(?:-\d{1,4})?)\s?\|\s?(\d{4})$")
_NUMERO = re.compile(
    r"[,\s]?\(?((?:supplément au\s|hors[- ]série\s)?(?:n\s?[°º]s?|#|numéro)\s?\d[\w/-]{0,15}"
    r"(?:\sà\s#?\s?\d{1,5})?)\)?"
    r"(\s[–-]\s[^,.]{1,30})?$",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"[,\s(]?\bvol(?:ume)?\.?\s?(\w{1,8})\)?$", re.IGNORECASE)
_GENRES = {
    "dossier": "dossier", "étude": "etude", "etude": "etude", "rapport": "rapport", "note": "note",
    "article": "article", "ouvrage": "ouvrage", "billet": "billet", "guide": "rapport", "synthèse": "note",
    "thèse": "these", "mémoire": "these", "communication": "communication", "vidéo": "video",
}  # fmt: skip
_GENRE = re.compile(
    rf"^(?:\d{{1,2}}\s)?(?i:({'|'.join(_GENRES)})s?)\s"
    r"(de la\s|de l[’']|de\s|du\s|des\s|d[’'])?(?=[A-ZÀ-Ý0-9])"
)
_PARU = re.compile(
    r"[\s,]((?:actualisée?|mise? à jour|publiée?|paru[e]?|édition)s?)(?:\s(?:en|le))?$", re.IGNORECASE
)
_COLLECTION = re.compile(r"[,.]\s?coll(?:ection|\.)\s([^,]{2,300})$", re.IGNORECASE)
_ITALIQUE = re.compile(r"\*([^*]{2,250})\*?")
_BORDS = " .,;:–-\u00a0"


@dataclass
class Source:
    """What the line says; `noms` is what stands before, `italique` the part of it that is a title."""

    noms: str = ""
    italique: str = ""
    genre: str = ""
    revue: bool = False  # « dossier de … »: the name is that of a publication
    actualise: bool = False
    collection: str = ""
    volume: str = ""
    numero: str = ""
    date: str = ""
    pages: str = ""
    nombre_pages: int | None = None
    pages_precision: str = ""
    en_ligne: bool = False
    langue: str = ""
    avis: list[str] = field(default_factory=list)

    @property
    def etendue(self) -> bool:
        return bool(self.pages or self.nombre_pages or self.pages_precision)


def lire_source(accentue: str) -> Source | None:
    """The source that a line is; None for a line that is none. `accentue` keeps the stars of italics."""
    if len(accentue) > SOURCE_MAX or not accentue:
        return None
    lue = Source()
    trouve = _ITALIQUE.search(accentue)
    if trouve:
        lue.italique = trouve[1].strip(_BORDS)
    reste = _lire_la_fin(accentue.replace("*", "").strip(_BORDS), lue)
    avant = reste
    reste = _lire_la_date(reste, lue)
    if not (lue.date or lue.etendue or lue.en_ligne):
        return None
    seule = lue.date and not lue.etendue and not lue.en_ligne and not lue.numero
    if seule and not _detachee(avant, reste):
        return None
    reste = _lire_le_numero(reste.strip(_BORDS), lue)
    lue.noms = _lire_le_genre(reste.strip(_BORDS), lue)
    return None if _est_une_phrase(lue.noms) else lue


def _detachee(avant: str, reste: str) -> bool:
    """The date is set off from what comes before it."""
    return not reste or reste.rstrip("\u00a0 ").endswith((",", ".", "(", ";", "–", "-"))


def _est_une_phrase(noms: str) -> bool:
    return len(noms) > 220 or noms.endswith(("?", "!")) or noms[:1].islower()


def _lire_la_fin(reste: str, lue: Source) -> str:
    """Pages, « En ligne », the language, in whatever order."""
    while True:
        reste = reste.rstrip(_BORDS)
        if m := _LANGUE.search(reste):
            lue.langue = _LANGUES[m[1].lower()]
        elif m := _EN_LIGNE.search(reste):
            lue.en_ligne = True
        elif m := _PLUSIEURS.search(reste):
            lue.pages_precision = re.sub(r"\s?p(?:ages)?\.?(?=\s|$)", "\u00a0p.", m[0])
        elif m := _ETENDUE.search(reste):
            lue.nombre_pages = int(m[1])
        elif m := _PAGES.search(reste):
            lue.pages = f"{m[1]}-{m[2]}" if m[2] else m[1]
        else:
            return reste
        reste = reste[: m.start()]


def _lire_la_date(reste: str, lue: Source) -> str:
    if m := _LIVRAISON.search(reste):
        lue.date, lue.numero = m[1], f"{m[1]}/{m[2]}"
        dedans = m[3] or ""
        if volume := _VOLUME.search(dedans):
            lue.volume = volume[1]
        elif dedans:
            lue.numero += f" ({_soigner_numero(dedans)})"
        return reste[: m.start()]
    if m := _BARRE.search(reste):
        lue.numero, lue.date = m[1], m[2]
        return reste[: m.start()]
    if m := _MOIS_OU_LIVRAISON.search(reste):
        return _mois_ou_livraison(m, reste, lue)
    trouvee = date_de_fin(reste)
    if trouvee is None:
        return reste
    lue.date = trouvee[0]
    reste = reste[: trouvee[1]]
    if m := _PARU.search(reste.rstrip(_BORDS)):
        lue.actualise = m[1].lower().startswith(("actualis", "mis"))
        reste = reste[: m.start()] + ","
    return reste


def _mois_ou_livraison(m: re.Match[str], reste: str, lue: Source) -> str:
    """« 3/2018 »: with a range of pages, the third issue of a review; else the month of March."""
    rang, annee = int(m[1]), m[2]
    avant = reste[: m.start()]
    if lue.pages or rang > 12 or rang == 0:
        numero = _NUMERO.search(avant.strip(_BORDS))
        lue.date, lue.numero = annee, f"{annee}/{rang}"
        if numero is None:
            return avant
        lue.numero += f" ({_soigner_numero(numero[1])})"
        lue.avis.append(
            f"«\u00a0{m[0]}\u00a0» est lu comme la livraison {rang} de {annee}, non comme un mois."
        )
        return avant.strip(_BORDS)[: numero.start()]
    lue.date = f"{annee}-{rang:02}"
    lue.avis.append(f"«\u00a0{m[0]}\u00a0» est lu comme un mois, non comme la livraison d’une revue.")
    return avant


def _soigner_numero(texte: str) -> str:
    return re.sub(r"n\s?[°º]s?\s?", "n°\u00a0", texte.strip(), flags=re.IGNORECASE)


def _lire_le_numero(reste: str, lue: Source) -> str:
    m = _NUMERO.search(reste)
    if m is not None:
        reste = reste[: m.start()].rstrip(_BORDS)
        dit = _soigner_numero(m[1])
        if "/" in lue.numero:
            lue.numero += "" if "(" in lue.numero else f" ({dit})"
        elif " à " in dit or dit.lower().startswith(("suppl", "hors")):
            lue.numero = dit
        else:
            lue.numero = re.sub(r"^(?:n°|#|numéro)\s?", "", dit, flags=re.IGNORECASE) + _etiquette(m[2])
    if m := _VOLUME.search(reste):
        lue.volume = m[1]
        reste = reste[: m.start()].rstrip(_BORDS)
    return reste


def _etiquette(suite: str | None) -> str:
    """The word that follows a number, « – ECONOMIE »."""
    mot = (suite or "").strip(" –-")
    return f" – {mot.capitalize() if mot.isupper() else mot}" if mot else ""


def _lire_le_genre(reste: str, lue: Source) -> str:
    if m := _GENRE.match(reste):
        lue.genre = _GENRES[m[1].lower()]
        # « dossier de La Gazette » is in a publication, « Dossier CNFPT » by a body.
        lue.revue = bool(m[2])
        reste = reste[m.end() :]
        article = {"de la ": "La ", "de l’": "L’", "du ": "Le ", "des ": "Les "}
        reste = article.get(m[2] or "", "") + reste
    if m := _COLLECTION.search(reste):
        lue.collection = m[1].strip(_BORDS)
        reste = reste[: m.start()]
    return reste.strip(_BORDS)
