"""The OpenID Connect protocol, from our side: what is asked, and why an answer is believed.

Nothing here knows accounts or sessions. Every refusal is an `Echec`: its message is shown, its
`detail` logged. Only asymmetric signatures by a key of the provider's JWKS are believed.
"""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.cache import cache
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from communs.web.appels import AppelManque, Reponse, appeler

ALGORITHMES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
DERIVE = 30  # seconds between two clocks
DUREE_DECOUVERTE, DUREE_CLES = 3600, 600  # seconds in the cache
INJOIGNABLE = "{nom} ne répond pas, ou pas comme il devrait. Réessayez dans quelques minutes."
DOUTEUX = (
    "La réponse de {nom} n’a pas pu être vérifiée. Par prudence, personne n’a été connecté et rien n’a été "
    "enregistré. Recommencez ; si cela se répète, prévenez l’équipe de la plateforme."
)


class Echec(Exception):
    """Nobody is signed in: `message` for the person (French), `detail` for the log, HTTP `code`."""

    def __init__(self, message: str, detail: str = "", code: int = 502) -> None:
        super().__init__(f"{message} [{detail}]")
        self.message, self.detail, self.code = message, detail, code


@dataclass(frozen=True)
class Fournisseur:
    """The provider of the settings."""

    nom: str
    emetteur: str
    decouverte: str
    client: str
    secret: str = field(repr=False)
    portees: str
    courriel_fiable: bool

    def injoignable(self, detail: str) -> Echec:
        return Echec(INJOIGNABLE.format(nom=self.nom), detail)

    def douteux(self, detail: str) -> Echec:
        return Echec(DOUTEUX.format(nom=self.nom), detail)


@dataclass(frozen=True)
class Personne:
    """Who the provider says has signed in."""

    sub: str
    email: str
    email_verifie: bool
    prenom: str
    nom: str
    siret: str


@dataclass(frozen=True)
class Depart:
    """What is kept in the session while the person is at the provider's."""

    etat: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verificateur: str = field(default_factory=lambda: secrets.token_urlsafe(64))


def fournisseur() -> Fournisseur | None:
    """The configured provider, or None: then no button is shown."""
    return Fournisseur(**settings.VIGIE_OIDC) if settings.VIGIE_OIDC else None


def _demander(f: Fournisseur, methode: str, adresse: str, **options: Any) -> Reponse:
    try:
        reponse = appeler(methode, adresse, **options)
    except AppelManque as erreur:
        raise f.injoignable(f"{adresse} : {erreur}") from erreur
    if reponse.code != 200:
        raise f.injoignable(f"{adresse} : code {reponse.code}")
    return reponse


def _json(f: Fournisseur, reponse: Reponse) -> dict[str, Any]:
    try:
        return reponse.json()
    except AppelManque as erreur:
        raise f.injoignable(str(erreur)) from erreur


def configuration(f: Fournisseur) -> dict[str, Any]:
    """The discovery document, checked to be of this issuer and over HTTPS as it is."""
    cle = f"oidc:{f.decouverte}"
    document = cache.get(cle)
    if document is None:
        document = _json(f, _demander(f, "GET", f.decouverte))
        if document.get("issuer") != f.emetteur:
            raise f.douteux(f"découverte d’un autre émetteur : {document.get('issuer')!r}")
        for nom in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"):
            adresse = urlsplit(str(document.get(nom)))
            if adresse.scheme not in {"https", urlsplit(f.emetteur).scheme} or not adresse.netloc:
                raise f.douteux(f"{nom} : {document.get(nom)!r}")
        cache.set(cle, document, DUREE_DECOUVERTE)
    return document


def adresse_de_depart(f: Fournisseur, depart: Depart, retour: str) -> str:
    """Where the person goes to sign in; PKCE (S256), state and nonce always."""
    empreinte = hashlib.sha256(depart.verificateur.encode()).digest()
    parametres = {
        "response_type": "code",
        "client_id": f.client,
        "redirect_uri": retour,
        "scope": f.portees,
        "state": depart.etat,
        "nonce": depart.nonce,
        "code_challenge": base64.urlsafe_b64encode(empreinte).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return _avec(configuration(f)["authorization_endpoint"], parametres)


def adresse_de_fin(f: Fournisseur, jeton: str, etat: str, retour: str) -> str | None:
    """Where to sign out at the provider too (RP-initiated logout), or None if it offers no such place."""
    fin = configuration(f).get("end_session_endpoint")
    if not fin:
        return None
    return _avec(fin, {"id_token_hint": jeton, "state": etat, "post_logout_redirect_uri": retour})


def _avec(adresse: str, parametres: dict[str, str]) -> str:
    return f"{adresse}{'&' if '?' in adresse else '?'}{urlencode(parametres)}"


def reconnaitre(f: Fournisseur, depart: Depart, code: str, retour: str) -> tuple[Personne, str]:
    """Exchange the code for a verified person and the ID token (to sign out with); Echec otherwise."""
    document = configuration(f)
    formulaire = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": retour,
        "code_verifier": depart.verificateur,
    }
    entetes = {"Accept": "application/json"}
    methodes = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if "client_secret_post" in methodes:
        formulaire |= {"client_id": f.client, "client_secret": f.secret}
    else:
        paire = urlencode({f.client: f.secret}).replace("=", ":", 1)
        entetes["Authorization"] = "Basic " + base64.b64encode(paire.encode()).decode()
    reponse = _demander(f, "POST", document["token_endpoint"], entetes=entetes, formulaire=formulaire)
    jetons = _json(f, reponse)
    identite, acces = jetons.get("id_token"), jetons.get("access_token")
    if not isinstance(identite, str) or not isinstance(acces, str):
        raise f.douteux("jetons absents")
    affirme = _verifier(f, identite, exiger_expiration=True)
    if not hmac.compare_digest(str(affirme.get("nonce")).encode(), depart.nonce.encode()):
        raise f.douteux("nonce")
    infos = _informations(f, document["userinfo_endpoint"], acces)
    if infos.get("sub") != affirme["sub"]:
        raise f.douteux("le sub de userinfo n’est pas celui du jeton")
    return _personne(f, infos), identite


