"""The way out: who resolves names, who opens connections, with what limits.

Names are resolved once per connection, every address of the answer must be public, and the connection
goes to one of those very addresses: nothing is left to be resolved a second time.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import certifi
from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from communs.reseau.adresses import Cible, Reseau, est_publique
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee, adresse_refusee

ROBOT = "Vigie"  # the name that robots.txt files may use
ESSAIS_MAX = 4  # addresses of one site tried in turn
# OpenSSL's reasons (X509_V_ERR_…), for the editor.
_CERTIFICATS = {
    10: "il a expiré",
    9: "il n’est pas encore valable",
    18: "le site l’a signé lui-même",
    19: "il ne vient pas d’une autorité reconnue",
    20: "il ne vient pas d’une autorité reconnue",
    21: "il ne vient pas d’une autorité reconnue",
    62: "il est fait pour un autre nom de site",
}


def resoudre(hote: str) -> list[str]:
    """Ask the system for the IP addresses of a name; raise OSError.

    The final dot keeps the resolver from completing it into a name of the local network.
    """
    trouves = socket.getaddrinfo(f"{hote}.", None, type=socket.SOCK_STREAM)
    return [str(adresse[4][0]) for adresse in trouves]


def connecter(ip: str, port: int, delai: float) -> socket.socket:
    """Open a TCP connection to an IP address within `delai` seconds; raise OSError."""
    return socket.create_connection((ip, port), timeout=delai)


@cache
def contexte_tls() -> ssl.SSLContext:
    """Certificates checked against the system's authorities and certifi's, TLS 1.2 or later."""
    contexte = ssl.create_default_context()
    contexte.load_verify_locations(certifi.where())
    contexte.minimum_version = ssl.TLSVersion.TLSv1_2
    return contexte


@dataclass(frozen=True)
class Sortie:
    """Limits of a visit, and the two outside parts that a test replaces; times in seconds."""

    resoudre: Callable[[str], list[str]] = resoudre
    connecter: Callable[[str, int, float], socket.socket] = connecter
    tls: ssl.SSLContext = field(default_factory=contexte_tls)
    agent: str = ROBOT
    ports: frozenset[int] = frozenset({80, 443})
    refuses: tuple[Reseau, ...] = ()
    delai_connexion: float = 5.0  # of one connection, TLS apart
    delai_lecture: float = 10.0  # between two bytes; also of a resolution, of TLS
    delai_robots: float = 8.0  # of one request for robots.txt: the page must have its share
    delai_total: float = 30.0  # on the network, for the whole visit: redirections and robots.txt included
    ecart: float = 2.0  # between two visits of one site, all workers together
    attente: float = 30.0  # for a site's turn, at most
    taille_entetes: int = 64 * 1024  # bytes


def sortie_reelle() -> Sortie:
    """The way out that the settings describe."""
    contact = iri_to_uri(settings.VIGIE_ADRESSE + reverse("web:mentions_legales"))
    return Sortie(
        agent=f"{ROBOT}/1.0 (+{contact})",
        ports=frozenset(settings.VIGIE_RESEAU_PORTS),
        refuses=tuple(settings.VIGIE_RESEAU_REFUSES),
        ecart=settings.VIGIE_RESEAU_ECART,
    )


def reste(echeance: float) -> float:
    """Seconds until `echeance` (of `time.monotonic`); raise VisiteManquee (DELAI) when there are none."""
    secondes = echeance - time.monotonic()
    if secondes <= 0:
        raise VisiteManquee(Etat.DELAI, "Le site est trop lent : la visite a été interrompue.")
    return secondes


def ouvrir(sortie: Sortie, cible: Cible, echeance: float) -> socket.socket:
    """A connection to a public address of the site, encrypted if its scheme says so; raise VisiteManquee."""
    adresses = _adresses(sortie, cible.hote, echeance)
    lente = False
    for ip in adresses[:ESSAIS_MAX]:
        try:
            prise = sortie.connecter(ip, cible.port, min(sortie.delai_connexion, reste(echeance)))
        except TimeoutError:
            lente = True
        except OSError:
            continue
        else:
            return _chiffrer(sortie, prise, cible, echeance) if cible.schema == "https" else prise
    if lente:
        raise VisiteManquee(Etat.DELAI, "Le site ne répond pas à la connexion.")
    raise VisiteManquee(Etat.INJOIGNABLE, "Le site refuse la connexion.")


def _adresses(sortie: Sortie, hote: str, echeance: float) -> list[str]:
    """The addresses of a name, all public or none: a mixed answer is a trap or a mistake."""
    adresses = list(dict.fromkeys(_resoudre_a_temps(sortie, hote, echeance)))
    if not adresses:
        raise VisiteManquee(Etat.DNS, "Ce nom de site n’a pas d’adresse.")
    if not all(est_publique(ip, sortie.refuses) for ip in adresses):
        raise adresse_refusee("Ce nom ne mène pas à un site public.")
    return adresses


def _resoudre_a_temps(sortie: Sortie, hote: str, echeance: float) -> list[str]:
    """`sortie.resoudre`, left alone in its thread when it is late: the system's own has no time-out."""
    boite: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def demander() -> None:
        try:
            boite.put(sortie.resoudre(hote))
        except (OSError, UnicodeError) as erreur:
            boite.put(erreur)

    threading.Thread(target=demander, daemon=True, name="reseau-dns").start()
    try:
        reponse = boite.get(timeout=min(sortie.delai_lecture, reste(echeance)))
    except queue.Empty as erreur:
        raise VisiteManquee(Etat.DNS, "L’annuaire des noms de sites ne répond pas pour ce nom.") from erreur
    if isinstance(reponse, Exception):
        raise VisiteManquee(Etat.DNS, "Ce nom de site est inconnu.") from reponse
    return reponse


def _chiffrer(sortie: Sortie, prise: socket.socket, cible: Cible, echeance: float) -> socket.socket:
    """TLS over `prise`, the certificate checked for the name in the address; closes it on failure."""
    try:
        prise.settimeout(min(sortie.delai_lecture, reste(echeance)))
        return sortie.tls.wrap_socket(prise, server_hostname=cible.hote)
    except OSError as erreur:
        prise.close()
        raise _echec_de_tls(erreur) from erreur
    except VisiteManquee:
        prise.close()
        raise


def _echec_de_tls(erreur: OSError) -> VisiteManquee:
    if isinstance(erreur, ssl.SSLCertVerificationError):
        raison = _CERTIFICATS.get(erreur.verify_code, "il n’a pas pu être vérifié")
        return VisiteManquee(Etat.TLS, f"Le certificat du site est refusé : {raison}.")
    if isinstance(erreur, TimeoutError):
        return VisiteManquee(Etat.DELAI, "Le site est trop lent à établir la connexion chiffrée.")
    if isinstance(erreur, ssl.SSLError):
        return VisiteManquee(Etat.TLS, "La connexion chiffrée au site échoue.")
    return VisiteManquee(Etat.INJOIGNABLE, "Le site coupe la connexion.")
