"""A million ranked ballots of twenty options, all methods; and beside pyrankvote where it has the method.

Alone: `python -m tests.charge.scrutins` (no server needed).
"""

import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
from pyrankvote import Ballot, Candidate, instant_runoff_voting

from communs.scrutins.calculs import classements
from communs.scrutins.calculs.classements import Urne

OPTIONS, BULLETINS, TOURS = 20, 1_000_000, 3
# pyrankvote takes minutes for a million: both count these, and the ratio is between equals.
COMPARES = 20_000
GRAINE = 2026


def tirer(nombre: int) -> np.ndarray:
    """Complete rankings, all different: nothing is gained by grouping equal ones."""
    ordres = np.random.default_rng(GRAINE).permuted(np.tile(np.arange(1, OPTIONS + 1), (nombre, 1)), axis=1)
    return ordres.astype(np.uint8)


def chrono(geste: Callable[[], object]) -> float:
    debut = time.perf_counter()
    geste()
    return time.perf_counter() - debut


def mediane(geste: Callable[[], object]) -> float:
    return statistics.median(chrono(geste) for _ in range(TOURS))


def mesurer() -> dict[str, float]:
    """Seconds of each part, megabytes at the peak, and the ratio to pyrankvote."""
    bulletins = tirer(BULLETINS)
    poids = np.ones(BULLETINS, dtype=np.int64)
    urne = classements.remplir(bulletins, poids, range(OPTIONS))
    duels = classements.duels(urne)
    resultats = {
        "remplir": mediane(lambda: classements.remplir(bulletins, poids, range(OPTIONS))),
        "duels": mediane(lambda: classements.duels(urne)),
        "borda": mediane(lambda: classements.borda(duels, BULLETINS, urne.departage)),
        "schulze": mediane(lambda: classements.schulze(duels, urne.departage)),
        "elimination": mediane(lambda: classements.eliminer(urne)),
        "tout": mediane(lambda: _tout(bulletins, poids)),
    }
    tracemalloc.start()
    _tout(bulletins, poids)
    resultats["memoire"] = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return resultats | _comparer()


def _tout(bulletins: np.ndarray, poids: np.ndarray) -> None:
    classements.depouiller(classements.remplir(bulletins, poids, range(OPTIONS)))


def _comparer() -> dict[str, float]:
    """Instant runoff alone, of the same ballots, from what each program wants to read."""
    bulletins = tirer(COMPARES)
    candidats = [Candidate(str(o)) for o in range(OPTIONS)]
    leurs = [Ballot([candidats[o] for o in np.argsort(ligne)]) for ligne in bulletins]
    poids = np.ones(COMPARES, dtype=np.int64)
    random.seed(GRAINE)  # pyrankvote draws lots

    def nous() -> Urne:
        urne = classements.remplir(bulletins, poids, range(OPTIONS))
        classements.eliminer(urne)
        return urne

    return {"nous": mediane(nous), "eux": chrono(lambda: instant_runoff_voting(candidats, leurs))}


def lignes() -> list[str]:
    m = mesurer()
    parts = {
        "lire les bulletins en colonnes": "remplir",
        "duels (380 comparaisons)": "duels",
        "Borda, à partir des duels": "borda",
        "Schulze, à partir des duels": "schulze",
        "vote alternatif": "elimination",
        "**tout, bulletins lus compris**": "tout",
    }
    return [
        "## Un million de bulletins classés",
        "",
        f"{BULLETINS:_} classements complets de {OPTIONS} options, tirés au hasard, tous "
        f"différents ; médiane de {TOURS} tours (`tests/charge/scrutins.py`).".replace("_", "\u202f", 2),
        "",
        "| étape | secondes |",
        "|---|---:|",
        *(f"| {nom} | {m[cle]:.3f} |".replace(".", ",") for nom, cle in parts.items()),
        "",
        f"Mémoire de plus au plus haut : {m['memoire']:.0f} Mo. À côté de pyrankvote, vote alternatif seul "
        f"sur {COMPARES} des mêmes bulletins : {m['eux']:.2f} s contre {m['nous']:.4f} s, "
        f"{m['eux'] / m['nous']:.0f} fois plus vite (visé : 20).",
        "",
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(lignes()))
