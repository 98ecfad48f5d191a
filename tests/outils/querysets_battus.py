"""An unordered queryset comes back shuffled: code that relies on its order fails sooner or later."""

import random

from django.db.models import QuerySet

_fetch_all = QuerySet._fetch_all


def _fetch_all_battu(self: QuerySet) -> None:
    deja_lu = self._result_cache is not None
    _fetch_all(self)
    if not deja_lu and not self.ordered:
        random.shuffle(self._result_cache)


def installer() -> None:
    QuerySet._fetch_all = _fetch_all_battu
