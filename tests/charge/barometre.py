"""What a reader and a night cost with ten million sheets behind the rollup, beside a thousand."""

import statistics
import time
from datetime import date

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

PEU, BEAUCOUP = 1_000, 10_000_000
MOIS = 24
TOURS = 60
PARTS = {"culture_interne": 22, "usages": 27, "hybridation": 24, "solution": 27}  # of a hundred
PROFILS = {"culture_interne": 17, "usages": 21, "hybridation": 18, "solution": 20, "usages+solution": 24}


def lignes() -> list[str]:
    """Measure and report in Markdown."""
    peu, beaucoup = _mesurer()
    tableau = [
        f"| {nom} | {a * 1000:.1f} | {b * 1000:.1f} | {b / a:.2f} |".replace(".", ",")
        for nom, a, b in zip(("page", "JSON", "instantané du jour"), peu, beaucoup, strict=True)
    ]
    return [
        "## Baromètre",
        "",
        f"{MOIS} mois publiés, sans le cache des pages, médiane de {TOURS} tours entrelacés, en "
        "millisecondes (`tests/charge/barometre.py`). Derrière le compteur, autant de lignes dans la table "
        "des feuilles, sans leurs réponses ; `tests/sonar/test_barometre.py` "
        "compte qu’aucune requête ne les regarde.",
        "",
        f"| | {_nombre(PEU)} feuilles | {_nombre(BEAUCOUP)} feuilles | rapport, visé 1 |",
        "|---|---:|---:|---:|",
        *tableau,
    ]


def _nombre(feuilles: int) -> str:
    return f"{feuilles:,}".replace(",", "\u00a0")


def _mesurer() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Median seconds of the page, of the JSON and of the snapshot, with few sheets and with many.

    Each has its own tables, in a schema of its own, so that rounds take turns.
    """
    from sonar import barometre
    from sonar.models import Periode

    navigateur = Client(HTTP_HOST="localhost")

    def publier() -> None:
        Periode.objects.all().delete()
        barometre.publier(jour=date(2026, 1, 1))

    gestes = (
        lambda: _lire(navigateur, reverse("sonar:barometre")),
        lambda: _lire(navigateur, reverse("sonar:barometre_json")),
        publier,
    )
    durees: dict[int, list[list[float]]] = {}
    for feuilles in (PEU, BEAUCOUP):
        _creer(feuilles)
        publier()
        assert Periode.objects.count() == MOIS
        durees[feuilles] = [[] for _ in gestes]
    for _ in range(TOURS + 5):  # five to warm up
        for feuilles, series in durees.items():
            _choisir(feuilles)
            for geste, serie in zip(gestes, series, strict=True):
                cache.clear()
                serie.append(_duree(geste))
    medianes = [tuple(statistics.median(s[5:]) for s in series) for series in durees.values()]
    with connection.cursor() as curseur:
        curseur.execute("SET search_path TO public")
        for feuilles in durees:
            curseur.execute(f"DROP SCHEMA feuilles_{feuilles} CASCADE")
    return medianes[0], medianes[1]


def _choisir(feuilles: int) -> None:
    with connection.cursor() as curseur:
        curseur.execute(f"SET search_path TO feuilles_{feuilles}, public")


def _creer(feuilles: int) -> None:
    with connection.cursor() as curseur:
        curseur.execute(f"CREATE SCHEMA feuilles_{feuilles}")
        for table in ("tentative", "comptage", "periode", "instantane"):
            curseur.execute(
                f"CREATE TABLE feuilles_{feuilles}.sonar_{table} (LIKE public.sonar_{table} INCLUDING ALL)"
            )
    _choisir(feuilles)
    _remplir(feuilles)


def _lire(navigateur: Client, adresse: str) -> None:
    assert b"Usages" in navigateur.get(adresse).content  # full, hence from the tables chosen


def _duree(action) -> float:
    debut = time.perf_counter()
    action()
    return time.perf_counter() - debut


def _remplir(feuilles: int) -> None:
    """Sheets spread over the months, and the rollup that they would have left."""
    from sonar.models import Comptage, Question

    with connection.cursor() as curseur:
        # Identifiers in order: the index is built at its end, not all over.
        curseur.execute(
            "INSERT INTO sonar_tentative (essai, uuid, remise_le) "
            "SELECT id, id, timestamptz '2024-01-15 12:00+01' + make_interval(months => n %% %s) "
            "FROM generate_series(1, %s) n, LATERAL (SELECT lpad(to_hex(n), 32, '0')::uuid AS id) i",
            [MOIS, feuilles],
        )
        curseur.execute("VACUUM ANALYZE sonar_tentative")
    par_mois = feuilles // MOIS
    mesures = {"profil": PROFILS} | {question.cle: PARTS for question in Question.objects.all()}
    Comptage.objects.bulk_create(
        Comptage(mois=date(2024 + rang // 12, rang % 12 + 1, 1), mesure=cle, valeur=valeur, nombre=nombre)
        for rang in range(MOIS)
        for cle, parts in mesures.items()
        for valeur, nombre in _repartir(par_mois, parts).items()
    )


def _repartir(total: int, parts: dict[str, int]) -> dict[str, int]:
    """Whole numbers close to these shares, that add up."""
    nombres = {valeur: total * part // 100 for valeur, part in parts.items()}
    nombres[next(iter(nombres))] += total - sum(nombres.values())
    return nombres
