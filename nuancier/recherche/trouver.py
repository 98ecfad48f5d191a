"""One search of the chart: words, filters and counts, then the page of results.

Exact first. Words that are found nowhere are taken for those that look like them, and the page says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.postgres.search import TrigramSimilarity
from django.core.paginator import Page, Paginator
from django.db.models import Value

from communs.catalogue.calculs import DEBUT, FIN, Passage, passages, simplifier
from nuancier.calculs import dire_duree, dire_format, dire_jauge
from nuancier.enums import Partie
from nuancier.fiches import FicheModule
from nuancier.models import Famille, Module, Teinte
from nuancier.recherche import calculs, facettes
from nuancier.recherche.demande import Demande, Tri
from nuancier.recherche.filtres import MOTS_CLES as CLE_MOTS
from nuancier.recherche.filtres import Filtres
from nuancier.recherche.models import Mot, Repere
from nuancier.recherche.querysets import Groupes, RepereQuerySet, passages_de

PAR_PAGE = 20
MOTS_CLES = 24  # keywords proposed beside the results
BEAUCOUP = 1000  # past this many results, relevance looks at titles alone and keywords are not counted
PROCHES = 4  # words taken for one that is found nowhere
RESSEMBLANCE = 0.4  # trigrams in common, of those of both words
PARTIES, PAR_PARTIE = 3, 2  # where it was found: so many parts, so many texts of each


@dataclass(frozen=True)
class Comptes:
    """Every figure of a search, read from counted masks (see `RepereQuerySet.compter`)."""

    lus: Counter[tuple[int, int]]

    @property
    def par_les_mots(self) -> int:
        """Teintes that the words alone find, whatever the filters."""
        return self.lus.total()

    @property
    def nombre(self) -> int:
        return self.avec(facettes.TROUVEE)

    def avec(self, bits: int) -> int:
        return sum(nombre for (_, masque), nombre in self.lus.items() if masque & bits)

    def de_famille(self, numero: int) -> int:
        return sum(n for (f, m), n in self.lus.items() if f == numero and m & facettes.FAMILLE)

    def sans(self, rang: int) -> int:
        """Those found without the filter at work of this rank."""
        return self.avec(facettes.TROUVEE | 1 << facettes.SANS + rang)


@dataclass(frozen=True)
class Extrait:
    """Where it was found: a part of the teinte, the first of its texts."""

    partie: str
    textes: tuple[tuple[Passage, ...], ...]


@dataclass(frozen=True)
class Trouvaille:
    """One result. `module`: the one that answers the filters, in a few words."""

    teinte: Teinte
    famille: tuple[Passage, ...]
    titre: tuple[Passage, ...]
    resume: tuple[Passage, ...]
    extraits: tuple[Extrait, ...]
    module: Module | None
    en_bref: tuple[str, ...]


@dataclass(frozen=True)
class Resultats:
    """`proches`: for each word found nowhere, those it was taken for. `mots_cles` is None past `BEAUCOUP`."""

    demande: Demande
    comptes: Comptes
    approche: bool
    proches: Mapping[str, Sequence[str]]
    mots_cles: list[tuple[str, int]] | None
    familles: Sequence[Famille]
    page: Page | None
    trouvailles: tuple[Trouvaille, ...]

    @property
    def nombre(self) -> int:
        return self.comptes.nombre


def chercher(demande: Demande, familles: Sequence[Famille]) -> Resultats:
    """Search in a constant number of queries: five, two more when nothing is found exactly."""
    reperes = Repere.objects.en_vue()
    groupes: Groupes = [[mot] for mot in demande.mots]
    comptes = Comptes(reperes.disant(groupes).compter(demande.filtres))
    proches: dict[str, list[str]] = {}
    if demande.mots and not comptes.par_les_mots:
        proches = rapprocher(demande.mots)
        groupes = [[mot, *proches[mot]] for mot in demande.mots]
        comptes = Comptes(reperes.disant(groupes).compter(demande.filtres))
    dits = reperes.disant(groupes)
    feuillet = _feuillet(dits.retenus(demande.filtres), demande, groupes, comptes.nombre)
    return Resultats(
        demande=demande,
        comptes=comptes,
        approche=bool(proches) and comptes.par_les_mots > 0,
        proches=proches,
        mots_cles=_mots_cles(dits, demande.filtres, comptes),
        familles=familles,
        page=feuillet,
        trouvailles=_trouvailles(feuillet, demande.filtres, _a_plat(groupes)),
    )


def codes_trouves(demande: Demande, maximum: int) -> list[str]:
    """The teintes that the pages of this search show, in the chart's order, `maximum` at most."""
    reperes = Repere.objects.en_vue()
    groupes: Groupes = [[mot] for mot in demande.mots]
    if demande.mots and not reperes.disant(groupes).exists():
        proches = rapprocher(demande.mots)
        groupes = [[mot, *proches[mot]] for mot in demande.mots]
    retenus = reperes.disant(groupes).retenus(demande.filtres).par_numero()
    return list(retenus.values_list("teinte__code", flat=True)[:maximum])


