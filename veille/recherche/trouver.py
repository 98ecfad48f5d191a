"""One search of the notices: words, filters and counts, then the page of results.

Exact first. When nothing says all the words, those that no notice holds are taken for those that look like
them, and the page says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.core.paginator import Page, Paginator
from django.db.models import Q, Value

from communs.catalogue.calculs import Passage, passages, simplifier
from communs.catalogue.querysets import requete
from communs.web.markdown import en_texte
from veille.models import Mot, Notice, Repere
from veille.recherche.demande import Demande, Tri
from veille.recherche.filtres import FACETTES, Vocabulaire
from veille.recherche.querysets import COURT, Comptes, Groupes, RepereQuerySet, surligner

PAR_PAGE = 20
BEAUCOUP = 5000  # no more are counted, nor paged through
CLASSES = 1000  # past this many, relevance is: the words in the title, then the newest
PROCHES = 4  # words taken for one that is found nowhere
RESSEMBLANCE = 0.4  # trigrams in common, of those of both words
PRESQUE = 0.8  # of the nearest one's: what is farther is another word
DEBUT_DU_RESUME = 280  # characters, where no word was asked for


@dataclass(frozen=True)
class Trouvaille:
    """One result: where the words are, in its title and around them in its summary."""

    notice: Notice
    titre: tuple[Passage, ...]
    resume: tuple[Passage, ...]


@dataclass(frozen=True)
class Resultats:
    """`proches`: for each word found nowhere, those it was taken for.

    `serre`: too many were found to count what each value of the filters at work would add; `trop`: no number
    is exact, those of the values are not told.
    """

    demande: Demande
    vocabulaire: Vocabulaire
    comptes: Comptes
    serre: bool
    approche: bool
    proches: Mapping[str, Sequence[str]]
    page: Page | None
    trouvailles: tuple[Trouvaille, ...]

    @property
    def trop(self) -> bool:
        return self.comptes.trop

    @property
    def nombre(self) -> int:
        """Exact up to BEAUCOUP, BEAUCOUP when there are more."""
        return min(self.comptes.nombre, BEAUCOUP)


def chercher(demande: Demande, vocabulaire: Vocabulaire) -> Resultats:
    """Search in a bounded number of queries: see docs/veille-recherche.md."""
    conditions = demande.filtres.conditions(vocabulaire)
    groupes: Groupes = [[mot] for mot in demande.mots]
    comptes, serre = _compter(groupes, conditions)
    proches: dict[str, list[str]] = {}
    if demande.mots and not comptes.dits:
        proches = rapprocher(demande.mots)
        groupes = [[mot, *proches[mot]] for mot in demande.mots]
        if any(proches.values()):
            comptes, serre = _compter(groupes, conditions)
    page = _page(groupes, conditions, demande, min(comptes.nombre, BEAUCOUP))
    return Resultats(
        demande=demande,
        vocabulaire=vocabulaire,
        comptes=comptes,
        serre=serre,
        approche=any(proches.values()) and comptes.dits > 0,
        proches=proches,
        page=page,
        trouvailles=_trouvailles(page, [mot for groupe in groupes for mot in groupe]),
    )


def notices_trouvees(demande: Demande, vocabulaire: Vocabulaire, maximum: int) -> list[int]:
    """The ids of the notices that this search shows, in its order, `maximum` at most."""
    conditions = demande.filtres.conditions(vocabulaire)
    groupes: Groupes = [[mot] for mot in demande.mots]
    if demande.mots and not Repere.objects.disant(groupes).exists():
        proches = rapprocher(demande.mots)
        groupes = [[mot, *proches[mot]] for mot in demande.mots]
    retenus = Repere.objects.disant(groupes).retenus(conditions)
    return list(_ranger(retenus, groupes, demande.ordre).values_list("pk", flat=True)[:maximum])


def rapprocher(mots: Sequence[str]) -> dict[str, list[str]]:
    """For each word that no notice holds, those that look like it, nearest first; two queries."""
    dits = [
        Repere.objects.filter(recherche=requete([mot])).order_by().values_list(Value(mot), flat=True)[:1]
        for mot in mots
    ]
    connus = set(dits[0].union(*dits[1:], all=True))
    trouves: dict[str, list[str]] = {mot: [] for mot in mots}
    inconnus = [mot for mot in mots if mot not in connus]
    if not inconnus:
        return trouves
    cherches = [
        Mot.objects.filter(mot__trigram_similar=simplifier(mot))
        .annotate(saisi=Value(mot), proximite=TrigramSimilarity("mot", simplifier(mot)))
        .filter(proximite__gte=RESSEMBLANCE)
        .order_by("-proximite", "mot")[:PROCHES]
        for mot in inconnus
    ]
    lus = sorted(
        cherches[0].union(*cherches[1:], all=True), key=lambda proche: (-proche.proximite, proche.mot)
    )
    meilleures: dict[str, float] = {}
    for proche in lus:
        if proche.proximite >= PRESQUE * meilleures.setdefault(proche.saisi, proche.proximite):
            trouves[proche.saisi].append(proche.mot)
    return trouves


def _compter(groupes: Groupes, conditions: Mapping[str, Q]) -> tuple[Comptes, bool]:
    """What each value would find; when that is too much, what was found alone."""
    dits = Repere.objects.disant(groupes)
    comptes = dits.compter(conditions, FACETTES, BEAUCOUP)
    if not (comptes.trop and conditions):
        return comptes, False
    return dits.compter(conditions, FACETTES, BEAUCOUP, serre=True), True


def _ranger(reperes: RepereQuerySet, groupes: Groupes, ordre: str) -> RepereQuerySet:
    if ordre == Tri.TITRE:
        return reperes.par_titre()
    return reperes.par_pertinence(groupes) if ordre == Tri.PERTINENCE and groupes else reperes.par_date()


def _page(groupes: Groupes, conditions: Mapping[str, Q], demande: Demande, nombre: int) -> Page | None:
    """The page asked for, its notices whole."""
    if not nombre:
        return None
    paginateur = Paginator(range(nombre), PAR_PAGE)
    page: Page[Any] = paginateur.get_page(demande.page)
    debut, fin = page.start_index() - 1, page.end_index()
    retenus = Repere.objects.disant(groupes).retenus(conditions)
    if demande.ordre == Tri.PERTINENCE and nombre > CLASSES:
        cles = _titres_d_abord(retenus, groupes, debut, fin)
    else:
        cles = list(_ranger(retenus, groupes, demande.ordre).values_list("pk", flat=True)[debut:fin])
    notices = Notice.objects.en_vue().entieres().in_bulk(cles)
    page.object_list = [notices[cle] for cle in cles if cle in notices]
    return page


def _titres_d_abord(retenus: RepereQuerySet, groupes: Groupes, debut: int, fin: int) -> list[int]:
    """A broad search reads no whole text: titles that say the words, then the others, the newest first."""
    titres = retenus.titres_disant(groupes).par_date().values_list("pk", flat=True)
    cles = list(titres[debut:fin])
    if len(cles) == fin - debut:
        return cles
    deja = debut + len(cles) if cles else min(titres[:BEAUCOUP].count(), debut)
    autres = retenus.hors_titres(groupes).par_date().values_list("pk", flat=True)
    reste = debut + len(cles) - deja
    return cles + list(autres[reste : reste + fin - debut - len(cles)])


def _trouvailles(page: Page | None, mots: Sequence[str]) -> tuple[Trouvaille, ...]:
    notices: list[Notice] = list(page.object_list) if page else []
    textes = [str(notice)[:COURT] for notice in notices] + [en_texte(notice.resume) for notice in notices]
    dits = surligner(textes, mots)
    titres, resumes = dits[: len(notices)], dits[len(notices) :]
    if not mots:
        resumes = [_debut(texte) for texte in resumes]
    return tuple(
        Trouvaille(notice, passages(titre), passages(resume))
        for notice, titre, resume in zip(notices, titres, resumes, strict=True)
    )


def _debut(texte: str) -> str:
    if len(texte) <= DEBUT_DU_RESUME:
        return texte
    return f"{texte[:DEBUT_DU_RESUME].rsplit(' ', 1)[0]} [...]"
