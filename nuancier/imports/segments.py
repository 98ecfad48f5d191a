"""What follows the title of a reference: people, organisms, publisher, date, each told by its shape."""

import re
from dataclasses import dataclass, field

from nuancier.imports.lignes import plier

_EDITEUR = re.compile(r"^éd[.?]*\s(.{1,120})$", re.IGNORECASE)
MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATE = re.compile(
    rf"^(?:éditions?\s)?((?:(?:{MOIS})\s)?(?:19|20)\d\d(?:(?:-|\set\s)(?:19|20)\d\d)?)$", re.IGNORECASE
)
_ANNEE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SIGLE = re.compile(r"[A-ZÉ]{3,}")
_SIGLES = re.compile(r"^([A-Z]{3,})-([A-Z]\w+)$")
_SIGLE_ET_NOM = re.compile(r"^([A-Z]{2,})-([A-ZÉ]\w+ [A-ZÉ]\w+)$")
_PERSONNE = re.compile(
    r"^[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ](?: (?:Le|La|Du|De) | )[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?$"
)
_COUPLE = re.compile(r"^([A-ZÉ][\w-]+) et ([A-ZÉ][\w-]+) ([A-ZÉ][\w-]+)$")
_MAISON = re.compile(r"\bla 27e région\b", re.IGNORECASE)
_ORCHESTRE = re.compile(
    r"^(ouvrage collectif\b.*?)\s?(?:(?:orchestré|dirigé|coordonné) par (.{1,80}))?$", re.IGNORECASE
)
_PAS_DES_GENS = ("La ", "Le ", "Les ", "École ", "Pays ", "France ", "Labo ", "Questions ", "SCOP ", "Revue ")
# « Synthèse des travaux du séminaire … de l’École de Paris du Management »: whose work it is.
_INSTITUTION = re.compile(
    r"\b(?:de l['’]\s?|du |de la )"
    r"((?:École|Institut|Université|Centre|Observatoire|Fondation|Académie)\s.{2,80})$"
)
_VILLES = ("Paris", "Lyon", "Marseille", "Lille")
_EDITEURS_CONNUS = ("ladocumentationfrancaise",)


@dataclass
class Suite:
    """What was told beside the title."""

    auteurs: list[str] = field(default_factory=list)
    organismes: list[str] = field(default_factory=list)
    role: str = ""
    editeur: str = ""
    dans: str = ""
    dates: list[str] = field(default_factory=list)
    langue: str = "fr"

    @property
    def annees(self) -> list[int]:
        return [int(a) for date in self.dates for a in _ANNEE.findall(date)]


def est_une_personne(texte: str) -> bool:
    """Whether these words look like somebody's name."""
    return not texte.startswith(_PAS_DES_GENS) and bool(_PERSONNE.match(texte))


def lire_suite(texte: str) -> Suite:
    """Read « Nora Philippe, 2014, éd. Autrement (La 27e Région) »: commas and brackets part the segments."""
    suite = Suite()
    for segment, entre_parentheses in _segments(texte):
        _ranger(suite, segment, entre_parentheses)
    suite.organismes = [*dict.fromkeys(suite.organismes)]
    suite.auteurs = [*dict.fromkeys(suite.auteurs)]
    return suite


def _segments(texte: str) -> list[tuple[str, bool]]:
    trouves: list[tuple[str, bool]] = []
    for rang, morceau in enumerate(re.split(r"[()]", texte)):
        entre = rang % 2 == 1
        separateur = r", |(?<!éd)\. | - (?=[A-Z])|: " if not entre else r", | \+ "
        for segment in re.split(separateur, morceau):
            propre = segment.strip(" .,:–-?")
            if propre:
                trouves.append((propre, entre))
    return trouves


def _ranger(suite: Suite, segment: str, entre_parentheses: bool) -> None:
    """Put one segment where its shape says."""
    if editeur := _EDITEUR.match(segment):
        suite.editeur = editeur[1].strip()
    elif plier(segment) in _EDITEURS_CONNUS:
        suite.editeur = segment
    elif date := _DATE.match(segment):
        suite.dates.append(date[1])
    elif segment.lower().startswith("angl"):
        suite.langue = "en"
    elif segment.startswith(("ouvrage collectif", "Ouvrage collectif")):
        _ranger_l_ouvrage(suite, segment)
    elif " / " in segment or " - " in segment:
        qui, _, programme = re.sub(r"\s[-/]\s", "/", segment, count=1).partition("/")
        suite.organismes.append(qui.strip())
        suite.dans = suite.dans or f"programme {programme.strip()}"
    else:
        _ranger_qui(suite, segment, entre_parentheses)


def _ranger_l_ouvrage(suite: Suite, segment: str) -> None:
    if trouve := _ORCHESTRE.match(segment):
        suite.role = trouve[1][:120]
        if trouve[2]:
            suite.auteurs.append(trouve[2].strip())
    if _MAISON.search(segment):
        suite.organismes.append("La 27e Région")


def _ranger_qui(suite: Suite, segment: str, entre_parentheses: bool) -> None:
    """Somebody, some organism, or where it was published."""
    if couple := _COUPLE.match(segment):
        suite.auteurs += [f"{couple[1]} {couple[3]}", f"{couple[2]} {couple[3]}"]
    elif mele := _SIGLE_ET_NOM.match(segment):
        suite.organismes.append(mele[1])
        suite.auteurs.append(mele[2])
    elif all(est_une_personne(nom) for nom in segment.split(" et ")):
        suite.auteurs += segment.split(" et ")
    elif _MAISON.search(segment):
        suite.organismes.append("La 27e Région")
        if segment.lower().startswith(("programme", "série")):
            suite.dans = suite.dans or segment
    elif sigles := _SIGLES.match(segment):
        suite.organismes += [sigles[1], sigles[2]]
    elif segment.startswith("association "):
        suite.organismes.append(segment.removeprefix("association "))
    else:
        _ranger_ou(suite, segment, entre_parentheses)


def _ranger_ou(suite: Suite, segment: str, entre_parentheses: bool) -> None:
    annees = _ANNEE.findall(segment)
    long = len(segment.split()) > 5
    if long and not entre_parentheses and (institution := _INSTITUTION.search(segment)):
        suite.organismes.append(institution[1])
    elif annees or "&" in segment or segment.startswith(("Revue ", "Série ", "série ", "n°")):
        suite.dans = f"{suite.dans}, {segment}" if suite.dans else segment
        suite.dates += annees
    elif segment.lower().startswith("chapitre") or segment in _VILLES or long:
        return
    elif entre_parentheses:
        suite.organismes += [nom for nom in segment.split(" et ") if nom]
    elif segment[:1].isupper() or segment.startswith(("la ", "le ")):
        suite.organismes.append(segment[:1].upper() + segment[1:])


def sigles(texte: str) -> list[str]:
    """The acronyms of a text: organisms told before a title."""
    return _SIGLE.findall(texte)
