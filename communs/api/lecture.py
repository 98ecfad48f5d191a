"""Reading a JSON body that comes from anywhere: small, complete, without tricks."""

import json
from typing import Any, BinaryIO

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from communs.web.erreurs import Refus

TAILLE = 64 * 1024  # bytes; a sheet of answers weighs less than one thousand


class LecteurJson(BaseParser):
    """The framework's own reads a body of any size, and keeps the last of two values of one key."""

    media_type = "application/json"

    def parse(
        self, stream: BinaryIO, media_type: str | None = None, parser_context: dict[str, Any] | None = None
    ) -> Any:
        corps = stream.read(TAILLE + 1)
        if len(corps) > TAILLE:
            raise Refus(413, "")
        try:
            return json.loads(corps.decode(), object_pairs_hook=_sans_doublon, parse_constant=_refuser)
        except (ValueError, RecursionError) as erreur:
            raise ParseError from erreur


def _sans_doublon(paires: list[tuple[str, Any]]) -> dict[str, Any]:
    objet = dict(paires)
    if len(objet) < len(paires):
        raise ValueError("clé répétée")
    return objet


def _refuser(constante: str) -> None:
    raise ValueError(f"{constante} n’est pas du JSON")
