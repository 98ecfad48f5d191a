"""Going to the identity provider and coming back.

The person leaves by a page, not by a redirect: our `form-action` would stop a form that ends
elsewhere. The return is a GET that signs in: the protocol makes it so, `state` guards it.
"""

import hmac
import logging
import time
from dataclasses import asdict
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal import flows
from allauth.account.utils import perform_login
from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites import oidc, rattachements
from communs.collectivites.adaptateur import absolue
from communs.collectivites.middleware import Requete
from communs.collectivites.oidc import Depart, Echec, Fournisseur
from communs.web.debit import limiter
from communs.web.erreurs import Refus

journal = logging.getLogger(__name__)

VOYAGE, JETON = "oidc_voyage", "oidc_jeton"  # keys of the session
DUREE_DU_VOYAGE = 600  # seconds
_signataire = TimestampSigner(salt="collectivites.oidc.depart")


def _fournisseur() -> Fournisseur:
    f = oidc.fournisseur()
    if f is None:
        raise Refus(
            410, "Cette plateforme n’a pas de fournisseur d’identité. Connectez-vous par mot de passe."
        )
    return f


def _page_d_echec(request: HttpRequest, echec: Echec, f: Fournisseur) -> HttpResponse:
    journal.warning("Connexion par %s refusée : %s", f.nom, echec.detail)
    contexte = {"message": echec.message, "fournisseur": f}
    return render(request, "account/oidc_echec.html", contexte, status=echec.code)


def _partir(request: HttpRequest, f: Fournisseur, adresse: str) -> HttpResponse:
    return render(request, "account/oidc_depart.html", {"destination": adresse, "fournisseur": f})


def _commencer(request: HttpRequest, *, relier: bool) -> HttpResponse:
    f = _fournisseur()
    limiter(request, "oidc")
    depart = Depart()
    try:
        adresse = oidc.adresse_de_depart(f, depart, absolue("compte_oidc_retour"))
    except Echec as echec:
        return _page_d_echec(request, echec, f)
    suite = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(suite, allowed_hosts={request.get_host()}):
        suite = ""
    request.session[VOYAGE] = asdict(depart) | {
        "suite": suite,
        "relier": request.user.pk if relier else None,
        "le": time.time(),
    }
    return _partir(request, f, adresse)


@require_POST
def commencer(request: HttpRequest) -> HttpResponse:
    return _commencer(request, relier=False)


@require_POST
@reauthentication_required(app="allauth.account")
def relier(request: Requete) -> HttpResponse:
    """From the profile: join the signed-in account to the provider's."""
    return _commencer(request, relier=True)


@require_safe
def retour(request: HttpRequest) -> HttpResponse:
    """Back from the provider: believe nothing that is not verified."""
    f = _fournisseur()
    voyage = request.session.pop(VOYAGE, None)
    if voyage:  # now: Django does not save the session of an answer in 5xx, and a return serves once
        request.session.save()
    etat = request.GET.get("state", "")
    if (
        not voyage
        or time.time() - voyage["le"] > DUREE_DU_VOYAGE
        or not hmac.compare_digest(voyage["etat"].encode(), etat.encode())
    ):
        raise Refus(
            410, "Cette connexion n’a pas commencé dans ce navigateur, ou a trop attendu. Recommencez."
        )
    try:
        personne, jeton = _reconnaitre(request, f, voyage)
        if voyage["relier"] is not None:
            return _finir_le_lien(request, f, personne, voyage["relier"])
        with transaction.atomic():
            return _entrer(request, f, personne, jeton, voyage["suite"])
    except Echec as echec:
        return _page_d_echec(request, echec, f)


def _reconnaitre(request: HttpRequest, f: Fournisseur, voyage: dict) -> tuple[oidc.Personne, str]:
    if request.GET.get("iss", f.emetteur) != f.emetteur:
        raise f.douteux("iss du retour")
    if request.GET.get("error") == "access_denied":
        raise Echec(f"Vous avez renoncé à vous connecter par {f.nom}. Rien n’a changé.", "renoncement", 403)
    code = request.GET.get("code", "")
    if not code:
        raise f.injoignable(f"retour en erreur : {request.GET.get('error', '')[:80]!r}")
    depart = Depart(voyage["etat"], voyage["nonce"], voyage["verificateur"])
    return oidc.reconnaitre(f, depart, code, absolue("compte_oidc_retour"))


def _finir_le_lien(request: HttpRequest, f: Fournisseur, personne: oidc.Personne, pk: int) -> HttpResponse:
    if request.user.pk != pk:
        raise Refus(410, "Vous n’êtes plus connecté au compte à relier. Recommencez.")
    rattachements.relier(f, personne, request.user)
    messages.success(request, f"Votre compte est relié : {f.nom} suffit maintenant pour entrer.")
    return redirect("compte_profil")


def _entrer(
    request: HttpRequest, f: Fournisseur, personne: oidc.Personne, jeton: str, suite: str
) -> HttpResponse:
    compte = rattachements.compte_de(f, personne)
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    request.session[JETON] = jeton
    if rattachements.siren_propose(compte) and not compte.demandes.exists():
        suite = reverse("collectivites:rattachement") + (f"?{urlencode({'next': suite})}" if suite else "")
    nouveau = compte.last_login is None  # greeted as such by the mail that verifies the address
    return perform_login(request, compte, redirect_url=suite or None, signup=nouveau)


@require_POST
@reauthentication_required(app="allauth.account")
def delier(request: Requete) -> HttpResponse:
    f = _fournisseur()
    try:
        rattachements.delier(compte=request.user, emetteur=f.emetteur)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"Votre compte n’est plus relié à {f.nom}.")
    return redirect("compte_profil")


class Deconnexion(LogoutView):
    """Sign out here, then at the provider when the session came from there."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        f, jeton = oidc.fournisseur(), self.request.session.get(JETON)
        if f is None or jeton is None or not self.request.user.is_authenticated:
            return super().post(*args, **kwargs)
        etat = _signataire.sign(get_random_string(22))
        try:
            fin = oidc.adresse_de_fin(f, jeton, etat, absolue("compte_oidc_depart"))
        except Echec as echec:  # away: one is signed out here at least
            journal.warning("Déconnexion chez %s : %s", f.nom, echec.detail)
            fin = None
        if fin is None:
            return super().post(*args, **kwargs)
        flows.logout.logout(self.request, show_message=False)
        return _partir(self.request, f, fin)


@require_safe
def depart(request: HttpRequest) -> HttpResponse:
    """Back from signing out at the provider; a return that we did not start says nothing."""
    f = oidc.fournisseur()
    try:
        _signataire.unsign(request.GET.get("state", ""), max_age=DUREE_DU_VOYAGE)
    except BadSignature:
        f = None
    if f is not None:
        messages.success(request, f"Vous êtes déconnecté de Vigie et de {f.nom}.")
    return redirect(settings.ACCOUNT_LOGOUT_REDIRECT_URL)
