"""Which addresses may be visited: pure functions, no network.

An address is read once, by one strict grammar; the pieces read here are those that are resolved, connected
to, sent as Host and compared with the certificate. So no second parser can read it otherwise.
"""

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urljoin

import idna

from communs.reseau.erreurs import adresse_refusee

Reseau = IPv4Network | IPv6Network

LONGUEUR_MAX = 2048  # characters
PORTS = {"http": 80, "https": 443}

_ADRESSE = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE)
_AUTORITE = re.compile(r"([^:\[\]@%]+)(?::([0-9]{1,5}))?")
_INTERDITS = re.compile(r"[\x00-\x20\x7f-\x9f\\\ud800-\udfff\u2028\u2029\ufeff]")
_ETIQUETTE = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# The last label is never a number: 127.1, 0x7f.1 and their kind are addresses in disguise.
_DERNIERE = re.compile(r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
# Names that mean « here » or « inside » by convention (RFC 6761, 6762, 8375, 9476 and usage).
_NOMS_INTERNES = re.compile(
    r"(?:.*\.)?(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa|onion|alt)"
)
# Left as they stand in a path or a query; the rest is percent-encoded, as browsers do.
_SURS = "%/:@!$&'()*+,;=~-._?[]|"

# Special-purpose registries of IANA, written out: what Python calls global changed between versions.
_V4_RESERVES = tuple(
    ip_network(reseau)
    for reseau in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
        *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # public on paper; answers inside a cloud only, to the machines it hosts
    )
)
_V6_PUBLIC = ip_network("2000::/3")
_V6_RESERVES = tuple(
    ip_network(reseau)
    # IETF protocols (Teredo, ORCHID…), 6to4, AS112, documentation: an IPv4 address may hide in the first two.
    for reseau in ("2001::/23", "2002::/16", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20")
)


@dataclass(frozen=True)
class Cible:
    """An address taken apart: lower-case ASCII host, explicit port, `chemin` with its query."""

    schema: str
    hote: str
    port: int
    chemin: str
    fragment: str = ""

    @property
    def autorite(self) -> str:
        """Host and, when it is not the scheme's own, port: what the Host header says."""
        return self.hote if self.port == PORTS[self.schema] else f"{self.hote}:{self.port}"

    @property
    def origine(self) -> str:
        return f"{self.schema}://{self.autorite}"

    @property
    def adresse(self) -> str:
        return f"{self.origine}{self.chemin}{'#' if self.fragment else ''}{self.fragment}"


def analyser(adresse: str, ports: Collection[int] = (80, 443)) -> Cible:
    """Take an http(s) address apart; raise VisiteManquee (ADRESSE_REFUSEE) unless it is plain and public.

    Refused: other schemes and ports, credentials, IP addresses however written, names of one word or
    known to be internal, names that browsers would silently rewrite.
    """
    if len(adresse) > LONGUEUR_MAX:
        raise adresse_refusee(f"Cette adresse dépasse {LONGUEUR_MAX} caractères.")
    if _INTERDITS.search(adresse):
        raise adresse_refusee("Cette adresse contient un espace ou un caractère interdit.")
    trouvee = _ADRESSE.fullmatch(adresse)
    if trouvee is None:
        raise adresse_refusee("Une adresse commence par « https:// » ou « http:// ».")
    schema, autorite, chemin, requete, fragment = trouvee.groups()
    schema = schema.lower()
    if "@" in autorite:
        raise adresse_refusee("Cette adresse contient un nom d’utilisateur ou un mot de passe.")
    morceaux = _AUTORITE.fullmatch(autorite)
    if morceaux is None:
        raise adresse_refusee("Le nom du site est illisible dans cette adresse.")
    hote, port = _hote(morceaux[1]), int(morceaux[2] or PORTS[schema])
    if port not in ports:
        raise adresse_refusee(f"Le port {port} n’est pas un port ordinaire du web.")
    cible = chemin or "/"
    if requete is not None:
        cible += f"?{requete}"
    lue = Cible(schema, hote, port, quote(cible, safe=_SURS), quote(fragment or "", safe=_SURS))
    if len(lue.adresse) > LONGUEUR_MAX:
        raise adresse_refusee(f"Cette adresse dépasse {LONGUEUR_MAX} caractères.")
    return lue


def _hote(nom: str) -> str:
    """The host name in ASCII, each label checked."""
    if nom.isascii():
        nom = nom.lower()
    else:
        try:
            nom = idna.encode(nom, strict=True, std3_rules=True).decode("ascii")
        except idna.IDNAError as erreur:
            raise adresse_refusee("Le nom du site contient un caractère trompeur.") from erreur
    etiquettes = nom.split(".")
    if len(nom) > 253 or not all(_ETIQUETTE.fullmatch(e) for e in etiquettes):
        raise adresse_refusee("Le nom du site est illisible dans cette adresse.")
    if len(etiquettes) < 2 or not _DERNIERE.fullmatch(etiquettes[-1]):
        raise adresse_refusee("Le nom du site doit être complet, comme « www.exemple.fr », et non un numéro.")
    if _NOMS_INTERNES.fullmatch(nom):
        raise adresse_refusee("Ce nom est celui d’une machine interne, pas d’un site public.")
    return nom


def rejoindre(cible: Cible, destination: str, ports: Collection[int]) -> Cible:
    """Where a redirection leads (`destination`: the raw Location header); raise VisiteManquee.

    As in browsers, accents and spaces are encoded, and the fragment is kept when no new one is given.
    """
    with suppress(UnicodeError):  # not UTF-8: encoded below, character by character
        destination = destination.encode("latin-1").decode("utf-8")
    destination = destination.strip(" \t").replace(" ", "%20")
    if _INTERDITS.search(destination):
        raise adresse_refusee("La page redirige vers une adresse qui contient un caractère interdit.")
    try:
        suite = analyser(urljoin(cible.adresse, destination), ports)
    except ValueError as erreur:
        raise adresse_refusee("La page redirige vers une adresse illisible.") from erreur
    if suite.fragment or not cible.fragment:
        return suite
    return Cible(suite.schema, suite.hote, suite.port, suite.chemin, cible.fragment)


def est_publique(adresse: str | IPv4Address | IPv6Address, refuses: Collection[Reseau] = ()) -> bool:
    """Whether an IP address is one of the public Internet, and in none of the networks `refuses`.

    IPv6 addresses that carry an IPv4 one (mapped, compatible, 6to4, Teredo, NAT64) are never public.
    """
    try:
        ip = ip_address(adresse)
    except ValueError:
        return False
    if any(ip in reseau for reseau in refuses):
        return False
    if isinstance(ip, IPv4Address):
        return ip.is_global and not any(ip in reseau for reseau in _V4_RESERVES)
    public = ip in _V6_PUBLIC and ip.scope_id is None
    return public and ip.is_global and not any(ip in reseau for reseau in _V6_RESERVES)
