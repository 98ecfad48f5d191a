"""Every kind of item Zotero knows, and what becomes of it here and in the three formats.

docs/veille-zotero.md tells the same; a test compares them.
"""

from dataclasses import dataclass

from veille.enums import Genre
from veille.notices.fiches import FicheNotice


@dataclass(frozen=True)
class TypeZotero:
    """`ris`, `bibtex` and `csl` are what Zotero writes for it."""

    cle: str
    nom: str
    genre: Genre
    ris: str
    bibtex: str
    csl: str


def _t(cle: str, nom: str, genre: Genre, ris: str, bibtex: str, csl: str) -> tuple[str, TypeZotero]:
    return cle, TypeZotero(cle, nom, genre, ris, bibtex, csl)


# In this order a type of a format that stands for several kinds is read as the first of them.
TYPES: dict[str, TypeZotero] = dict(
    (
        _t("journalArticle", "Article de revue", Genre.ARTICLE, "JOUR", "article", "article-journal"),
        _t("magazineArticle", "Article de magazine", Genre.ARTICLE, "MGZN", "article", "article-magazine"),
        _t("newspaperArticle", "Article de journal", Genre.ARTICLE, "NEWS", "article", "article-newspaper"),
        _t("preprint", "Prépublication", Genre.ARTICLE, "UNPB", "misc", "article"),
        _t("book", "Livre", Genre.OUVRAGE, "BOOK", "book", "book"),
        _t("bookSection", "Chapitre de livre", Genre.CHAPITRE, "CHAP", "incollection", "chapter"),
        _t("encyclopediaArticle", "Article d’encyclopédie", Genre.CHAPITRE, "ENCYC", "incollection",
           "entry-encyclopedia"),
        _t("dictionaryEntry", "Entrée de dictionnaire", Genre.CHAPITRE, "DICT", "incollection",
           "entry-dictionary"),
        _t("report", "Rapport", Genre.RAPPORT, "RPRT", "techreport", "report"),
        _t("thesis", "Thèse", Genre.THESE, "THES", "phdthesis", "thesis"),
        _t("conferencePaper", "Article de colloque", Genre.COMMUNICATION, "CONF", "inproceedings",
           "paper-conference"),
        _t("presentation", "Présentation", Genre.COMMUNICATION, "SLIDE", "misc", "speech"),
        _t("webpage", "Page web", Genre.SITE, "ELEC", "misc", "webpage"),
        _t("blogPost", "Billet de blog", Genre.BILLET, "BLOG", "misc", "post-weblog"),
        _t("forumPost", "Message de forum", Genre.BILLET, "ICOMM", "misc", "post"),
        _t("videoRecording", "Enregistrement vidéo", Genre.VIDEO, "VIDEO", "misc", "motion_picture"),
        _t("film", "Film", Genre.VIDEO, "MPCT", "misc", "motion_picture"),
        _t("tvBroadcast", "Émission de télévision", Genre.VIDEO, "MPCT", "misc", "broadcast"),
        _t("audioRecording", "Enregistrement sonore", Genre.SON, "SOUND", "misc", "song"),
        _t("podcast", "Balado (podcast)", Genre.SON, "SOUND", "misc", "broadcast"),
        _t("radioBroadcast", "Émission de radio", Genre.SON, "SOUND", "misc", "broadcast"),
        _t("statute", "Acte juridique", Genre.TEXTE_OFFICIEL, "STAT", "misc", "legislation"),
        _t("bill", "Projet ou proposition de loi", Genre.TEXTE_OFFICIEL, "BILL", "misc", "bill"),
        _t("case", "Affaire", Genre.TEXTE_OFFICIEL, "CASE", "misc", "legal_case"),
        _t("hearing", "Audition", Genre.TEXTE_OFFICIEL, "HEAR", "misc", "hearing"),
        _t("standard", "Norme", Genre.TEXTE_OFFICIEL, "STAND", "misc", "standard"),
        _t("dataset", "Jeu de données", Genre.DONNEES, "DATA", "misc", "dataset"),
        _t("document", "Document", Genre.AUTRE, "GEN", "misc", "document"),
        _t("manuscript", "Manuscrit", Genre.AUTRE, "MANSCPT", "unpublished", "manuscript"),
        _t("map", "Carte", Genre.AUTRE, "MAP", "misc", "map"),
        _t("artwork", "Illustration", Genre.AUTRE, "ART", "misc", "graphic"),
        _t("patent", "Brevet", Genre.AUTRE, "PAT", "patent", "patent"),
        _t("computerProgram", "Logiciel", Genre.AUTRE, "COMP", "misc", "software"),
        _t("interview", "Entretien", Genre.AUTRE, "PCOMM", "misc", "interview"),
        _t("letter", "Lettre", Genre.AUTRE, "PCOMM", "misc", "personal_communication"),
        _t("email", "Courriel", Genre.AUTRE, "ICOMM", "misc", "personal_communication"),
        _t("instantMessage", "Message instantané", Genre.AUTRE, "ICOMM", "misc", "personal_communication"),
    )
)  # fmt: skip

