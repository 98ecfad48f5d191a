"""An OpenID Connect provider in a process of its own, honest until told otherwise.

    python -m tests.outils.fournisseur     prints its address, serves until its input closes

`POST /piege` with names separated by spaces makes its next answers hostile; `GET /journal` tells what
it received. `oidc-provider-mock` was tried: it cannot lie.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "vigie", "secret-de-test"
PERSONNE = {
    "sub": "4d2b-sub",
    "uid": "4d2b-uid",
    "given_name": "Denise",
    "usual_name": "Abily",
    "email": "denise@port-lumiere.example",
    "siret": "20004697700019",
}


class Fournisseur(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Requete)
        self.adresse = f"http://127.0.0.1:{self.server_port}"
        self.cle = RSAKey.generate_key(2048, {"kid": "cle-1", "use": "sig", "alg": "RS256"})
        self.intruse = RSAKey.generate_key(2048, {"kid": "cle-1", "use": "sig", "alg": "RS256"})
        self.pieges: set[str] = set()
        self.ajouts: dict[str, object] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.acces: set[str] = set()
        self.journal: list[dict[str, object]] = []

    def signer(self, claims: dict[str, object], *, ou: str) -> str:
        """Sign for us, with the traps whose names start with `ou` (jeton or infos)."""
        maintenant = int(time.time())
        claims = {"iss": self.adresse, "aud": CLIENT, "iat": maintenant, "exp": maintenant + 300} | claims
        pieges = {p.removeprefix(f"{ou}_") for p in self.pieges if p.startswith(f"{ou}_")}
        claims |= {"iss": "https://ailleurs.example"} if "emetteur" in pieges else {}
        claims |= {"aud": "un-autre-client"} if "public" in pieges else {}
        claims |= {"aud": [CLIENT, "autre"], "azp": "autre"} if "azp" in pieges else {}
        claims |= {"exp": maintenant - 3600, "iat": maintenant - 7200} if "expire" in pieges else {}
        claims |= {"iat": maintenant + 3600} if "futur" in pieges else {}
        claims |= {"nonce": "un-autre-nonce"} if "nonce" in pieges else {}
        if "sansdate" in pieges:
            del claims["exp"]
        if "none" in pieges:
            return ".".join((_b64({"alg": "none", "kid": "cle-1"}), _b64(claims), ""))
        if "hs256" in pieges:  # the classic confusion: our public key as a shared secret
            signe = f"{_b64({'alg': 'HS256', 'kid': 'cle-1'})}.{_b64(claims)}"
            sceau = hmac.digest(self.cle.as_pem(private=False), signe.encode(), "sha256")
            return f"{signe}.{base64.urlsafe_b64encode(sceau).rstrip(b'=').decode()}"
        entete = {"alg": "RS256", "kid": "cle-9" if "cleinconnue" in pieges else "cle-1"}
        jeton = jwt.encode(entete, claims, self.intruse if "signature" in pieges else self.cle)
        return jeton[: len(jeton) // 2] if "coupe" in pieges else jeton


def _b64(objet: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(objet).encode()).rstrip(b"=").decode()


class Requete(BaseHTTPRequestHandler):
    server: Fournisseur
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._servir({})

    def do_POST(self) -> None:
        corps = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._servir(dict(parse_qsl(corps)))

    def _servir(self, formulaire: dict[str, str]) -> None:
        chemin = urlsplit(self.path).path
        self.demande = {c: v[0] for c, v in parse_qs(urlsplit(self.path).query).items()}
        self.server.journal.append({"chemin": chemin, "methode": self.command} | self.demande | formulaire)
        nom = chemin.strip("/").replace(".well-known/openid-configuration", "decouverte")
        if self._malmener(nom):
            return
        getattr(self, f"_{nom}", self._absent)(formulaire)

    def _malmener(self, nom: str) -> bool:
        """Answer badly when a trap bears this page's name; tell whether it did."""
        pieges = self.server.pieges
        if f"{nom}:500" in pieges:
            self._repondre(500, "text/plain", b"panne")
        elif f"{nom}:redirige" in pieges:
            self._vers("http://127.0.0.1:1/ailleurs")
        elif f"{nom}:html" in pieges:
            self._repondre(200, "text/html", b"<p>Maintenance</p>")
        elif f"{nom}:lent" in pieges or f"{nom}:sansfin" in pieges:
            self._debiter(lent=f"{nom}:lent" in pieges)
        else:
            return False
        return True

    def _debiter(self, *, lent: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Connection", "close")
        self.end_headers()
        fin = time.monotonic() + 30
        try:
            while time.monotonic() < fin:
                self.wfile.write(b" " if lent else b" " * 65536)
                if lent:
                    time.sleep(0.2)
        except OSError:
            pass
        self.close_connection = True

    def _repondre(self, code: int, type_: str, corps: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", type_)
        self.send_header("Content-Length", str(len(corps)))
        self.end_headers()
        self.wfile.write(corps)

    def _json(self, objet: object, code: int = 200) -> None:
        self._repondre(code, "application/json", json.dumps(objet).encode())

    def _vers(self, adresse: str) -> None:
        self.send_response(302)
        self.send_header("Location", adresse)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _absent(self, _: dict) -> None:
        self._json({}, 404)

    # --- what tests say ---------------------------------------------------------------------------

    def _piege(self, formulaire: dict[str, str]) -> None:
        self.server.pieges = set(formulaire.get("noms", "").split())
        self.server.ajouts = json.loads(formulaire.get("ajouts", "{}"))
        self._json({})

    def _journal(self, _: dict) -> None:
        self._json(self.server.journal)

    # --- the protocol -----------------------------------------------------------------------------

    def _decouverte(self, _: dict) -> None:
        adresse = self.server.adresse
        document = {
            "issuer": "https://ailleurs.example" if "decouverte_emetteur" in self.server.pieges else adresse,
            "authorization_endpoint": f"{adresse}/autoriser",
            "token_endpoint": f"{adresse}/jeton",
            "userinfo_endpoint": f"{adresse}/infos",
            "jwks_uri": f"{adresse}/cles",
            "end_session_endpoint": f"{adresse}/fin",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        if "basic" in self.server.pieges:
            del document["token_endpoint_auth_methods_supported"]
        self._json(document)

    def _cles(self, _: dict) -> None:
        self._json({"keys": [self.server.cle.as_dict(private=False)]})

    def _autoriser(self, _: dict) -> None:
        """GET shows who is about to sign in; POST sends them back with a code."""
        demande = self.demande
        sur = demande.get("code_challenge_method") == "S256" and demande.get("nonce") and demande.get("state")
        if demande.get("client_id") != CLIENT or not sur:
            self._json({"error": "invalid_request"}, 400)
        elif self.command == "GET":
            page = (
                "<!DOCTYPE html><html lang='fr'><meta charset='utf-8'><title>Fournisseur</title>"
                "<h1>Fournisseur de test</h1>"
                "<form method='post'><button>Continuer avec Denise</button></form>"
            )
            self._repondre(200, "text/html; charset=utf-8", page.encode())
        elif "refus" in self.server.pieges:
            self._retour(error="access_denied")
        else:
            code = secrets.token_urlsafe(16)
            self.server.codes[code] = demande
            self._retour(code=code)

    def _retour(self, **parametres: str) -> None:
        parametres["state"] = "faux" if "etat" in self.server.pieges else self.demande["state"]
        if "retour_emetteur" in self.server.pieges:
            parametres["iss"] = "https://ailleurs.example"
        self._vers(f"{self.demande['redirect_uri']}?{urlencode(parametres)}")

    def _jeton(self, formulaire: dict[str, str]) -> None:
        demande = self.server.codes.pop(formulaire.get("code", ""), None)
        empreinte = hashlib.sha256(formulaire.get("code_verifier", "").encode()).digest()
        defi = base64.urlsafe_b64encode(empreinte).rstrip(b"=").decode()
        basique = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        connu = formulaire.get("client_secret") == SECRET or self.headers.get("Authorization") == basique
        if not demande or not connu or demande["code_challenge"] != defi:
            self._json({"error": "invalid_grant"}, 400)
            return
        acces = secrets.token_urlsafe(16)
        self.server.acces.add(acces)
        jeton = self.server.signer({"sub": PERSONNE["sub"], "nonce": demande["nonce"]}, ou="jeton")
        reponse = {"access_token": acces, "token_type": "Bearer", "id_token": jeton}
        if "sansjeton" in self.server.pieges:
            del reponse["id_token"]
        self._json(reponse)

    def _infos(self, _: dict) -> None:
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.server.acces:
            self._json({"error": "invalid_token"}, 401)
            return
        infos = PERSONNE | self.server.ajouts
        infos |= {"sub": "un-autre-sub"} if "sub" in self.server.pieges else {}
        if any(p == "jwt" or p.startswith("infos_") for p in self.server.pieges):
            self._repondre(200, "application/jwt", self.server.signer(infos, ou="infos").encode())
        else:
            self._json(infos)

    def _fin(self, _: dict) -> None:
        jwt.decode(self.demande["id_token_hint"], self.server.cle, algorithms=["RS256"])
        retour = self.demande["post_logout_redirect_uri"]
        self._vers(f"{retour}?{urlencode({'state': self.demande['state']})}")


if __name__ == "__main__":
    serveur = Fournisseur()
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    sys.stdout.write(serveur.adresse + "\n")
    sys.stdout.flush()
    sys.stdin.read()
