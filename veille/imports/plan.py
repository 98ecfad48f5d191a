"""Where the parts of a document begin: the contents tell, or its headings do."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from veille.imports.encadres import ouvre_un_encadre
from veille.imports.lignes import Ligne, Sorte, plier

Titre = Callable[[Ligne], bool]
TITRE_MAX = 160
_SOMMAIRE = re.compile(r"^(?:sommaire|au sommaire|dans ce numéro|table des matières)\s?:?$", re.IGNORECASE)
_AGENDA = frozenset(
    plier(mot)
    for mot in ("Agenda", "L’agenda", "Rendez-vous", "Dates à retenir", "Calendrier", "À vos agendas")
)
_PIED = frozenset(
    plier(mot)
    for mot in ("Contact", "Contacts", "Nous contacter", "Mentions légales", "Colophon", "Ours", "S’abonner",
                "Abonnement", "Crédits", "À propos")
)  # fmt: skip
_EDITORIAL = frozenset(plier(mot) for mot in ("Éditorial", "Édito", "L’édito", "Avant-propos"))
_UNE = frozenset(plier(mot) for mot in ("À la une", "La une", "Zoom", "À lire en premier"))


@dataclass
class Partie:
    """`genre`: "tete", "editorial", "une", "rubrique", "agenda" or "pied". `titre` opens all but a "tete"."""

    genre: str
    titre: Ligne | None = None
    lignes: list[Ligne] = field(default_factory=list)

    @property
    def ouverture(self) -> Ligne:
        """The line that opens it. ValueError for a "tete"."""
        if self.titre is None:
            raise ValueError(self.genre)
        return self.titre


@dataclass
class Plan:
    """`cherche` tells, in French, what was looked for; `perdues` the contents that no title took up."""

    parties: list[Partie] = field(default_factory=list)
    sommaire: list[Ligne] = field(default_factory=list)  # its title and its items
    perdues: list[Ligne] = field(default_factory=list)
    titre: Ligne | None = None  # of the issue, when a heading tells it
    cherche: list[str] = field(default_factory=list)

    @property
    def rubriques(self) -> list[Partie]:
        return [partie for partie in self.parties if partie.genre == "rubrique"]


def tracer(lignes: list[Ligne]) -> Plan:
    """The parts of the document, in order."""
    plan = Plan()
    debut, fin = _sommaire(lignes)
    plan.sommaire = lignes[debut:fin]
    ouvertures = _annoncees(lignes, fin, plan) if fin > debut else {}
    titres = [ligne for ligne in lignes if ligne.sorte is Sorte.TITRE and ligne not in plan.sommaire[:1]]
    niveau = _niveau_des_rubriques(titres, ouvertures, plan)
    hors = set(range(debut, fin))
    courante = Partie("tete")
    plan.parties.append(courante)
    for rang, ligne in enumerate(lignes):
        if rang in hors or ligne is plan.titre:
            continue
        genre = ouvertures.get(rang) or _genre_de(ligne, niveau)
        if genre:
            courante = Partie(genre, ligne)
            plan.parties.append(courante)
        else:
            courante.lignes.append(ligne)
    return plan


def _sommaire(lignes: list[Ligne]) -> tuple[int, int]:
    """From the contents' title to after its last item; (0, 0) when there are none."""
    for rang, ligne in enumerate(lignes):
        if ligne.sorte in (Sorte.TITRE, Sorte.TEXTE, Sorte.PUCE) and _SOMMAIRE.match(ligne.texte):
            fin = rang + 1
            while fin < len(lignes) and lignes[fin].sorte is Sorte.PUCE:
                fin += 1
            if fin == rang + 1:  # without marks: the lines that follow without a blank
                while fin < len(lignes) and lignes[fin].no - lignes[fin - 1].no <= (
                    2 if fin == rang + 1 else 1
                ):
                    if lignes[fin].sorte is not Sorte.TEXTE or len(lignes[fin].texte) > TITRE_MAX:
                        break
                    fin += 1
            return rang, fin
    return 0, 0


