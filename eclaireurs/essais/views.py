"""Trying a tool without an account: what will happen, the trial itself, whom one plays, the end of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.collectivites.models import Compte
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from eclaireurs.essais import recits, services
from eclaireurs.essais.models import Essai
from eclaireurs.essais.portes import SESSION, est_dans_un_essai
from eclaireurs.models import Episode
from eclaireurs.outils import OUTILS, Outil, outils_de, trouver

CONNECTION = "allauth.account.auth_backends.AuthenticationBackend"
CONNECTE = (
    "Vous êtes dans votre propre compte\u00a0: un essai n’y entre pas. Déconnectez-vous, ou ouvrez une "
    "fenêtre de navigation privée."
)
PATIENCE, COMPLET = 20, 15 * 60  # seconds before coming back


def _outil(episode: str, slug: str) -> Outil:
    """A tool that is tried, or 404."""
    present = trouver(episode, slug)
    if present is None or not recits.s_essaie(episode):
        raise Http404
    return present


def _le_mien(request: Requete) -> Essai | None:
    """The trial of this session, while it lives."""
    if not est_dans_un_essai(request):
        return None
    return (
        Essai.objects.select_related("collectivite")
        .filter(collectivite=request.identite.personne.essai_id)
        .first()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def essayer(request: Requete, episode: str, slug: str) -> HttpResponse:
    """What a trial is, then the trial: the one this session has, or one that is ready."""
    outil = _outil(episode, slug)
    mien = _le_mien(request)
    if request.method == "POST":
        if mien is not None:  # a second click, another tool: the same trial
            return redirect(mien.portes[outil.cle])
        if request.identite.compte is not None:
            raise Refus(409, CONNECTE)
        limiter(request, "eclaireurs_essayer")
        essai = services.prendre()
        if essai is not None:
            _entrer(request, essai, _personne(essai, essai.personnes[0][0]))
            return redirect(essai.portes[outil.cle])
        return _attendre(request, outil)
    return render(request, "eclaireurs/essais/essayer.html", _contexte(request, outil, mien=mien))


def _contexte(request: Requete, outil: Outil, **suite: Any) -> dict[str, Any]:
    return {
        "outil": outil,
        "episode": get_object_or_404(Episode, cle=outil.episode),
        "outils": outils_de(outil.episode),
        "connecte": request.identite.compte is not None,
        "attente": "",
        **suite,
    }


def _attendre(request: Requete, outil: Outil) -> HttpResponse:
    """None is ready: one is being told, or all are taken. Nothing was made, nothing is lost."""
    complet = services.complet()
    contexte = _contexte(request, outil, mien=None) | {"attente": "complet" if complet else "bientot"}
    reponse = render(request, "eclaireurs/essais/essayer.html", contexte, status=503)
    reponse["Retry-After"] = str(COMPLET if complet else PATIENCE)
    return reponse


def _personne(essai: Essai, pk: int) -> Compte:
    return get_object_or_404(Compte, pk=pk, essai=essai.collectivite_id)


def _entrer(request: Requete, essai: Essai, compte: Compte) -> None:
    """Give the session to this person of the trial, until the trial ends."""
    login(request, compte, backend=CONNECTION)
    request.session[SESSION] = essai.pk
    essai.collectivite.refresh_from_db(fields=["essai_jusqu_au"])
    request.session.set_expiry(essai.collectivite.essai_jusqu_au)


@require_safe
def mon_essai(request: Requete) -> HttpResponse:
    """Which tools, whom one plays, how it ends."""
    essai = _le_mien(request)
    if essai is None:
        return redirect("eclaireurs:accueil")
    contexte = {
        "essai": essai,
        "outils": [(outil, essai.portes[outil.cle]) for outil in OUTILS if outil.cle in essai.portes],
        "personnes": essai.personnes,
        "reste": max(0, services.GESTES_MAX - essai.gestes),
    }
    return render(request, "eclaireurs/essais/mon_essai.html", contexte)


@require_POST
def jouer(request: Requete) -> HttpResponse:
    """Be somebody else of the same trial."""
    essai = _le_mien(request)
    if essai is None:
        raise Http404
    voulue = request.POST.get("personne", "")
    choisie = next((ligne for ligne in essai.personnes if str(ligne[0]) == voulue), None)
    if choisie is None:
        raise Refus(400, "Cette personne n’est pas de votre essai.")
    _entrer(request, essai, _personne(essai, choisie[0]))
    messages.success(request, f"Vous êtes maintenant {choisie[1]}\u00a0: {choisie[2].lower()}.")
    return redirect("eclaireurs:mon_essai")


@require_POST
def finir(request: Requete) -> HttpResponse:
    """Erase it without waiting for tomorrow. A second click finds it gone."""
    essai = _le_mien(request)
    if essai is not None:
        services.finir(essai)
        logout(request)
    messages.success(request, "Votre essai est fini\u00a0: tout ce qu’il contenait s’efface.")
    return redirect("eclaireurs:accueil")
