"""Every address of the platform, found by walking the resolver."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.contrats.exemples import EXEMPLES, Decor

HORS_CONTRAT = ("admin:",)  # Django's own, closed by its own door, tested below


def _adresses(
    resolver: URLResolver, espace: str = "", au_dessus: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Walk the resolver: each named address with the names of what its path holds."""
    for motif in resolver.url_patterns:
        if isinstance(motif, URLResolver):
            tenus = (*au_dessus, *motif.pattern.converters)
            yield from _adresses(motif, f"{espace}{motif.namespace}:" if motif.namespace else espace, tenus)
        elif isinstance(motif, URLPattern):
            assert motif.name or espace == "admin:", f"Adresse sans nom : {motif.pattern}"
            yield f"{espace}{motif.name or motif.pattern}", (*au_dessus, *motif.pattern.converters)


TOUTES = dict(_adresses(get_resolver()))
NOTRES = {nom: arguments for nom, arguments in TOUTES.items() if not nom.startswith(HORS_CONTRAT)}


def url_de(nom: str, decor: Decor) -> str:
    return reverse(nom, args=EXEMPLES[nom](decor) if NOTRES[nom] else [])
