"""A short list of teintes while somebody types: the same words and corrections as the search's own page."""

import re
from dataclasses import dataclass

from communs.catalogue.calculs import mots_utiles, simplifier
from nuancier.models import Teinte
from nuancier.recherche.models import Mot, Repere
from nuancier.recherche.querysets import Groupes, RepereQuerySet
from nuancier.recherche.trouver import rapprocher

SUITES = 20  # words that the one being typed may become
CODE = re.compile(r"\d+(\.\d*)?")


@dataclass(frozen=True)
class Proposition:
    """`approche`: nothing holds these words, these teintes hold words that look like them."""

    teintes: list[Teinte]
    davantage: bool
    approche: bool


def proposer(q: str, maximum: int) -> Proposition:
    """The best teintes for what is typed, `maximum` at most, with family and modules; all without a word.

    The last word may be unfinished; the beginning of a number gives the teintes that it begins.
    """
    reperes, approche = _reperes(q.strip(), mots_utiles(q))
    cles = list(reperes.values_list("pk", flat=True)[: maximum + 1])
    lues = Teinte.objects.select_related("famille").prefetch_related("modules").in_bulk(cles[:maximum])
    return Proposition([lues[cle] for cle in cles[:maximum]], len(cles) > maximum, approche)


def _reperes(q: str, mots: tuple[str, ...]) -> tuple[RepereQuerySet, bool]:
    tous = Repere.objects.en_vue()
    if CODE.fullmatch(q):
        return tous.filter(teinte__code__startswith=q).par_numero(), False
    if not mots:
        return tous.par_numero(), False
    suites = Mot.objects.filter(mot__startswith=simplifier(mots[-1])).order_by("-nombre", "mot")
    exacts: Groupes = [
        *([mot] for mot in mots[:-1]),
        [mots[-1], *suites.values_list("mot", flat=True)[:SUITES]],
    ]
    if tous.disant(exacts).exists():
        return _meilleurs(tous, exacts), False
    proches = rapprocher(mots)
    return _meilleurs(tous, [[mot, *proches[mot]] for mot in mots]), True


def _meilleurs(reperes: RepereQuerySet, groupes: Groupes) -> RepereQuerySet:
    cherches = [mot for groupe in groupes for mot in groupe]
    return reperes.disant(groupes).par_pertinence(cherches, large=False)
