"""The seal: what was true of the report when the final committee met."""

import hashlib
import json
from collections.abc import Iterable

Piece = tuple[int, str, str]  # number, title, text


def canonique(conclusions: Iterable[Piece], preconisations: Iterable[Piece]) -> str:
    """The report as JSON written one way only, so that anybody can compute its fingerprint again."""

    def rangees(pieces: Iterable[Piece]) -> list[dict[str, int | str]]:
        return [{"numero": numero, "titre": titre, "texte": texte} for numero, titre, texte in sorted(pieces)]

    contenu = {"conclusions": rangees(conclusions), "preconisations": rangees(preconisations)}
    return json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def empreinte(conclusions: Iterable[Piece], preconisations: Iterable[Piece]) -> str:
    """SHA-256 of `canonique` in UTF-8, in hexadecimal."""
    return hashlib.sha256(canonique(conclusions, preconisations).encode()).hexdigest()
