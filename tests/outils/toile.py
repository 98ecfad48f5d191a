"""A small web: real servers on this machine under names of our own, honest or not.

Only what lies outside is replaced: who resolves names, and how a *public* address is reached (here, it leads
to one of these servers). Every check of the platform stays as it is in production: a private address is
refused, this machine's own included.

    toile.site("exemple.test", {"/": page(200, b"Bonjour")})
    toile.site("exemple.test", {...}, certificat=Certificat(noms=["exemple.test"]))    # https
    verifier("http://exemple.test/", sortie=toile.sortie())
"""

import json
import socket
import socketserver
import ssl
import struct
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from communs.reseau import services
from communs.reseau.sortie import Sortie


@dataclass(frozen=True)
class Demande:
    methode: str
    chemin: str
    entetes: Mapping[str, str]


class Couper(Exception):
    """Raised by a page: the connection is reset."""


Page = bytes | Callable[[Demande], bytes | Iterable[bytes]]


def page(code: int = 200, corps: bytes = b"", **entetes: str) -> bytes:
    """A whole answer; `_` stands for `-` in the names of headers, and Content-Length is added."""
    noms = {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}
    if not {"Content-Length", "Transfer-Encoding"} & noms.keys():
        noms["Content-Length"] = str(len(corps))
    lignes = "".join(f"{nom}: {valeur}\r\n" for nom, valeur in noms.items())
    return f"HTTP/1.1 {code} Voila\r\n{lignes}\r\n".encode() + corps


def vers(adresse: str, code: int = 302) -> bytes:
    return page(code, Location=adresse)


def selon_la_methode(**pages: Page) -> Page:
    """`selon_la_methode(HEAD=…, GET=…)`."""

    def repondre(demande: Demande) -> bytes | Iterable[bytes]:
        choisie = pages[demande.methode]
        return choisie if isinstance(choisie, bytes) else choisie(demande)

    return repondre


@dataclass(frozen=True)
class Certificat:
    noms: list[str]
    debut: timedelta = timedelta(days=-1)
    fin: timedelta = timedelta(days=30)
    autorite: str = "reconnue"


class Site(socketserver.ThreadingTCPServer):
    """One server, answering from `pages`; what it was asked is in `demandes`."""

    daemon_threads, block_on_close, request_queue_size = True, False, 50

    def __init__(self, pages: Mapping[str, Page], tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Service)
        self.pages, self.tls = dict(pages), tls
        self.demandes: list[Demande] = []
        self.verrou = threading.Lock()
        self.presents = self.presents_max = 0
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    def demandees(self) -> list[str]:
        """What it was asked, robots.txt apart: `["HEAD /", "GET /"]`."""
        return [f"{d.methode} {d.chemin}" for d in self.demandes if d.chemin != "/robots.txt"]


class _Service(socketserver.BaseRequestHandler):
    server: Site

    def handle(self) -> None:
        with self.server.verrou:
            self.server.presents += 1
            self.server.presents_max = max(self.server.presents, self.server.presents_max)
        prise = self.request
        try:
            prise.settimeout(20)
            if self.server.tls is not None:
                prise = self.server.tls.wrap_socket(prise, server_side=True)
            self._repondre(prise)
        except Couper:
            prise.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass  # the visitor has gone: often what the test wants
        finally:
            with self.server.verrou:
                self.server.presents -= 1
            prise.close()

    def _repondre(self, prise: socket.socket) -> None:
        recu = b""
        while b"\r\n\r\n" not in recu:
            morceau = prise.recv(65536)
            if not morceau:
                return
            recu += morceau
        premiere, *lignes = recu.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        methode, chemin, _ = premiere.split(" ")
        entetes = dict(ligne.split(": ", 1) for ligne in lignes)
        demande = Demande(methode, chemin, entetes)
        self.server.demandes.append(demande)
        choisie = self.server.pages.get(chemin.partition("?")[0], page(404))
        reponse = choisie if isinstance(choisie, bytes) else choisie(demande)
        if isinstance(reponse, bytes):
            tete, _, corps = reponse.partition(b"\r\n\r\n")
            prise.sendall(tete + b"\r\n\r\n" + (b"" if methode == "HEAD" else corps))
        else:
            for morceau in reponse:
                prise.sendall(morceau)


