"""Requests to another server, bounded as a whole: a slow or endless answer costs seconds, not a thread.

Ordinary timeouts count between two bytes; here one deadline covers everything.
"""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

DELAI = 8.0  # seconds, connection and body included
TAILLE = 256 * 1024  # bytes


class AppelManque(Exception):
    """The other server did not answer, or not within bounds; the message is for the log."""


@dataclass(frozen=True)
class Reponse:
    code: int
    type: str
    corps: bytes

    def json(self) -> dict[str, Any]:
        """The JSON object of the body; AppelManque if it is anything else."""
        try:
            lu = json.loads(self.corps)
        except (ValueError, RecursionError) as erreur:
            raise AppelManque("réponse qui n’est pas du JSON") from erreur
        if not isinstance(lu, dict):
            raise AppelManque("réponse JSON qui n’est pas un objet")
        return lu


def appeler(
    methode: str,
    adresse: str,
    *,
    entetes: Mapping[str, str] | None = None,
    formulaire: Mapping[str, str] | None = None,
    delai: float | None = None,
) -> Reponse:
    """Send one request, follow no redirect, read at most TAILLE bytes in `delai` seconds (DELAI).

    Raises AppelManque. Runs in a thread of its own, since the caller's may hold an event loop.
    """
    with ThreadPoolExecutor(1) as fil:
        return fil.submit(
            asyncio.run, _lire(methode, adresse, entetes or {}, formulaire, delai or DELAI)
        ).result()


async def _lire(
    methode: str,
    adresse: str,
    entetes: Mapping[str, str],
    formulaire: Mapping[str, str] | None,
    delai: float,
) -> Reponse:
    corps = bytearray()
    envoi = {"Accept-Encoding": "identity", **entetes}
    try:
        async with (
            asyncio.timeout(delai),
            httpx.AsyncClient(timeout=delai) as client,
            client.stream(methode, adresse, headers=envoi, data=formulaire) as reponse,
        ):
            if reponse.headers.get("Content-Encoding", "identity") != "identity":
                raise AppelManque("réponse compressée sans qu’on le demande")
            async for morceau in reponse.aiter_raw():
                corps += morceau
                if len(corps) > TAILLE:
                    raise AppelManque(f"réponse de plus de {TAILLE} octets")
            type_ = reponse.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Reponse(reponse.status_code, type_, bytes(corps))
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError, ValueError) as erreur:
        raise AppelManque(f"{type(erreur).__name__} : {erreur}") from erreur
