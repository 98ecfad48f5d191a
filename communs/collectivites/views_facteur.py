"""The second factor: allauth's views, where a GET drew a challenge into the session.

A challenge is drawn by a post without `credential`; the page it answers presents the key.
"""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.stages import LoginStageController
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as epreuves
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from communs.collectivites.middleware import Requete
from communs.collectivites.views_compte import _Atomique
from communs.web.erreurs import Refus


class Facteurs(base.IndexView):
    """What protects the account, and what could."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contexte = super().get_context_data(**kwargs)
        regles = contexte["authenticators"]
        codes = regles.get(Authenticator.Type.RECOVERY_CODES)
        return contexte | {
            "totp": regles.get(Authenticator.Type.TOTP),
            "cles": sorted(regles.get(Authenticator.Type.WEBAUTHN, []), key=lambda cle: cle.instance.pk),
            "codes_restants": len(codes.get_unused_codes()) if codes else None,
        }


class ActiverApplication(_Atomique, totp.ActivateTOTPView):
    pass


class RetirerApplication(_Atomique, totp.DeactivateTOTPView):
    success_url = reverse_lazy("mfa_index")


class NouveauxCodes(_Atomique, GenerateRecoveryCodesView):
    pass


class AjouterCle(_Atomique, webauthn.AddWebAuthnView):
    """First post: the name, which draws the challenge. Second one: the key's answer."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "credential" in request.POST:
            return super().post(request, *args, **kwargs)
        formulaire = self.get_form_class()(
            user=request.user, initial={"name": request.POST.get("name", "")[:80]}
        )
        options = epreuves.begin_registration(request.user, False)
        contexte = {"form": formulaire, "js_data": {"creation_options": options}}
        return render(request, self.template_name, contexte)

    def form_invalid(self, form: Any) -> HttpResponse:
        return render(self.request, self.template_name, {"form": form, "js_data": None})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contexte = FormView.get_context_data(self, **kwargs)
        return contexte | {"js_data": None}


class RenommerCle(_Atomique, webauthn.EditWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class RetirerCle(_Atomique, webauthn.RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class _EpreuveSurPost:
    """Draw the challenge of a key only when the person asks for it, by a post."""

    def _demandee(self) -> bool:
        requete = self.request  # type: ignore[attr-defined]
        return requete.method == "POST" and "cle" in requete.POST

    def _epreuve(self, compte: Any) -> dict[str, Any] | None:
        return {"request_options": epreuves.begin_authentication(compte)} if self._demandee() else None


class Authentification(_EpreuveSurPost, base.AuthenticateView):
    """The step between the password and the space."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._demandee():
            return super().get(request)
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def _build_forms(self) -> Any:
        if not self._demandee():
            return super()._build_forms()
        self.auth_form = self.get_form_class()(user=self.stage.login.user)
        self.webauthn_form = self.get_webauthn_form_class()(user=self.stage.login.user)
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        compte = self.stage.login.user
        return {
            "form": self.auth_form,
            "cle_form": self.webauthn_form,
            "a_une_cle": Authenticator.objects.filter(user=compte, type=Authenticator.Type.WEBAUTHN).exists(),
            "js_data": self._epreuve(compte),
        }


_authentification = Authentification.as_view()


def authentification(request: HttpRequest) -> HttpResponseBase:
    """The step after the password; without one before, say so rather than bounce."""
    en_cours = LoginStageController.enter(request, AuthenticateStage.key)
    if request.user.is_anonymous and en_cours is None:
        raise Refus(410, "Cette étape de connexion a trop attendu. Connectez-vous de nouveau.")
    return _authentification(request)


class DeNouveauParCode(_Atomique, base.ReauthenticateView):
    pass


class DeNouveauParCle(_EpreuveSurPost, webauthn.ReauthenticateWebAuthnView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._demandee():
            return super().get(request, *args, **kwargs)
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        arguments = super().get_form_kwargs()
        if self._demandee():
            arguments.pop("data", None)
            arguments.pop("files", None)
        return arguments

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contexte = super(webauthn.ReauthenticateWebAuthnView, self).get_context_data(**kwargs)
        return contexte | {"js_data": self._epreuve(self.request.user)}


def _codes_de(request: Requete) -> list[str]:
    """The unused recovery codes; 404 when there are none to show."""
    porteur = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if porteur is None:
        raise Http404
    return porteur.wrap().get_unused_codes()


@require_safe
@reauthentication_required(app="allauth.mfa")
def codes(request: Requete) -> HttpResponse:
    return render(request, "mfa/recovery_codes/index.html", {"codes": _codes_de(request)})


@require_safe
@reauthentication_required(app="allauth.mfa")
def telecharger_codes(request: Requete) -> HttpResponse:
    texte = "Vigie : codes de secours. Chacun ne sert qu’une fois.\r\n\r\n" + "\r\n".join(_codes_de(request))
    return HttpResponse(
        texte + "\r\n",
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="vigie-codes-de-secours.txt"'},
    )
