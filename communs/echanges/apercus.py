"""What an import shows before anything is written, kept between the preview and the answer."""

import json
import zlib
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.core.cache import cache

from communs.collectivites.identite import Identite

DUREE = 3600  # seconds


def garder(
    portee: str, identite: Identite, valeurs: Any, *, default: Callable[[Any], Any] | None = None
) -> UUID:
    """Keep what was shown, as JSON, for this person and under this scope only; its name."""
    jeton = uuid4()
    dit = json.dumps(valeurs, default=default)
    cache.set(_cle(portee, identite, jeton), zlib.compress(dit.encode()), DUREE)
    return jeton


def retrouver(
    portee: str,
    identite: Identite,
    jeton: UUID,
    *,
    object_hook: Callable[[dict[str, Any]], Any] | None = None,
) -> Any:
    """What was shown under this name; None once it is gone."""
    garde = cache.get(_cle(portee, identite, jeton))
    return None if garde is None else json.loads(zlib.decompress(garde), object_hook=object_hook)


def _cle(portee: str, identite: Identite, jeton: UUID) -> str:
    return f"{portee}:{identite.personne.pk}:{jeton}"