def rapprocher(mots: Sequence[str]) -> dict[str, list[str]]:
    """For each word, those of the chart that look like it, nearest first; one query.

    A word that the chart holds as it is keeps to itself.
    """
    cherches = [
        Mot.objects.filter(mot__trigram_similar=simplifier(mot))
        .annotate(saisi=Value(mot), proximite=TrigramSimilarity("mot", simplifier(mot)))
        .filter(proximite__gte=RESSEMBLANCE)
        .order_by("-proximite", "-nombre", "mot")[:PROCHES]
        for mot in mots
    ]
    trouves: dict[str, list[str]] = {mot: [] for mot in mots}
    for proche in cherches[0].union(*cherches[1:], all=True):
        trouves[proche.saisi].append(proche.mot)
    return {mot: [] if simplifier(mot) in proches else proches for mot, proches in trouves.items()}


def _a_plat(groupes: Groupes) -> list[str]:
    return [mot for groupe in groupes for mot in groupe]


def _feuillet(reperes: RepereQuerySet, demande: Demande, groupes: Groupes, nombre: int) -> Page | None:
    if not nombre:
        return None
    par_pertinence = groupes and demande.tri != Tri.NUMERO
    ranges = (
        reperes.par_pertinence(_a_plat(groupes), large=nombre > BEAUCOUP)
        if par_pertinence
        else reperes.par_numero()
    )
    legers = ranges.defer("textes", "lexique", "recherche", "tete").select_related("teinte__famille")
    paginateur = Paginator(legers, PAR_PAGE)
    paginateur.count = nombre
    return paginateur.get_page(demande.page)


def _mots_cles(dits: RepereQuerySet, filtres: Filtres, comptes: Comptes) -> list[tuple[str, int]] | None:
    """The keywords of what the other filters let through."""
    rang = list(filtres.choisis).index(CLE_MOTS) if filtres.mots_cles else 0
    if (comptes.sans(rang) if filtres.mots_cles else comptes.nombre) > BEAUCOUP:
        return None
    return dits.retenus(filtres, sauf_mots=True).compter_mots_cles(MOTS_CLES)


def _trouvailles(feuillet: Page | None, filtres: Filtres, mots: Sequence[str]) -> tuple[Trouvaille, ...]:
    teintes = [repere.teinte for repere in feuillet or ()]
    cles = [teinte.pk for teinte in teintes]
    modules = _modules(cles, filtres)
    dits: dict[int, dict[str, list[str]]] = {}
    for cle, partie, texte in passages_de(cles, mots):
        dits.setdefault(cle, {}).setdefault(partie, []).append(texte)
    return tuple(_trouvaille(t, dits.get(t.pk, {}), modules.get(t.pk)) for t in teintes)


def _modules(teintes: Sequence[int], filtres: Filtres) -> dict[int, Module]:
    """For each teinte, its first module that answers the filters."""
    if not teintes:
        return {}
    retenus: dict[int, Module] = {}
    modules = Module.objects.filter(teinte__in=teintes).select_related("repere")
    for module in modules.order_by("teinte", "rang", "pk"):
        if _repond(module, filtres):
            retenus.setdefault(module.teinte_id, module)
    return retenus


def _repond(module: Module, filtres: Filtres) -> bool:
    repere = module.repere
    if filtres.nous is not None and (repere.places is None or repere.places < filtres.nous):
        return False
    voulus = (facette.choisis(filtres.valeurs.get(facette.cle, ())) for facette in facettes.FACETTES)
    return all(repere.masque & bits for bits in voulus if bits)


def _trouvaille(teinte: Teinte, dits: Mapping[str, Sequence[str]], module: Module | None) -> Trouvaille:
    titres = {_sans_marques(texte): texte for texte in dits.get(calculs.TITRE, ())}
    famille, resume = (dits.get(partie) for partie in (calculs.FAMILLE, calculs.RESUME))
    return Trouvaille(
        teinte=teinte,
        famille=passages(famille[0] if famille else teinte.famille.nom),
        titre=passages(titres.get(teinte.titre, teinte.titre)),
        resume=passages(resume[0] if resume else teinte.resume),
        extraits=tuple(
            Extrait(partie.label, tuple(passages(texte) for texte in _regrouper(partie, dits[partie])))
            for partie in [partie for partie in Partie if partie in dits][:PARTIES]
        ),
        module=module,
        en_bref=_en_bref(module) if module else (),
    )


def _en_bref(module: Module) -> tuple[str, ...]:
    """Format, duration and size, in words; what the module does not say is left out."""
    fiche = cast(FicheModule, module)  # it has every column of a fiche: only its steps would cost a query
    return tuple(dit for dit in (dire_format(fiche), dire_duree(fiche), dire_jauge(fiche)) if dit)


def _regrouper(partie: str, textes: Sequence[str]) -> Sequence[str]:
    """Keywords on one line; of longer texts, the first ones."""
    return [", ".join(textes)] if partie == Partie.LEXIQUE else textes[:PAR_PARTIE]


def _sans_marques(texte: str) -> str:
    return texte.replace(DEBUT, "").replace(FIN, "")
