"""From the bytes of a feed to what it brings: RSS 2.0, 1.0, Atom, well formed or nearly."""

import html
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import feedparser
import nh3

ENTREES_MAX = 200
ENTITES = "Ce flux déclare des entités XML, ce qui sert surtout à nuire : il n’a pas été lu."
PAS_UN_FLUX = "Ce qui se trouve à cette adresse n’est pas un flux RSS ou Atom."
# What tools of measure add to addresses: the same page, whatever they say.
_MESURE = re.compile(r"^(utm_|at_|mc_|fbclid$|gclid$|xtor$)")


class FluxIllisible(Exception):
    """Nothing could be read; the message is for a documentaliste."""


@dataclass(frozen=True)
class Entree:
    """`date` as in `veille.dates`, "" when the feed gives none."""

    titre: str
    adresse: str
    auteurs: str = ""
    date: str = ""
    resume: str = ""


@dataclass(frozen=True)
class Lecture:
    titre: str
    site: str
    entrees: tuple[Entree, ...]


def lire(corps: bytes, *, type: str = "", jeu: str = "", adresse: str = "") -> Lecture:
    """What this body brings, at most 200 entries, in its order. Raise FluxIllisible.

    No address is followed, no entity expanded; entries without a title or an http address are left.
    """
    if b"<!entity" in corps.replace(b"\0", b"").lower():
        raise FluxIllisible(ENTITES)
    annonce = f"{type or 'application/xml'}; charset={jeu}" if jeu else type or "application/xml"
    entetes = {"content-type": annonce, "content-location": adresse}
    try:
        return _comprendre(feedparser.parse(BytesIO(corps), response_headers=entetes))
    except FluxIllisible:
        raise
    except Exception as erreur:  # the library stumbles on some: one hostile feed must not stop the others
        raise FluxIllisible(PAS_UN_FLUX) from erreur


def _comprendre(lu: Any) -> Lecture:
    if not lu.get("version"):
        raise FluxIllisible(PAS_UN_FLUX)
    return Lecture(
        titre=_propre(lu.feed.get("title", ""), 160),
        site=_adresse(lu.feed.get("link", "")),
        entrees=tuple(_entrees(lu.entries[:ENTREES_MAX])),
    )


def _entrees(lues: list[Any]) -> Iterator[Entree]:
    for lue in lues:
        titre, adresse = _propre(lue.get("title", ""), 500), _adresse(lue.get("link", ""))
        if titre and adresse:
            noms = (auteur.get("name", "") for auteur in lue.get("authors", ()))
            yield Entree(
                titre=titre,
                adresse=adresse,
                auteurs=_propre(", ".join(filter(None, noms)), 300),
                date=_date(lue),
                resume=_propre(lue.get("summary", ""), 2000),
            )


def _propre(texte: str, longueur: int) -> str:
    """Plain text: no markup, no control character, one space between words."""
    nu = html.unescape(nh3.clean(str(texte), tags=set()))
    nu = "".join(signe if signe.isprintable() else " " for signe in nu)
    nu = " ".join(nu.split(" "))
    nu = re.sub(r" {2,}", " ", nu).strip()
    return nu if len(nu) <= longueur else nu[: longueur - 1].rstrip() + "…"


def _adresse(texte: str) -> str:
    texte = str(texte).strip()
    if not re.fullmatch(r"https?://[^\s<>\"\\]+", texte) or len(texte) > 1000:
        return ""
    try:
        return texte if urlsplit(texte).port != 0 else ""
    except ValueError:
        return ""


def _date(lue: Any) -> str:
    """The day of publication in universal time; feeds that lie about the future say nothing."""
    quand = lue.get("published_parsed") or lue.get("updated_parsed")
    if not quand:
        return ""
    try:
        jour = datetime.fromtimestamp(timegm(quand), tz=UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return jour.date().isoformat() if 1900 <= jour.year <= datetime.now(tz=UTC).year + 1 else ""


def empreinte(adresse: str) -> str:
    """SHA-256 of the address without what does not tell two pages apart: scheme, marks of measure, anchor."""
    partie = urlsplit(adresse)
    questions = sorted(q for q in parse_qsl(partie.query, keep_blank_values=True) if not _MESURE.match(q[0]))
    hote = (partie.hostname or "").removeprefix("www.")
    port = f":{partie.port}" if partie.port not in (None, 80, 443) else ""
    nue = urlunsplit(("", hote + port, partie.path.rstrip("/"), urlencode(questions), ""))
    return sha256(nue.encode()).hexdigest()
