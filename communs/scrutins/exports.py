"""The ballots as open data: CSV, PrefLib, pabulib. Equal ballots are written once, with their number.

Of a secret vote nothing else exists; of an open one, only the CSV of who takes part carries names.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from communs.dossiers.archive import en_csv
from communs.scrutins.enums import Mention, Mode
from communs.scrutins.models import Option, Scrutin
from communs.scrutins.resultats import Egaux, egaux

CONSULTATIF = "Vote consultatif : il éclaire une décision, il n’en tient pas lieu."
CATEGORIES = {
    Mode.CHOIX: ("Choisie", "Non choisie"),
    Mode.APPROBATION: ("Approuvée", "Non approuvée"),
    Mode.JUGEMENT: tuple(str(m.label) for m in reversed(Mention)),
}


@dataclass(frozen=True)
class Urne:
    """What an export reads: the vote, its options in order, its different ballots with their number."""

    scrutin: Scrutin
    options: Sequence[Option]
    egaux: Egaux

    @property
    def exprimes(self) -> Egaux:
        return [(valeurs, nombre) for valeurs, nombre in self.egaux if any(valeurs)]


def lire(scrutin: Scrutin) -> Urne:
    return Urne(scrutin, list(scrutin.options.dans_l_ordre()), egaux(scrutin))


# --- CSV -----------------------------------------------------------------------------------------


def tableur(urne: Urne) -> bytes:
    """One line per different ballot; with names, one per ballot, when the vote is open."""
    return en_csv(_lignes(urne))


def texte(urne: Urne) -> bytes:
    """The same for programs: no mark at the beginning."""
    return tableur(urne).removeprefix(b"\xef\xbb\xbf")


def _lignes(urne: Urne) -> Iterator[list[str]]:
    libelles = [option.libelle for option in urne.options]
    yield [CONSULTATIF]
    yield [urne.scrutin.question]
    if urne.scrutin.secret:
        yield ["Bulletins", *libelles]
        for valeurs, nombre in urne.egaux:
            yield [str(nombre), *(_cellule(urne, v) for v in valeurs)]
        return
    yield ["Nom", *libelles]
    bulletins = urne.scrutin.bulletins.select_related("emargement__participant__acteur__compte")
    nommes = (
        (b.emargement.qui if b.emargement else "", b.valeurs) for b in bulletins.order_by("valeurs", "pk")
    )
    for nom, siennes in nommes:
        yield [nom, *(_cellule(urne, v) for v in siennes)]


def _cellule(urne: Urne, valeur: int) -> str:
    if urne.scrutin.mode == Mode.JUGEMENT:
        return str(Mention(valeur).label) if valeur else ""
    if urne.scrutin.mode == Mode.CLASSEMENT:
        return str(valeur or "")
    return str(valeur)


# --- PrefLib (Mattei and Walsh 2013; https://preflib.github.io) -----------------------------------------


def type_preflib(urne: Urne) -> str:
    """`soc` strict and complete orders, `soi` strict, `toc` complete, `toi` any, `cat` categories; "" none.

    Points have no place in PrefLib: an order would lose them.
    """
    if urne.scrutin.mode in CATEGORIES:
        return "cat"
    if urne.scrutin.mode != Mode.CLASSEMENT:
        return ""
    complets = all(all(valeurs) for valeurs, _ in urne.exprimes)
    return f"{'so' if _stricts(urne) else 'to'}{'c' if complets else 'i'}"


def _stricts(urne: Urne) -> bool:
    """Whether no ballot ranks two options equal."""
    classes = ([v for v in valeurs if v] for valeurs, _ in urne.exprimes)
    return all(len(rangs) == len(set(rangs)) for rangs in classes)


def preflib(urne: Urne) -> bytes:
    """Blank ballots have no order: they are told in the description, not among the voters."""
    sorte, exprimes = type_preflib(urne), urne.exprimes
    blancs = sum(n for _, n in urne.egaux) - sum(n for _, n in exprimes)
    jour = f"{timezone.localdate(urne.scrutin.depouille_le):%Y-%m-%d}" if urne.scrutin.depouille_le else ""
    entete = {
        "FILE NAME": f"{urne.scrutin.uuid}.{sorte}",
        "TITLE": urne.scrutin.question,
        "DESCRIPTION": f"{CONSULTATIF} Bulletins blancs : {blancs}.",
        "DATA TYPE": sorte,
        "MODIFICATION TYPE": "original",
        "RELATES TO": "",
        "RELATED FILES": "",
        "PUBLICATION DATE": jour,
        "MODIFICATION DATE": jour,
        "NUMBER ALTERNATIVES": len(urne.options),
        "NUMBER VOTERS": sum(n for _, n in exprimes),
        "NUMBER UNIQUE " + ("PREFERENCES" if sorte == "cat" else "ORDERS"): len(exprimes),
    }
    if sorte == "cat":
        categories = CATEGORIES[Mode(urne.scrutin.mode)]
        entete["NUMBER CATEGORIES"] = len(categories)
        entete |= {f"CATEGORY NAME {i}": nom for i, nom in enumerate(categories, start=1)}
    entete |= {f"ALTERNATIVE NAME {o.rang}": o.libelle for o in urne.options}
    lignes = [f"# {cle}: {_une_ligne(str(valeur))}" for cle, valeur in entete.items()]
    groupes = _categories if sorte == "cat" else _ordre
    for valeurs, nombre in sorted(exprimes, key=lambda paire: (-paire[1], paire[0])):
        lignes.append(f"{nombre}: {','.join(groupes(urne, valeurs))}")
    return ("\n".join(lignes) + "\n").encode()


def _une_ligne(valeur: str) -> str:
    return " ".join(valeur.split())


def _groupe(membres: list[int]) -> str:
    return str(membres[0]) if len(membres) == 1 else f"{{{','.join(map(str, membres))}}}"


def _ordre(urne: Urne, valeurs: Sequence[int]) -> list[str]:
    rangs = sorted({v for v in valeurs if v})
    return [_groupe([i for i, v in enumerate(valeurs, start=1) if v == rang]) for rang in rangs]


def _categories(urne: Urne, valeurs: Sequence[int]) -> list[str]:
    if urne.scrutin.mode == Mode.JUGEMENT:  # no opinion counts as the worst mention
        paliers = [[i for i, v in enumerate(valeurs, 1) if max(v, 1) == m] for m in reversed(Mention.values)]
    else:
        paliers = [[i for i, v in enumerate(valeurs, 1) if v], [i for i, v in enumerate(valeurs, 1) if not v]]
    return [_groupe(palier) for palier in paliers]


# --- pabulib (https://pabulib.org/format) -----------------------------------------------------------------


VOTES = {
    Mode.CHOIX: "choose-1",
    Mode.APPROBATION: "approval",
    Mode.POINTS: "cumulative",
    Mode.CLASSEMENT: "ordinal",
    Mode.JUGEMENT: "scoring",
}


def se_dit_en_pabulib(urne: Urne) -> bool:
    """Pabulib writes a ranking as a list: equal ranks cannot be said."""
    return urne.scrutin.mode != Mode.CLASSEMENT or _stricts(urne)


def pabulib(urne: Urne) -> bytes:
    """A vote is not a budget: each option costs 1, and the budget is 1, so that one may be chosen."""
    mode = Mode(urne.scrutin.mode)
    votants = [valeurs for valeurs, nombre in urne.exprimes for _ in range(nombre)]
    meta: dict[str, object] = {
        "description": _champ(f"{urne.scrutin.question} ({CONSULTATIF})"),
        "country": "France",
        "unit": _champ(urne.scrutin.dossier.collectivite.nom),
        "instance": str(urne.scrutin.uuid),
        "num_projects": len(urne.options),
        "num_votes": len(votants),
        "budget": 1,
        "vote_type": VOTES[mode],
        "rule": "unknown",
    }
    if mode == Mode.APPROBATION and urne.scrutin.nombre:
        meta["max_length"] = urne.scrutin.nombre
    if mode == Mode.POINTS:
        meta["max_sum_points"] = urne.scrutin.nombre
    if mode == Mode.JUGEMENT:
        meta |= {"min_points": min(Mention.values), "max_points": max(Mention.values)}
    avec_points = mode in {Mode.POINTS, Mode.JUGEMENT}
    lignes = ["META", "key;value", *(f"{cle};{valeur}" for cle, valeur in meta.items())]
    lignes += ["PROJECTS", "project_id;cost;name", *(f"{o.rang};1;{_champ(o.libelle)}" for o in urne.options)]
    lignes += ["VOTES", "voter_id;vote;points" if avec_points else "voter_id;vote"]
    lignes += [f"{n};{_vote(mode, valeurs)}" for n, valeurs in enumerate(votants, start=1)]
    return ("\n".join(lignes) + "\n").encode()


def _champ(valeur: str) -> str:
    """A text on one line, without the format's separator."""
    return _une_ligne(valeur).replace(";", ",")


