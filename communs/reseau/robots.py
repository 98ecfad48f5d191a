"""robots.txt (RFC 9309): what a site asks of robots, read once a day per site."""

from dataclasses import replace

from django.core.cache import cache
from protego import Protego

from communs.reseau.adresses import Cible
from communs.reseau.calculs import regles_lisibles
from communs.reseau.echange import Recu
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee
from communs.reseau.sortie import ROBOT
from communs.reseau.visite import Visite

TAILLE_MAX = 512 * 1024  # bytes; RFC 9309 asks for 500 kB at least
DUREE, DUREE_SANS_REPONSE = 24 * 3600, 600  # seconds in the cache
PAUSE_MAX = 30.0  # seconds of Crawl-delay that are granted


def demander(visite: Visite, cible: Cible, *, indulgent: bool) -> None:
    """Raise VisiteManquee unless the site lets our robot ask for `cible`.

    A file that can't be read forbids everything (RFC 9309, 2.3.1.4), unless `indulgent`: checking one link
    is one request, as a reader would make.
    """
    texte = _regles(visite, cible, indulgent=indulgent)
    if texte is None:
        if indulgent:
            return
        raise VisiteManquee(Etat.ROBOTS, "Le fichier robots.txt du site n’a pas pu être lu.")
    regles = Protego.parse(texte)
    visite.pauses[cible.hote] = min(regles.crawl_delay(ROBOT) or 0.0, PAUSE_MAX)
    if not regles.can_fetch(f"{cible.origine}{cible.chemin}", ROBOT):
        raise VisiteManquee(Etat.ROBOTS, "Le site demande aux robots de ne pas visiter cette page.")


def _regles(visite: Visite, cible: Cible, *, indulgent: bool) -> str | None:
    """The text of the site's robots.txt, "" if it has none, None if it can't be read."""
    cle = f"reseau:robots:{cible.origine}"
    connues = cache.get(cle)
    if connues is not None:
        return connues["texte"]
    fichier = replace(cible, chemin="/robots.txt", fragment="")
    try:
        arrivee = visite.suivre(
            "GET",
            fichier,
            {"Accept": "text/plain, */*;q=0.5"},
            lire=_lire,
            delai=visite.sortie.delai_robots,
        )
    except VisiteManquee as manque:
        if manque.etat is Etat.PATIENCE:
            raise
        cache.set(cle, {"texte": None}, DUREE_SANS_REPONSE)
        if indulgent:
            return None
        manque.message = f"Le fichier robots.txt du site n’a pas pu être lu. {manque.message}"
        raise
    texte = None
    if arrivee.code < 500:
        texte = arrivee.corps.decode("utf-8", "replace").removeprefix("\ufeff")
        texte = texte if regles_lisibles(texte) else None
    cache.set(cle, {"texte": texte}, DUREE if texte is not None else DUREE_SANS_REPONSE)
    return texte


def _lire(recu: Recu) -> bytes:
    return recu.corps(TAILLE_MAX) if 200 <= recu.code < 300 else b""
