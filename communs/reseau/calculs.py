"""What an answer means: pure functions, no network."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from communs.reseau.adresses import Cible
from communs.reseau.enums import Etat

PERMANENTES = frozenset({301, 308})
REDIRECTIONS = PERMANENTES | {302, 303, 307}
REPOS_MAX = 7 * 24 * 3600.0  # seconds; a longer rest is somebody's mistake
REPOS_PAR_DEFAUT = 600.0  # seconds, after a 429 that says nothing
VALIDATEUR_MAX = 500  # characters of an ETag
AGENTS_MAX, REGLES_MAX = 2000, 500_000  # of a robots.txt: names, and names × lines

MESSAGES = {
    Etat.OK: "La page répond.",
    Etat.INTROUVABLE: "Le site répond, mais cette page n’existe pas ou n’existe plus ({code}).",
    Etat.DISPARU: "Le site dit avoir retiré cette page pour de bon ({code}).",
    Etat.ERREUR_SERVEUR: "Le site est en panne ({code}).",
    Etat.ACCES_REFUSE: (
        "Le site ne montre pas cette page à un robot ({code}). Ouvrez-la vous-même pour savoir si elle "
        "existe encore."
    ),
    Etat.DELAI: "Le site met trop de temps à répondre ({code}).",
    Etat.INCOMPREHENSIBLE: "La réponse du site est incompréhensible ({code}).",
    Etat.PATIENCE: "Le site demande de revenir plus tard ({code}).",
}


@dataclass(frozen=True)
class Etape:
    """One redirection: its status and the address that answered it."""

    code: int
    cible: Cible


def etat_du_code(code: int) -> Etat:
    """The state that a final HTTP status stands for."""
    precis = {
        404: Etat.INTROUVABLE,
        408: Etat.DELAI,
        410: Etat.DISPARU,
        429: Etat.PATIENCE,
        504: Etat.DELAI,
    }
    if code in precis:
        return precis[code]
    if 200 <= code < 300:
        return Etat.OK
    if 400 <= code < 500:
        return Etat.ACCES_REFUSE
    return Etat.ERREUR_SERVEUR if code >= 500 else Etat.INCOMPREHENSIBLE


def dire(etat: Etat, code: int) -> str:
    """What an editor is told of a status; `etat`: one that a status can stand for."""
    return MESSAGES[etat].format(code=code)


def validateur(valeur: str) -> str:
    """An ETag or a date that may be sent back in a header; "" for what could not be."""
    return valeur if valeur.isascii() and valeur.isprintable() and len(valeur) <= VALIDATEUR_MAX else ""


def message_du_demenagement(depart: Cible, nouvelle: Cible) -> str:
    """What an editor is told of a permanent redirection."""
    dit = f"La page a changé d’adresse pour de bon : {nouvelle.adresse}"
    if nouvelle.chemin == "/" and depart.chemin != "/":
        dit += " — c’est l’accueil d’un site : la page d’origine a peut-être disparu."
    return dit


def nouvelle_cible(etapes: Sequence[Etape], arrivee: Cible) -> Cible | None:
    """Where permanent redirections lead: followed as long as they are, none if the first is not.

    Beyond a temporary redirection nothing is promised: the address before it is the one to keep.
    """
    suites = [*(etape.cible for etape in etapes), arrivee][1:]
    nouvelle = None
    for etape, suite in zip(etapes, suites, strict=True):
        if etape.code not in PERMANENTES:
            break
        nouvelle = suite
    return nouvelle


def repos_demande(code: int, entetes: Mapping[str, str], maintenant: datetime) -> float | None:
    """Seconds for which a site asks to be left alone (429, or 503 with Retry-After); None if it does not.

    Between 0 and REPOS_MAX.
    """
    valeur = entetes.get("retry-after", "").strip()
    if code not in {429, 503} or (code == 503 and not valeur):
        return None
    return min(max(_secondes(valeur, maintenant), 0.0), REPOS_MAX)


def _secondes(valeur: str, maintenant: datetime) -> float:
    if valeur.isascii() and valeur.isdigit():
        return float(valeur[:9])
    try:
        date = parsedate_to_datetime(valeur)
        secondes = (date.replace(tzinfo=date.tzinfo or maintenant.tzinfo) - maintenant).total_seconds()
    except (ValueError, OverflowError):
        return REPOS_PAR_DEFAUT
    return secondes if math.isfinite(secondes) else REPOS_PAR_DEFAUT


def lire_type(entete: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header, lower case, "" when absent."""
    message = Message()
    message["Content-Type"] = entete or "application/octet-stream"
    jeu = message.get_param("charset", "")
    return message.get_content_type() if entete else "", jeu.lower()[:40] if isinstance(jeu, str) else ""


def type_attendu(recu: str, attendus: Iterable[str]) -> bool:
    """Whether a media type is one of those (`text/html`, `text/*`); any one when none is given."""
    voulus = list(attendus)
    return not voulus or any(
        recu == voulu or (voulu.endswith("/*") and recu.startswith(voulu[:-1])) for voulu in voulus
    )


def regles_lisibles(texte: str) -> bool:
    """Whether a robots.txt may be parsed: names times rules would otherwise cost minutes and gigabytes."""
    lignes = texte.splitlines()
    agents = sum("agent" in ligne[:20].lower() for ligne in lignes)
    return agents <= AGENTS_MAX and agents * len(lignes) <= REGLES_MAX
