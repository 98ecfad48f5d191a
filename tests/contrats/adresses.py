"""Every address of the platform, found by walking the resolver."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.contrats.exemples import EXEMPLES, Decor

HORS_CONTRAT = ("admin:",)  # Django's own, closed by its own door, tested below


def _motifs(
    resolver: URLResolver, espace: str = "", au_dessus: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], Callable[..., Any]]]:
    """Walk the resolver: each named address with the names of what its path holds, and its view."""
    for motif in resolver.url_patterns:
        if isinstance(motif, URLResolver):
            tenus = (*au_dessus, *motif.pattern.regex.groupindex)
            yield from _motifs(motif, f"{espace}{motif.namespace}:" if motif.namespace else espace, tenus)
        elif isinstance(motif, URLPattern):
            assert motif.name or espace == "admin:", f"Adresse sans nom : {motif.pattern}"
            tenus = (*au_dessus, *motif.pattern.regex.groupindex)
            yield f"{espace}{motif.name or motif.pattern}", tenus, motif.callback


def _methodes(vue: Callable[..., Any]) -> set[str]:
    """What `require_http_methods`, under any other decorator, lets through; nothing when it is not there."""
    while inspect.isfunction(vue):
        retenus = inspect.getclosurevars(vue).nonlocals
        if "request_method_list" in retenus:
            return set(retenus["request_method_list"])
        vue = getattr(vue, "__wrapped__", None)
    return set()


TOUTES = {nom: tenus for nom, tenus, _ in _motifs(get_resolver())}
NOTRES = {nom: arguments for nom, arguments in TOUTES.items() if not nom.startswith(HORS_CONTRAT)}
POSTEES = {nom for nom, _, vue in _motifs(get_resolver()) if _methodes(vue) == {"POST"}}


def url_de(nom: str, decor: Decor) -> str:
    return reverse(nom, args=EXEMPLES[nom](decor) if NOTRES[nom] else [])
