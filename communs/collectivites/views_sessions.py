"""The places where an account is signed in: seen, and closed from here."""

from allauth.core.internal.sessionkit import get_session_user
from allauth.usersessions.internal.flows import sessions as flux
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.calculs import appareil
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Compte


def _ouvertes(compte: Compte) -> list[UserSession]:
    """The living sessions, latest first; dead rows wait for the purge, a GET does not delete."""
    vivantes = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    candidates = UserSession.objects.filter(user=compte, session_key__in=vivantes).order_by("-created_at")
    return [s for s in candidates if get_session_user(s._session_store(s.session_key))]


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: Requete) -> HttpResponse:
    if request.method == "POST":
        flux.end_other_sessions(request, request.user)
        messages.success(request, "Vous n’êtes plus connecté qu’ici.")
        return redirect("usersessions_list")
    ouvertes = _ouvertes(request.user)
    ouvertes.sort(key=lambda session: not session.is_current())  # one's own first, then as they were
    contexte = {"sessions": [(s, appareil(s.user_agent), s.is_current()) for s in ouvertes]}
    return render(request, "usersessions/usersession_list.html", contexte)


@require_POST
def fermer_session(request: Requete, pk: int) -> HttpResponse:
    """End one session of one's own, this one included."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    ici = session.is_current()
    flux.end_sessions(request, [session])
    if ici:
        return redirect("web:accueil")
    messages.success(request, "Cette session est fermée.")
    return redirect("usersessions_list")
