"""What looks like a document that the base already holds."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, F, Q, QuerySet

from communs.catalogue.calculs import simplifier
from veille.enums import Genre
from veille.notices.fiches import FicheNotice
from veille.notices.models import Notice
from veille.notices.models_fusion import Distinction
from veille.notices.verifications import ecritures_d_isbn

RESSEMBLANCE = 0.6  # trigrams in common, of those of both titles
MOTS_MIN = 2  # a title of one word (« Éditorial ») looks like too many others
PROCHES_MAX = 5
GROUPES_MAX = 100


@dataclass(frozen=True)
class Ressemblance:
    """A notice of the base, and why it may be the same document; `certaine`: very likely it is."""

    notice: Notice
    raison: str
    certaine: bool


def normaliser(titre: str) -> str:
    """A title as the column `titre_normalise` has it, without the spaces at its ends."""
    return re.sub(r"[^a-z0-9]+", " ", simplifier(titre)).strip()


def chercher(fiche: FicheNotice, *, sauf: int | None = None) -> list[Ressemblance]:
    """The notices of the base that may describe the same document, the surest first."""
    trouvees: dict[int, Ressemblance] = {}
    base = Notice.objects.presentes()
    if sauf is not None:
        base = base.exclude(pk__in={sauf, *distinguees(sauf)})
    for notice in [*_par_identifiant(base, fiche), *_par_titre(base, fiche)]:
        if raison := _raison(fiche, notice):
            trouvees.setdefault(notice.pk, Ressemblance(notice, *raison))
    return sorted(trouvees.values(), key=lambda r: (not r.certaine, r.notice.pk))


def distinguees(pk: int) -> set[int]:
    """Those that somebody said are other documents than this one."""
    paires = Distinction.objects.filter(Q(premiere=pk) | Q(seconde=pk)).values_list("premiere", "seconde")
    return {autre for paire in paires for autre in paire} - {pk}


def _par_identifiant(base: QuerySet[Notice], fiche: FicheNotice) -> Iterable[Notice]:
    parmi = Q(pk=None)
    if fiche.doi:
        parmi |= Q(doi=fiche.doi)
    if fiche.isbn:
        parmi |= Q(isbn__in=ecritures_d_isbn(fiche.isbn))
    return base.filter(parmi).order_by("pk")[:20]


def _par_titre(base: QuerySet[Notice], fiche: FicheNotice) -> Iterable[Notice]:
    """Same title, title with its subtitle joined, close titles."""
    entier = normaliser(f"{fiche.titre} {fiche.sous_titre}")
    if not entier:
        return []
    mots = entier.split()
    # A notice whose subtitle is apart has for title the first words of this one.
    debuts = {" ".join(mots[:n]) for n in range(1, len(mots) + 1)}
    memes = base.filter(titre_normalise__in=_ecritures(debuts)).order_by("pk")[:200]
    if len(mots) < MOTS_MIN:
        return memes
    proches = (
        base.filter(titre_normalise__trigram_similar=entier)
        .annotate(ressemblance=TrigramSimilarity("titre_normalise", entier))
        .filter(ressemblance__gte=RESSEMBLANCE)
        .order_by("-ressemblance", "pk")[:PROCHES_MAX]
    )
    return [*memes, *proches]


def _ecritures(titres: Iterable[str]) -> list[str]:
    """The column keeps a space where a title begins or ends with a sign."""
    return [f"{avant}{titre}{apres}" for titre, avant, apres in product(titres, ("", " "), ("", " "))]


def _raison(fiche: FicheNotice, notice: Notice) -> tuple[str, bool] | None:
    if fiche.doi and fiche.doi == notice.doi:
        return "même DOI", True
    if fiche.isbn and notice.isbn in ecritures_d_isbn(fiche.isbn):
        return "même ISBN", Genre.CHAPITRE not in (fiche.genre, notice.genre)
    noms = {normaliser(fiche.titre), normaliser(f"{fiche.titre} {fiche.sous_titre}")}
    siens = {normaliser(notice.titre), normaliser(f"{notice.titre} {notice.sous_titre}")}
    if not noms & siens:
        return ("titre proche", False) if hasattr(notice, "ressemblance") else None
    annee, la_sienne = fiche.date[:4], notice.date[:4]
    if annee == la_sienne:
        return "même titre, même année" if annee else "même titre, sans date", True
    if not annee or not la_sienne:
        return "même titre, l’une des deux sans date", True
    return "même titre, une autre année", False


@dataclass(frozen=True)
class Groupe:
    """Notices of the base that share something, not all told apart by somebody."""

    raison: str
    notices: tuple[Notice, ...]

    @property
    def paires(self) -> tuple[tuple[Notice, Notice], ...]:
        """The oldest with each other one."""
        return tuple((self.notices[0], autre) for autre in self.notices[1:])


def groupes() -> list[Groupe]:
    """The duplicates of the whole base, by DOI, ISBN, then title and year: GROUPES_MAX of each at most."""
    trouves: list[Groupe] = []
    vues: set[frozenset[int]] = set()
    for raison, champs in (
        ("même DOI", ("doi",)),
        ("même ISBN", ("isbn",)),
        ("même titre, même année", ("titre_normalise", "annee")),
    ):
        for notices in _partagent(champs):
            cles = frozenset(n.pk for n in notices)
            if cles not in vues:
                vues.add(cles)
                trouves.append(Groupe(raison, tuple(notices)))
    return sans_distinguees(trouves)


def _partagent(champs: tuple[str, ...]) -> list[list[Notice]]:
    base = Notice.objects.presentes().exclude(**{champs[0]: ""}).exclude(titre_normalise=" ")
    if champs[0] == "isbn":
        base = base.exclude(genre=Genre.CHAPITRE)
    communs = (
        base.order_by(*champs).values(*champs).annotate(fois=Count("pk")).filter(fois__gt=1)[:GROUPES_MAX]
    )
    cles = [tuple(ligne[c] for c in champs) for ligne in communs]
    if not cles:
        return []
    notices = base.filter(**{f"{champs[0]}__in": [cle[0] for cle in cles]}).avec_leurs_numeros()
    ranges: dict[tuple[object, ...], list[Notice]] = {cle: [] for cle in cles}
    for notice in notices.order_by("pk"):
        cle = tuple(getattr(notice, c) for c in champs)
        if cle in ranges:
            ranges[cle].append(notice)
    return list(ranges.values())


def sans_distinguees(trouves: Collection[Groupe]) -> list[Groupe]:
    """Without the pairs that somebody said are two documents."""
    cles = {notice.pk for groupe in trouves for notice in groupe.notices}
    dites = set(
        Distinction.objects.filter(premiere__in=cles, seconde__in=cles).values_list(
            F("premiere_id"), F("seconde_id")
        )
    )
    gardes = []
    for groupe in trouves:
        premiere = groupe.notices[0]
        autres = [n for n in groupe.notices[1:] if (premiere.pk, n.pk) not in dites]
        if autres:
            gardes.append(Groupe(groupe.raison, (premiere, *autres)))
    return gardes