# Types that Zotero reads and does not write, and those of other programs.
_RIS = {
    "ABST": "journalArticle", "EJOUR": "journalArticle", "INPR": "journalArticle", "JFULL": "journalArticle",
    "CTLG": "magazineArticle", "EBOOK": "book", "EDBOOK": "book", "SER": "book", "CLSWK": "book",
    "ECHAP": "bookSection", "GOVDOC": "report", "CPAPER": "conferencePaper", "PAMP": "manuscript",
    "UNPD": "manuscript", "UNBILL": "bill", "LEGAL": "statute", "ADVS": "film", "MULTI": "videoRecording",
    "MUSIC": "audioRecording", "CHART": "artwork", "FIGURE": "artwork", "DBASE": "dataset",
    "AGGR": "dataset", "ICOMM": "email", "PCOMM": "letter", "WEB": "webpage",
}  # fmt: skip
_BIBTEX = {
    "inbook": "bookSection", "suppbook": "bookSection", "booklet": "book", "manual": "book",
    "proceedings": "book", "collection": "book", "mvbook": "book", "conference": "conferencePaper",
    "mastersthesis": "thesis", "thesis": "thesis", "report": "report", "online": "webpage",
    "electronic": "webpage", "www": "webpage", "dataset": "dataset", "software": "computerProgram",
    "movie": "film", "video": "videoRecording", "audio": "audioRecording", "music": "audioRecording",
    "inreference": "encyclopediaArticle", "legislation": "statute", "jurisdiction": "case",
    "standard": "standard", "letter": "letter", "artwork": "artwork", "image": "artwork",
    "suppperiodical": "journalArticle", "periodical": "journalArticle", "unpublished": "manuscript",
    "map": "map", "misc": "document",
}  # fmt: skip
_CSL = {
    "post": "forumPost", "broadcast": "podcast", "article": "preprint", "review": "journalArticle",
    "review-book": "journalArticle", "periodical": "journalArticle", "entry": "encyclopediaArticle",
    "figure": "artwork", "musical_score": "audioRecording", "pamphlet": "manuscript", "classic": "book",
    "collection": "book", "regulation": "statute", "treaty": "statute", "event": "presentation",
    "performance": "presentation", "personal_communication": "letter",
}  # fmt: skip


def _lecture(format_: str, autres: dict[str, str]) -> dict[str, str]:
    """Type of a format → kind of item."""
    return {getattr(t, format_): t.cle for t in reversed(TYPES.values())} | autres


DEPUIS = {"ris": _lecture("ris", _RIS), "bibtex": _lecture("bibtex", _BIBTEX), "csl": _lecture("csl", _CSL)}

# The kind that a genre of ours is written as, where it is not the first of its genre in TYPES.
_ECRITURE = {
    Genre.NUMERO_SPECIAL: "journalArticle", Genre.ETUDE: "report", Genre.NOTE: "report",
    Genre.MOOC: "webpage", Genre.FORMATION: "webpage", Genre.WEBSERIE: "videoRecording",
    Genre.EVENEMENT: "webpage", Genre.LETTRE: "magazineArticle",
}  # fmt: skip
_PREMIERS = {t.genre: t.cle for t in reversed(TYPES.values())}
EN_LIGNE = frozenset({"webpage", "blogPost", "forumPost"})
# What Zotero counts the pages of, where others give the first and the last.
COMPTEES = frozenset({"book", "thesis", "manuscript", "report"})


def type_de(fiche: FicheNotice) -> TypeZotero:
    """The kind a notice is written as: the one it came with while its genre still is that one's."""
    venu = TYPES.get(str(fiche.reste.get("type", "")))
    if venu is not None and venu.genre == fiche.genre:
        return venu
    return TYPES[_par_defaut(fiche)]


def _par_defaut(fiche: FicheNotice) -> str:
    if fiche.genre == Genre.DOSSIER:
        return "magazineArticle" if fiche.publication else "webpage" if fiche.en_ligne else "report"
    genre = Genre(fiche.genre)
    return _ECRITURE.get(genre) or _PREMIERS[genre]
