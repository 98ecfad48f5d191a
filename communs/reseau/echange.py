"""One request, one answer, one connection: h11 speaks HTTP, the limits are ours.

No proxy, cookie, credential or redirection is known here, so that none has to be switched off.
"""

import socket
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import h11

from communs.reseau.adresses import Cible
from communs.reseau.enums import Etat
from communs.reseau.erreurs import VisiteManquee
from communs.reseau.sortie import Sortie, ouvrir, reste
from communs.web.typographie import taille

MORCEAU = 16 * 1024  # bytes read at once
INFORMATIONS_MAX = 8  # 1xx answers before the real one


def _incomprehensible(cause: str) -> VisiteManquee:
    return VisiteManquee(Etat.INCOMPREHENSIBLE, f"La réponse du site est incompréhensible : {cause}.")


class _Fil:
    """A connection read with one deadline for everything, whatever the rhythm of the bytes."""

    def __init__(self, prise: socket.socket, sortie: Sortie, echeance: float) -> None:
        self._prise, self._sortie, self._echeance = prise, sortie, echeance
        self.h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=sortie.taille_entetes)

    def envoyer(self, requete: h11.Request) -> None:
        octets = (self.h11.send(requete) or b"") + (self.h11.send(h11.EndOfMessage()) or b"")
        try:
            self._prise.settimeout(reste(self._echeance))
            self._prise.sendall(octets)
        except OSError:
            return  # a server may answer before it has read everything; reading tells

    def evenement(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """The next thing that happens; raise VisiteManquee."""
        try:
            while (evenement := self.h11.next_event()) is h11.NEED_DATA:
                self.h11.receive_data(self._recevoir())
            return evenement
        except h11.RemoteProtocolError as erreur:
            if erreur.error_status_hint == 431:
                raise VisiteManquee(Etat.TROP_GROS, "Les en-têtes de la réponse sont trop gros.") from erreur
            raise _incomprehensible("elle ne suit pas les règles du web") from erreur

    def _recevoir(self) -> bytes:
        try:
            self._prise.settimeout(min(self._sortie.delai_lecture, reste(self._echeance)))
            return self._prise.recv(MORCEAU)
        except TimeoutError as erreur:
            raise VisiteManquee(Etat.DELAI, "Le site met trop de temps à répondre.") from erreur
        except OSError as erreur:
            raise VisiteManquee(Etat.INJOIGNABLE, "Le site coupe la connexion.") from erreur


@dataclass(frozen=True)
class Recu:
    """Status and headers of an answer (lower-case names; of two alike, the first); the body on demand."""

    code: int
    entetes: Mapping[str, str]
    _fil: _Fil

    def corps(self, taille_max: int) -> bytes:
        """The body, decompressed, of at most `taille_max` bytes either way; raise VisiteManquee."""
        trop = VisiteManquee(Etat.TROP_GROS, f"La réponse dépasse {taille(taille_max)}.", code=self.code)
        annonce = self.entetes.get("content-length", "")
        if annonce.isdecimal() and int(annonce[:20]) > taille_max:
            raise trop
        decodeur = _decodeur(self.entetes.get("content-encoding", ""))
        recu, corps = 0, bytearray()
        while isinstance(evenement := self._fil.evenement(), h11.Data):
            recu += len(evenement.data)
            corps += decodeur.decoder(bytes(evenement.data), taille_max + 1 - len(corps))
            if max(recu, len(corps)) > taille_max:
                raise trop
        decodeur.finir()
        return bytes(corps)


class _Identite:
    def decoder(self, octets: bytes, place: int) -> bytes:
        return octets[:place]

    def finir(self) -> None:
        """Nothing is kept back."""


class _Gzip(_Identite):
    """gzip, one member after another, never more than `place` bytes at a time."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)
        self._vide = True

    def decoder(self, octets: bytes, place: int) -> bytes:
        sortie = bytearray()
        self._vide = False
        try:
            while octets and len(sortie) < place:
                if self._zlib.eof:
                    if not octets.startswith(b"\x1f"):
                        break  # padding after the last member: ignored, as everywhere
                    self._zlib = zlib.decompressobj(wbits=31)
                sortie += self._zlib.decompress(octets, place - len(sortie))
                octets = self._zlib.unused_data or self._zlib.unconsumed_tail
        except zlib.error as erreur:
            raise _incomprehensible("elle est mal compressée") from erreur
        return bytes(sortie)

    def finir(self) -> None:
        if not (self._vide or self._zlib.eof):
            raise _incomprehensible("elle est coupée")


def _decodeur(codage: str) -> _Identite:
    codage = codage.strip().lower()
    if codage in {"", "identity"}:
        return _Identite()
    if codage in {"gzip", "x-gzip"}:
        return _Gzip()
    raise _incomprehensible("elle est compressée d’une façon qui n’a pas été demandée")


@contextmanager
def echanger(
    sortie: Sortie, cible: Cible, methode: str, entetes: Mapping[str, str], echeance: float
) -> Iterator[Recu]:
    """Send one request and give what is answered; the connection closes with the block.

    `echeance`: the value of `time.monotonic` at which everything stops. Raise VisiteManquee.
    """
    prise = ouvrir(sortie, cible, echeance)
    try:
        fil = _Fil(prise, sortie, echeance)
        envoi = {
            "Host": cible.autorite,
            "User-Agent": sortie.agent,
            "Accept-Encoding": "gzip",
            "Accept-Language": "fr, *;q=0.5",
            "Connection": "close",
            **entetes,
        }
        fil.envoyer(h11.Request(method=methode, target=cible.chemin, headers=list(envoi.items())))
        yield _recevoir(fil)
    finally:
        prise.close()


def _recevoir(fil: _Fil) -> Recu:
    for _ in range(INFORMATIONS_MAX):
        evenement = fil.evenement()
        if isinstance(evenement, h11.Response):
            entetes: dict[str, str] = {}
            for nom, valeur in evenement.headers:
                entetes.setdefault(nom.decode("latin-1"), valeur.decode("latin-1"))
            return Recu(evenement.status_code, entetes, fil)
        if not isinstance(evenement, h11.InformationalResponse):
            break
    raise _incomprehensible("elle ne suit pas les règles du web")