def _informations(f: Fournisseur, adresse: str, acces: str) -> dict[str, Any]:
    """userinfo, as JSON or as a signed JWT (ProConnect); the latter is verified like the ID token."""
    entetes = {"Authorization": f"Bearer {acces}", "Accept": "application/json, application/jwt"}
    reponse = _demander(f, "GET", adresse, entetes=entetes)
    if reponse.type == "application/jwt":
        return _verifier(f, reponse.corps.decode("ascii", "replace").strip(), exiger_expiration=False)
    if reponse.type != "application/json":
        raise f.douteux(f"userinfo de type {reponse.type!r}")
    return _json(f, reponse)


def _verifier(f: Fournisseur, jeton: str, *, exiger_expiration: bool) -> dict[str, Any]:
    """The claims of a token signed by the provider for us and still valid; Echec otherwise."""
    try:
        entete = jws.extract_compact(jeton.encode()).headers()
        if entete.get("alg") not in ALGORITHMES:
            raise f.douteux(f"algorithme {entete.get('alg')!r}")
        affirme = jwt.decode(jeton, _cle(f, entete), algorithms=list(ALGORITHMES)).claims
    except (JoseError, ValueError, TypeError, KeyError) as erreur:
        raise f.douteux(f"jeton illisible ou mal signé : {erreur!r}") from erreur
    if affirme.get("iss") != f.emetteur:
        raise f.douteux(f"émetteur {affirme.get('iss')!r}")
    publics = affirme.get("aud")
    publics = publics if isinstance(publics, list) else [publics]
    if f.client not in publics or affirme.get("azp", f.client) != f.client:
        raise f.douteux(f"public {publics!r}")
    _verifier_les_dates(f, affirme, exiger_expiration)
    if not isinstance(affirme.get("sub"), str) or not 0 < len(affirme["sub"]) <= 255:
        raise f.douteux("sub absent")
    return affirme


def _verifier_les_dates(f: Fournisseur, affirme: dict[str, Any], exiger_expiration: bool) -> None:
    maintenant = time.time()
    dates = {nom: affirme[nom] for nom in ("exp", "nbf", "iat") if nom in affirme}
    if not all(type(date) in (int, float) for date in dates.values()):
        raise f.douteux(f"dates {dates!r}")
    if exiger_expiration and not {"exp", "iat"} <= dates.keys():
        raise f.douteux("jeton sans dates")
    if dates.get("exp", maintenant) < maintenant - DERIVE:
        raise f.douteux("jeton expiré")
    if max(dates.get("nbf", 0), dates.get("iat", 0)) > maintenant + DERIVE:
        raise f.douteux("jeton du futur")


def _cle(f: Fournisseur, entete: dict[str, Any]) -> RSAKey | ECKey | OKPKey:
    """The public key that this header names; the JWKS is read again once when it is not known."""
    cle = f"oidc:cles:{f.emetteur}"
    connues = cache.get(cle)
    trouvee = _choisir(connues, entete) if connues else None
    if trouvee is None:
        adresse = configuration(f)["jwks_uri"]
        connues = _json(f, _demander(f, "GET", adresse)).get("keys")
        trouvee = _choisir(connues, entete)
        if trouvee is None:
            raise f.douteux(f"clé inconnue {entete.get('kid')!r}")
        cache.set(cle, connues, DUREE_CLES)
    lue = import_key(trouvee)
    if not isinstance(lue, RSAKey | ECKey | OKPKey):
        raise f.douteux("clé symétrique")
    return lue


def _choisir(cles: Any, entete: dict[str, Any]) -> dict[str, Any] | None:
    """The signing key of this `kid`; without `kid`, the only one there is."""
    candidates = [
        c
        for c in (cles if isinstance(cles, list) else [])
        if isinstance(c, dict)
        and c.get("kty") in {"RSA", "EC", "OKP"}
        and c.get("use", "sig") == "sig"
        and c.get("alg", entete["alg"]) == entete["alg"]
    ]
    if "kid" in entete:
        candidates = [c for c in candidates if c.get("kid") == entete["kid"]]
    return candidates[0] if len(candidates) == 1 else None


def _personne(f: Fournisseur, infos: dict[str, Any]) -> Personne:
    def texte(*noms: str, long: int = 80) -> str:
        valeurs = (infos.get(nom) for nom in noms)
        lu = next((v for v in valeurs if isinstance(v, str) and v.strip()), "")
        return " ".join(lu.replace("\x00", "").split())[:long]

    return Personne(
        sub=infos["sub"],
        email=texte("email", long=255).lower(),
        email_verifie=infos["email_verified"] is True if "email_verified" in infos else f.courriel_fiable,
        prenom=texte("given_name"),
        nom=texte("usual_name", "family_name"),
        siret="".join(texte("siret", long=30).split()),
    )