class Toile:
    """Names, addresses and servers; `connexions` and `resolutions` tell what was really done."""

    def __init__(self) -> None:
        self.sites: list[Site] = []
        self.dns: dict[str, Any] = {}
        self.routes: dict[tuple[str, int], int] = {}
        self.connexions: list[tuple[str, int]] = []
        self.resolutions: list[str] = []
        self.arret = threading.Event()

    def site(
        self, nom: str, pages: Mapping[str, Page], *, certificat: Certificat | None = None, port: int = 0
    ) -> Site:
        """A server for this name, by http or, with a certificate, https."""
        site = Site(pages, _contexte_serveur(certificat) if certificat else None)
        self.sites.append(site)
        ip = self.adresse(nom)
        self.routes[(ip, port or (443 if certificat else 80))] = site.server_address[1]
        return site

    def adresse(self, nom: str) -> str:
        """The public address of a name, given to it if it has none."""
        if nom not in self.dns:
            self.dns[nom] = [f"93.184.{len(self.dns) // 250}.{len(self.dns) % 250 + 1}"]
        return self.dns[nom][0]

    def resoudre(self, nom: str) -> list[str]:
        self.resolutions.append(nom)
        reponse = self.dns.get(nom)
        if reponse is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return reponse() if callable(reponse) else list(reponse)

    def connecter(self, ip: str, port: int, delai: float) -> socket.socket:
        self.connexions.append((ip, port))
        if (ip, port) not in self.routes:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.routes[(ip, port)]), timeout=delai)

    def sortie(self, **limites: Any) -> Sortie:
        limites = {"ecart": 0.0, "attente": 5.0, "delai_total": 10.0, "delai_lecture": 5.0} | limites
        return Sortie(
            resoudre=self.resoudre,
            connecter=self.connecter,
            tls=_contexte_client(),
            agent="Vigie/1.0 (+http://testserver/mentions-legales/)",
            **limites,
        )

    def lointaine(self) -> dict[str, str]:
        """What a worker of `tuyau` must be given to visit this web (plain http): see `toile_lointaine`."""
        routes = [(ip, port, local) for (ip, port), local in self.routes.items()]
        return {
            "inclure": "tests.outils.toile_lointaine",
            "TOILE": json.dumps({"dns": self.dns, "routes": routes}),
        }

    def goutte_a_goutte(self, octets: bytes = b"x") -> Iterator[bytes]:
        """These bytes again and again, slowly, until the test ends."""
        while not self.arret.wait(0.05):
            yield octets

    def fermer(self) -> None:
        self.arret.set()
        for site in self.sites:
            site.shutdown()
            site.server_close()


@pytest.fixture
def toile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Toile]:
    """The web of this test; visits that choose no way out of their own go there."""
    toile = Toile()
    monkeypatch.setattr(services, "sortie_reelle", toile.sortie)
    yield toile
    toile.fermer()


@dataclass(frozen=True)
class _Autorite:
    nom: x509.Name
    cle: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def signer(self, sujet: x509.Name, certificat: Certificat, cle: Any, *, autorite: bool = False) -> bytes:
        maintenant = datetime.now(UTC)
        fabrique = (
            x509.CertificateBuilder()
            .subject_name(sujet)
            .issuer_name(self.nom)
            .public_key(cle.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(maintenant + certificat.debut)
            .not_valid_after(maintenant + certificat.fin)
            .add_extension(x509.BasicConstraints(ca=autorite, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(cle.public_key()), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.cle.public_key()), critical=False
            )
        )
        if autorite:
            usage = x509.KeyUsage(
                *[False] * 5, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False
            )
            fabrique = fabrique.add_extension(usage, critical=True)
        else:
            noms = x509.SubjectAlternativeName([x509.DNSName(nom) for nom in certificat.noms])
            fabrique = fabrique.add_extension(noms, critical=False).add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
            )
        return fabrique.sign(self.cle, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _nom(nom: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, nom)])


@cache
def _autorite(nom: str) -> _Autorite:
    return _Autorite(_nom(f"Autorité {nom}"))


@cache
def _contexte_client() -> ssl.SSLContext:
    """Trusts the authority « reconnue » and no other."""
    autorite = _autorite("reconnue")
    racine = autorite.signer(autorite.nom, Certificat([]), autorite.cle, autorite=True)
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    contexte.load_verify_locations(cadata=racine.decode())
    return contexte


def _contexte_serveur(certificat: Certificat) -> ssl.SSLContext:
    """« elle-même » as authority: self-signed."""
    sujet = _nom(certificat.noms[0])
    autorite = _Autorite(sujet) if certificat.autorite == "elle-même" else _autorite(certificat.autorite)
    cle = autorite.cle if certificat.autorite == "elle-même" else ec.generate_private_key(ec.SECP256R1())
    pem = autorite.signer(sujet, certificat, cle) + cle.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as fichier:
        Path(fichier.name).write_bytes(pem)
        contexte.load_cert_chain(fichier.name)
    return contexte
