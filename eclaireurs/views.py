"""The public pages of the episodes and tools, and the reports that collectivités make of them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.catalogue.services import lectures_pour, recommandations_pour
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Collectivite
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from eclaireurs import services
from eclaireurs.essais import recits
from eclaireurs.forms import CHAMPS, RetourForm
from eclaireurs.lecture import lire_episode, scene_de
from eclaireurs.models import DELAI_REPENTIR, Episode, Fiche, Retour
from eclaireurs.outils import Outil, outil_de_cle, outils_de, trouver


@require_safe
@page_publique
def accueil(request: Requete) -> HttpResponse:
    """The shelf: one notebook per episode."""
    carnets = [(episode, outils_de(episode.cle)) for episode in Episode.objects.all()]
    return render(request, "eclaireurs/accueil.html", {"carnets": carnets})


@require_safe
@page_publique
def episode(request: Requete, episode: str) -> HttpResponse:
    lu = lire_episode(get_object_or_404(Episode.objects.entiers(), cle=episode))
    return render(
        request,
        "eclaireurs/episode.html",
        {"lu": lu, "episode": lu.episode, "outils": outils_de(episode)},
    )


@require_safe
@page_publique
def outil(request: Requete, episode: str, slug: str) -> HttpResponse:
    present = _outil(episode, slug)
    fiche = get_object_or_404(Fiche.objects.select_related("episode"), episode__cle=episode, outil=slug)
    return render(
        request,
        "eclaireurs/outil.html",
        {
            "outil": present,
            "fiche": fiche,
            "episode": fiche.episode,
            "scene": scene_de(fiche.episode, present),
            "outils": outils_de(episode),
            "s_essaie": recits.s_essaie(episode),
            "retours": Retour.objects.publies(present.cle),
            "recommandations": recommandations_pour([("outil", present.cle)]),
            "lectures": lectures_pour([("outil", present.cle), ("episode", episode)]),
        },
    )


def _outil(episode: str, slug: str) -> Outil:
    """The tool at this address; one that is not on the list does not exist."""
    present = trouver(episode, slug)
    if present is None:
        raise Http404
    return present


@require_http_methods(["GET", "HEAD", "POST"])
def raconter(request: Requete, episode: str, slug: str) -> HttpResponse:
    """Tell how a tool went, in the name of a collectivité to which one belongs."""
    present = _outil(episode, slug)
    siennes = Collectivite.objects.visibles_par(request.identite).order_by("nom")
    form = RetourForm(request.POST or None, collectivites=siennes)
    if form.is_valid():
        limiter(request, "eclaireurs_raconter", str(request.user.pk))
        donnees = {champ: form.cleaned_data[champ] for champ in CHAMPS}
        try:
            services.raconter(outil=present, identite=request.identite, **donnees)
        except ValidationError as erreur:
            form.add_error(None, erreur)
        else:
            messages.success(
                request,
                "Merci. L’équipe relit votre retour\u00a0: nous vous écrirons dès qu’il est publié, "
                "ou pour vous dire pourquoi il ne l’est pas.",
            )
            return redirect(f"{reverse('eclaireurs:mes_retours')}?recu={present.cle}")
    return render(
        request,
        "eclaireurs/raconter.html",
        {
            "outil": present,
            "episode": get_object_or_404(Episode, cle=episode),
            "outils": outils_de(episode),
            "form": form,
            "siennes": siennes,
            "brouillon": _brouillon(request, present),
        },
        status=422 if form.is_bound else 200,
    )


def _brouillon(request: Requete, outil: Outil) -> str:
    """The name of a draft in the browser: a shared machine must not show it to another account."""
    return f"{request.identite.personne.pk}:{outil.cle}"


@require_safe
def mes_retours(request: Requete) -> HttpResponse:
    retours = Retour.objects.visibles_par(request.identite).select_related("collectivite", "auteur")
    recu = outil_de_cle(request.GET.get("recu", ""))
    brouillon = _brouillon(request, recu) if recu is not None else ""
    return render(request, "eclaireurs/mes_retours.html", {"retours": retours, "brouillon_recu": brouillon})


@require_POST
def retirer(request: Requete, uuid: UUID) -> HttpResponse:
    retour = get_object_or_404(Retour.objects.visibles_par(request.identite), uuid=uuid)
    services.retirer(retour=retour, identite=request.identite)
    messages.success(
        request,
        f"Ce retour est retiré, plus personne ne le lit. Vous pouvez le rétablir pendant "
        f"{DELAI_REPENTIR.days} jours\u00a0; il est ensuite effacé. "
        "Une sauvegarde peut le garder un peu plus longtemps.",
    )
    return redirect("eclaireurs:mes_retours")


@require_POST
def retablir(request: Requete, uuid: UUID) -> HttpResponse:
    retour = get_object_or_404(Retour.objects.visibles_par(request.identite), uuid=uuid)
    try:
        services.retablir(retour=retour, identite=request.identite)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, "Ce retour est rétabli, comme il était.")
    return redirect("eclaireurs:mes_retours")