def _vote(mode: Mode, valeurs: Sequence[int]) -> str:
    cites = [(v, i) for i, v in enumerate(valeurs, start=1) if v]
    cites.sort(key=lambda paire: (paire[0] if mode == Mode.CLASSEMENT else -paire[0], paire[1]))
    projets = ",".join(str(i) for _, i in cites)
    if mode in {Mode.POINTS, Mode.JUGEMENT}:
        return f"{projets};{','.join(str(v) for v, _ in cites)}"
    return projets


# --- what a page offers --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Format:
    """One file on offer: its place in the address, its name on screen, its extension, what makes it."""

    cle: str
    nom: str
    extension: str
    type: str
    ecrire: Callable[[Urne], bytes]


def offerts(urne: Urne) -> list[Format]:
    """The formats that can say this vote without loss."""
    texte_brut = "text/plain; charset=utf-8"
    formats = [
        Format("tableur", "CSV pour un tableur", "csv", "text/csv; charset=utf-8", tableur),
        Format("csv", "CSV pour un programme", "csv", "text/csv; charset=utf-8", texte),
    ]
    if sorte := type_preflib(urne):
        formats.append(Format("preflib", f"PrefLib (.{sorte})", sorte, texte_brut, preflib))
    if se_dit_en_pabulib(urne):
        formats.append(Format("pabulib", "pabulib (.pb)", "pb", texte_brut, pabulib))
    return formats
