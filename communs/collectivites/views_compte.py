"""Account pages: allauth's views, where they wrote during a GET or could answer twice."""

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from allauth.account.forms import UserTokenForm
from allauth.account.internal import flows
from allauth.decorators import rate_limit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from communs.collectivites import oidc, services
from communs.collectivites.forms_compte import ProfilForm
from communs.collectivites.middleware import Requete


class _Atomique:
    """The change and its mail are one transaction."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            return super().post(request, *args, **kwargs)  # type: ignore[misc]


class Inscription(allauth_views.SignupView):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:  # the same form sent twice at the same instant: one account, one answer
            return redirect("account_email_verification_sent")


class Connexion(_Atomique, allauth_views.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        suite = self.request.POST.get("next") or self.request.GET.get("next", "")
        return super().get_context_data(**kwargs) | {"fournisseur": oidc.fournisseur(), "suite_oidc": suite}


class Adresse(_Atomique, allauth_views.EmailView):
    pass


class MotDePasse(_Atomique, allauth_views.PasswordChangeView):
    pass


class PremierMotDePasse(_Atomique, allauth_views.PasswordSetView):
    success_url = reverse_lazy("compte_profil")


class Oubli(_Atomique, allauth_views.PasswordResetView):
    pass


class Confirmation(allauth_views.ConfirmEmailView):
    def logout_other_user(self, confirmation: Any) -> None:
        if self.request.method == "POST":
            super().logout_other_user(confirmation)

    @transaction.atomic
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(*args, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not context["can_confirm"]:
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)


@method_decorator(rate_limit(action="reset_password_from_key"), name="dispatch")
class NouveauMotDePasse(_Atomique, allauth_views.PasswordResetFromKeyView):
    """The link's page is the form itself.

    allauth moves the key into the session to hide it from the Referer header, which means writing
    during a GET; our referrer policy already keeps it from any other site.
    """

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        self.request, self.key = request, key
        jeton = UserTokenForm(data={"uidb36": uidb36, "key": key})
        if not jeton.is_valid():
            self.reset_user = None
            return self.render_to_response(self.get_context_data(token_fail=True), status=410)
        self.reset_user = jeton.reset_user
        if request.method == "POST" and request.user.is_authenticated and request.user != self.reset_user:
            self.logout()
        return super(allauth_views.PasswordResetFromKeyView, self).dispatch(request, uidb36, key, **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
def profil(request: Requete) -> HttpResponse:
    formulaire = ProfilForm(request.POST or None, instance=request.user)
    if request.method == "POST" and formulaire.is_valid():
        formulaire.save()
        messages.success(request, "Votre profil est à jour.")
        return redirect("compte_profil")
    f = oidc.fournisseur()
    contexte = {
        "form": formulaire,
        "fournisseur": f,
        "relie": request.user.relies.filter(emetteur=f.emetteur).first() if f else None,
    }
    return render(request, "account/profil.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True, app="allauth.account")
def supprimer(request: Requete) -> HttpResponse:
    """Erase one's account; the page first says what goes with it and what would prevent it."""
    bilan = services.bilan_de_suppression(request.user)
    if request.method == "POST":
        try:
            services.supprimer_compte(compte=request.user)
        except ValidationError as erreur:
            messages.error(request, erreur.messages[0])
            return redirect("compte_supprimer")
        flows.logout.logout(request, show_message=False)
        messages.success(request, "Votre compte est supprimé. Merci d’être passé par Vigie.")
        return redirect("web:accueil")
    return render(request, "account/supprimer.html", {"bilan": bilan})
