"""The three-way rule, and the form in which values are compared."""

import json
from enum import Enum
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class Sort(Enum):
    """What happens to one field."""

    PAREIL = "pareil"  # the database already says what is shipped
    PRENDRE = "prendre"  # nobody touched it here: take what is shipped
    GARDER = "garder"  # edited here, the shipped text did not move
    CONFLIT = "conflit"  # edited here and changed in the file: keep, and say so


def sort_du_champ(*, avant: Any, livre: Any, actuel: Any) -> Sort:
    """Compare what was shipped before, what is shipped now and what the database holds."""
    if actuel == livre:
        return Sort.PAREIL
    if actuel == avant:
        return Sort.PRENDRE
    return Sort.GARDER if livre == avant else Sort.CONFLIT


def comparable(valeur: Any) -> Any:
    """A value as JSON, texts without the edges and line ends that a web form changes by itself."""
    if isinstance(valeur, str):
        return valeur.replace("\r\n", "\n").strip()
    if isinstance(valeur, list | tuple):
        return [comparable(v) for v in valeur]
    if isinstance(valeur, dict):
        return {cle: comparable(v) for cle, v in valeur.items()}
    return json.loads(json.dumps(valeur, cls=DjangoJSONEncoder))