def _annoncees(lignes: list[Ligne], fin: int, plan: Plan) -> dict[int, str]:
    """The lines after the contents that take up its items, one after the other."""
    plan.cherche.append(
        f"les {len(plan.sommaire) - 1} titres du sommaire (ligne {plan.sommaire[0].no}), seuls sur une ligne"
    )
    places: dict[str, list[int]] = {}
    for rang in range(fin, len(lignes)):
        ligne = lignes[rang]
        if ligne.sorte in (Sorte.TITRE, Sorte.TEXTE) and len(ligne.texte) <= TITRE_MAX and not ligne.reste:
            places.setdefault(plier(ligne.texte), []).append(rang)
    trouvees: dict[int, str] = {}
    avant = fin - 1
    for item in plan.sommaire[1:]:
        siennes = places.get(plier(item.texte), [])
        suivante = bisect_right(siennes, avant)
        if suivante == len(siennes):
            plan.perdues.append(item)
            continue
        rang = siennes[suivante]
        trouvees[rang] = _nature(item.texte) or "rubrique"
        avant = rang
    return trouvees


def _nature(texte: str) -> str:
    plie = plier(texte)
    for genre, mots in (("agenda", _AGENDA), ("pied", _PIED), ("editorial", _EDITORIAL), ("une", _UNE)):
        if plie in mots:
            return genre
    return ""


def _niveau_des_rubriques(titres: list[Ligne], ouvertures: dict[int, str], plan: Plan) -> int:
    """The depth of the headings that open rubriques; 0: headings do not."""
    plan.cherche.append("des titres Markdown («\u00a0## Ma rubrique\u00a0»)")
    if any(genre == "rubrique" for genre in ouvertures.values()):
        return 0
    niveaux = sorted({ligne.niveau for ligne in titres})
    if not niveaux:
        return 0
    hauts = [ligne for ligne in titres if ligne.niveau == niveaux[0]]
    if len(hauts) == 1 and len(niveaux) > 1 and hauts[0] is titres[0]:
        plan.titre = hauts[0]
        return niveaux[1]
    return niveaux[0]


def _genre_de(ligne: Ligne, niveau: int) -> str:
    """What this line opens, when the contents did not announce it."""
    if ligne.sorte is Sorte.TITRE and ligne.niveau == niveau and not ouvre_un_encadre(ligne):
        return _nature(ligne.texte) or "rubrique"
    seule = ligne.sorte is Sorte.TITRE or (ligne.sorte is Sorte.TEXTE and len(ligne.texte) <= 40)
    if seule and not ligne.reste and plier(ligne.texte) in _AGENDA:
        return "agenda"
    if ligne.sorte is Sorte.TITRE and _nature(ligne.texte):
        return _nature(ligne.texte)
    return ""


def entrees(lignes: list[Ligne], titre_de_notice: Titre) -> tuple[list[Ligne], list[list[Ligne]]]:
    """What comes before the first entry of a part, and the lines of each entry.

    Arrows first; else deeper headings, items, or lines in bold, whichever the part uses first.
    """
    ouvre = _style(lignes, titre_de_notice)
    avant: list[Ligne] = []
    lots: list[list[Ligne]] = []
    for ligne in lignes:
        if ouvre(ligne):
            lots.append([ligne])
        elif lots:
            lots[-1].append(ligne)
        else:
            avant.append(ligne)
    return avant, lots


def _style(lignes: list[Ligne], titre_de_notice: Titre) -> Titre:
    fleches = [ligne for ligne in lignes if ligne.sorte is Sorte.FLECHE]
    if fleches:
        return lambda ligne: ligne.sorte is Sorte.FLECHE and titre_de_notice(ligne)
    for ligne in lignes:
        if ligne.sorte is Sorte.TITRE:
            return partial(_ouvre, Sorte.TITRE, ligne.niveau)
        if ligne.sorte is Sorte.PUCE:
            return partial(_ouvre, Sorte.PUCE, ligne.niveau)
        if ligne.sorte is Sorte.TEXTE and ligne.gras and len(ligne.texte) <= 300:
            return lambda autre: autre.sorte is Sorte.TEXTE and autre.gras
    return lambda ligne: False


def _ouvre(sorte: Sorte, niveau: int, ligne: Ligne) -> bool:
    return ligne.sorte is sorte and ligne.niveau <= niveau
