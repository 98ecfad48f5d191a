"""A visit: from one address, through its redirections, each checked like the first."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType

from django.utils import timezone

from communs.reseau import tours
from communs.reseau.adresses import Cible, rejoindre
from communs.reseau.calculs import REDIRECTIONS, Etape, dire, repos_demande
from communs.reseau.echange import Recu, echanger
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee
from communs.reseau.sortie import Sortie

REDIRECTIONS_MAX = 5
MARGE = 10.0  # seconds of a turn beyond what the network may take


@dataclass(frozen=True)
class Arrivee:
    """The answer at the end of the redirections."""

    code: int
    entetes: Mapping[str, str]
    cible: Cible
    etapes: tuple[Etape, ...]
    corps: bytes


@contextmanager
def _ailleurs(redirigee: bool) -> Iterator[None]:
    """What fails behind a redirection says so: the address that the editor knows has nothing wrong."""
    try:
        yield
    except VisiteManquee as manque:
        if redirigee and manque.etat is not Etat.PATIENCE:
            manque.message = f"La page redirige vers une autre. {manque.message}"
        raise


class Visite:
    """One use of the network, with one budget of time; holds the turn of one site at a time.

    Never two turns together: two visits that go from one site to the other could wait for ever.
    """

    def __init__(self, sortie: Sortie) -> None:
        self.sortie = sortie
        self.pauses: dict[str, float] = {}  # seconds that a site's robots.txt asks for
        self._reseau, self._attente = sortie.delai_total, sortie.attente  # seconds left
        self._tour: tours.Tour | None = None
        self._repos = 0.0

    def __enter__(self) -> "Visite":
        return self

    def __exit__(
        self, genre: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._partir()

    def suivre(
        self,
        methode: str,
        depart: Cible,
        entetes: Mapping[str, str] | None = None,
        *,
        garde: Callable[[Cible], None] | None = None,
        lire: Callable[[Recu], bytes] | None = None,
        delai: float = math.inf,
    ) -> Arrivee:
        """Ask for `depart` and for what it redirects to; raise VisiteManquee.

        `garde` is asked before each address and may refuse it; `lire` reads the last body; `delai`: seconds
        that each exchange may take, within what is left of the visit.
        """
        etapes: list[Etape] = []
        cible = depart
        while True:
            with _ailleurs(bool(etapes)):
                if garde is not None:
                    garde(cible)
                self._se_presenter(cible.hote)
                with self._echanger(cible, methode, entetes or {}, delai) as recu:
                    if recu.code not in REDIRECTIONS:
                        self._ecouter(recu)
                        corps = lire(recu) if lire is not None else b""
                        return Arrivee(recu.code, recu.entetes, cible, tuple(etapes), corps)
            etapes.append(Etape(recu.code, cible))
            cible = self._suite(cible, recu, len(etapes))

    def _suite(self, cible: Cible, recu: Recu, rang: int) -> Cible:
        """Where the redirection number `rang` leads. From https to http, nowhere: what the address
        promised to its reader (nobody listens, nobody rewrites) would be lost without a word."""
        if rang > REDIRECTIONS_MAX:
            raise VisiteManquee(Etat.TROP_DE_REDIRECTIONS, "Les redirections n’en finissent pas.")
        destination = recu.entetes.get("location", "")
        if not destination:
            raise VisiteManquee(Etat.INCOMPREHENSIBLE, "Le site redirige sans dire où.", code=recu.code)
        with _ailleurs(True):
            suite = rejoindre(cible, destination, self.sortie.ports)
        if cible.schema == "https" and suite.schema == "http":
            raise VisiteManquee(Etat.DECLASSE, "La page redirige vers une adresse sans chiffrement (http).")
        return suite

    @contextmanager
    def _echanger(
        self, cible: Cible, methode: str, entetes: Mapping[str, str], delai: float
    ) -> Iterator[Recu]:
        debut = time.monotonic()
        echeance = debut + min(self._reseau, delai)
        try:
            with echanger(self.sortie, cible, methode, entetes, echeance) as recu:
                yield recu
        finally:
            self._reseau -= time.monotonic() - debut

    def _se_presenter(self, hote: str) -> None:
        """Take the turn of this site, after leaving the one before."""
        if self._tour is not None and self._tour.hote == hote:
            return
        self._partir()
        debut = time.monotonic()
        self._tour = tours.prendre(hote, bail=max(self._reseau, 0.0) + MARGE, attente=self._attente)
        self._attente = max(self._attente - (time.monotonic() - debut), 0.0)

    def _partir(self) -> None:
        if self._tour is not None:
            pause = max(self.sortie.ecart, self.pauses.get(self._tour.hote, 0.0), self._repos)
            tours.rendre(self._tour, pause=pause)
        self._tour, self._repos = None, 0.0

    def _ecouter(self, recu: Recu) -> None:
        """A site that asks to be left alone is, by every worker; raise VisiteManquee (PATIENCE)."""
        maintenant = timezone.now()
        repos = repos_demande(recu.code, recu.entetes, maintenant)
        if repos is not None:
            self._repos = repos
            raise VisiteManquee(
                Etat.PATIENCE,
                dire(Etat.PATIENCE, recu.code),
                code=recu.code,
                revenir_le=maintenant + timedelta(seconds=repos),
            )
