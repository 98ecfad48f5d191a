"""Is the platform alive, and is it ready to work? `/sante/` answers both, apart.

*Alive*: this web process answers. *Ready*: database, Redis, a worker seen lately, and no row
waiting longer than it should. A room that owns a queue declares it with `surveiller_file`.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

CLE_POULS = "sante:pouls"
POULS_MAX = 90  # seconds; beat asks a worker for a sign of life every 20
ATTENTE_MAX = 900  # seconds a due row may wait before the platform says it is not ready

_files: dict[str, tuple[Callable[[], float], float]] = {}


@dataclass(frozen=True)
class Controle:
    """One check: `age` in seconds where it measures a delay."""

    nom: str
    bon: bool
    detail: str = ""
    age: float | None = None


def surveiller_file(
    nom: str, age_du_plus_ancien: Callable[[], float], attente_max: float = ATTENTE_MAX
) -> None:
    """Declare a queue kept in the database; the function gives the age of its oldest due row, in seconds.

    Past `attente_max` seconds the platform is not ready.
    """
    _files[nom] = (age_du_plus_ancien, attente_max)


def battre() -> None:
    """Called by a worker: leave a sign of life."""
    cache.set(CLE_POULS, time.time(), timeout=3600)


def controler() -> list[Controle]:
    """Run every readiness check; none of them raises."""
    return [_base(), _redis(), _worker(), *(_file(nom, *file) for nom, file in _files.items())]


def bilan(controles: list[Controle]) -> dict:
    return {
        "pret": all(c.bon for c in controles),
        "controles": {c.nom: {k: v for k, v in asdict(c).items() if k != "nom"} for c in controles},
    }


def _base() -> Controle:
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT 1")
    except DatabaseError:
        return Controle("base", False, "La base de données ne répond pas.")
    return Controle("base", True)


def _redis() -> Controle:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    try:
        client.ping()
    except redis.RedisError:
        return Controle("redis", False, "Redis ne répond pas.")
    finally:
        client.close()
    return Controle("redis", True)


def _worker() -> Controle:
    dernier = cache.get(CLE_POULS)
    if dernier is None:
        return Controle("worker", False, "Aucun worker ne s’est encore manifesté.")
    age = round(time.time() - dernier, 1)
    return Controle("worker", age <= POULS_MAX, "" if age <= POULS_MAX else "Le worker ne répond plus.", age)


def _file(nom: str, age_du_plus_ancien: Callable[[], float], attente_max: float) -> Controle:
    try:
        age = round(age_du_plus_ancien(), 1)
    except DatabaseError:
        return Controle(nom, False, "La file n’a pas pu être lue.")
    bon = age <= attente_max
    return Controle(nom, bon, "" if bon else "Des lignes attendent depuis trop longtemps.", age)
