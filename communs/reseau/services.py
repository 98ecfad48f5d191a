"""The two ways to go outside: check that a link lives, read what stands at an address.

Both may wait a minute: call them from a task, outside of any transaction.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from communs.reseau import robots
from communs.reseau.adresses import Cible, analyser
from communs.reseau.calculs import (
    dire,
    etat_du_code,
    lire_type,
    message_du_demenagement,
    nouvelle_cible,
    type_attendu,
    validateur,
)
from communs.reseau.echange import Recu
from communs.reseau.enums import PANNES, Etat
from communs.reseau.erreurs import VisiteManquee
from communs.reseau.sortie import Sortie, sortie_reelle
from communs.reseau.visite import Arrivee, Visite

journal = logging.getLogger(__name__)

TAILLE_MAX = 2 * 1024 * 1024  # bytes
# A server may have gone wrong over HEAD alone: these are asked again with GET, like any status above 399.
_A_CONFIRMER = frozenset(
    {Etat.DELAI, Etat.INJOIGNABLE, Etat.INCOMPREHENSIBLE, Etat.TROP_DE_REDIRECTIONS, Etat.TROP_GROS}
)


@dataclass(frozen=True)
class Constat:
    """What became of a link.

    `code`: HTTP status, None without an answer. `adresse_finale`: where the visit ended, "" if nowhere.
    `nouvelle_adresse`: what permanent redirections say to write instead, "" if nothing. `message`:
    for an editor, in French. `revenir_le`: not to be checked again before.
    """

    adresse: str
    etat: Etat
    message: str
    code: int | None = None
    adresse_finale: str = ""
    nouvelle_adresse: str = ""
    revenir_le: datetime | None = None

    @property
    def en_panne(self) -> bool:
        """A reader would be stopped. Neither this nor alive: a robot can't tell."""
        return self.etat in PANNES


@dataclass(frozen=True)
class Reponse:
    """What stands at an address: `corps` decompressed, as bytes; `jeu`: the charset announced, or "".

    `etag`, `modifie_le`: to be given back at the next reading. `inchange`: nothing new since (304),
    and no body.
    """

    adresse_finale: str
    nouvelle_adresse: str
    code: int
    type: str
    jeu: str
    corps: bytes
    etag: str
    modifie_le: str
    inchange: bool


def verifier(adresse: str, *, sortie: Sortie | None = None) -> Constat:
    """Whether a reader who follows this link finds a page: HEAD, then GET unless all is well. Never raises
    for what the site or the address does."""
    sortie = sortie or sortie_reelle()
    try:
        depart = analyser(adresse, sortie.ports)
        with Visite(sortie) as visite:
            arrivee = _frapper(visite, depart)
    except VisiteManquee as manque:
        _signaler(adresse, manque)
        return Constat(adresse, manque.etat, manque.message, code=manque.code, revenir_le=manque.revenir_le)
    return _constat(adresse, depart, arrivee)


def lire(
    adresse: str,
    *,
    taille_max: int = TAILLE_MAX,
    types: Sequence[str] = (),
    etag: str = "",
    modifie_le: str = "",
    sortie: Sortie | None = None,
) -> Reponse:
    """Read at most `taille_max` bytes of one of these `types` (`text/html`, `text/*`; any by default).

    `etag` and `modifie_le`, of the reading before, make it conditional. Raise VisiteManquee for whatever
    is not such a body or « unchanged ».
    """
    sortie = sortie or sortie_reelle()
    etag, modifie_le = validateur(etag), validateur(modifie_le)
    conditions = {"If-None-Match": etag, "If-Modified-Since": modifie_le}
    entetes = {nom: valeur for nom, valeur in conditions.items() if valeur}
    entetes["Accept"] = ", ".join([*types, "*/*;q=0.1"]) if types else "*/*"

    def corps(recu: Recu) -> bytes:
        if recu.code == 304 and (etag or modifie_le):
            return b""
        if (etat := etat_du_code(recu.code)) is not Etat.OK:
            raise VisiteManquee(etat, dire(etat, recu.code), code=recu.code)
        genre, _ = lire_type(recu.entetes.get("content-type", ""))
        if not type_attendu(genre, types):
            message = f"Le contenu est d’un autre type que prévu : {genre[:80] or 'non précisé'}."
            raise VisiteManquee(Etat.TYPE_REFUSE, message, code=recu.code)
        return recu.corps(taille_max)

    try:
        depart = analyser(adresse, sortie.ports)
        with Visite(sortie) as visite:
            garde = partial(robots.demander, visite, indulgent=False)
            arrivee = visite.suivre("GET", depart, entetes, garde=garde, lire=corps)
    except VisiteManquee as manque:
        _signaler(adresse, manque)
        raise
    genre, jeu = lire_type(arrivee.entetes.get("content-type", ""))
    nouvelle = nouvelle_cible(arrivee.etapes, arrivee.cible)
    return Reponse(
        adresse_finale=arrivee.cible.adresse,
        nouvelle_adresse=nouvelle.adresse if nouvelle else "",
        code=arrivee.code,
        type=genre,
        jeu=jeu,
        corps=arrivee.corps,
        etag=validateur(arrivee.entetes.get("etag", "")),
        modifie_le=validateur(arrivee.entetes.get("last-modified", "")),
        inchange=arrivee.code == 304,
    )


def _frapper(visite: Visite, depart: Cible) -> Arrivee:
    garde = partial(robots.demander, visite, indulgent=True)
    try:
        arrivee = visite.suivre("HEAD", depart, garde=garde)
        if arrivee.code < 400:
            return arrivee
    except VisiteManquee as manque:
        if manque.etat not in _A_CONFIRMER:
            raise
    return visite.suivre("GET", depart, garde=garde)


def _constat(adresse: str, depart: Cible, arrivee: Arrivee) -> Constat:
    etat = etat_du_code(arrivee.code)
    message = dire(etat, arrivee.code)
    nouvelle = nouvelle_cible(arrivee.etapes, arrivee.cible) if etat is Etat.OK else None
    if nouvelle is not None:
        etat, message = Etat.REDIRIGE, message_du_demenagement(depart, nouvelle)
    return Constat(
        adresse,
        etat,
        message,
        code=arrivee.code,
        adresse_finale=arrivee.cible.adresse,
        nouvelle_adresse=nouvelle.adresse if nouvelle else "",
    )


def _signaler(adresse: str, manque: VisiteManquee) -> None:
    """A refused address may be an attempt at our own network: it leaves a line."""
    if manque.etat is Etat.ADRESSE_REFUSEE:
        journal.warning("Adresse refusée : %.300r (%s)", adresse, manque.message)
