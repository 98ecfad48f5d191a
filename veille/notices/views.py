"""The document base, for documentalistes: the list, and what happens to one notice."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.middleware import Requete
from communs.etats.models import Ligne
from veille.notices import services
from veille.notices.filtres import FiltreForm, filtrer
from veille.notices.forms import MotifForm
from veille.notices.histoire import raconter
from veille.notices.models import Notice

PAR_PAGE = 30
INVALIDE = 422


def obtenir(identite: Identite, pk: int, *, partie: bool = False) -> Notice:
    """A notice of the base; with `partie`, one of the bin too."""
    autoriser(identite, "veille.documenter")
    base = Notice.objects.all() if partie else Notice.objects.visibles_par(identite)
    return get_object_or_404(base.entieres(), pk=pk)


@require_safe
def liste(request: Requete) -> HttpResponse:
    """The whole base, narrowed by the address."""
    autoriser(request.identite, "veille.documenter")
    form = FiltreForm(request.GET)
    form.is_valid()
    notices = filtrer(form.cleaned_data).prefetch_related("contributions", "themes", "fusionnee_dans")
    notices = notices.annotate(numeros_compte=Count("parutions", distinct=True))
    filtres = request.GET.copy()
    filtres.pop("page", None)
    contexte = {
        "form": form,
        "page": Paginator(notices, PAR_PAGE).get_page(request.GET.get("page")),
        "filtres": f"{filtres.urlencode()}&" if filtres else "",
        "etat": form.cleaned_data.get("etat") or "",
    }
    return render(request, "veille/notices/liste.html", contexte)


@require_safe
def histoire(request: Requete, pk: int) -> HttpResponse:
    """All that was done to a notice, each change before and after."""
    notice = obtenir(request.identite, pk, partie=True)
    page = Paginator(Ligne.objects.de_la_chose(notice), PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {"notice": notice, "page": page, "entrees": raconter(page.object_list)}
    return render(request, "veille/notices/histoire.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def supprimer(request: Requete, pk: int) -> HttpResponse:
    """Into the bin; 409 with the issues that hold it, and what to do instead."""
    notice = obtenir(request.identite, pk)
    contexte: dict[str, Any] = {"notice": notice, "numeros": services.numeros_de(notice)}
    if request.method != "POST":
        return render(request, "veille/notices/supprimer.html", contexte)
    try:
        services.supprimer(identite=request.identite, notice=notice)
    except services.DansUnNumero as refus:
        contexte["numeros"] = refus.numeros
        return render(request, "veille/notices/supprimer.html", contexte, status=409)
    messages.success(request, "La notice est dans la corbeille. Vous avez trente jours pour la reprendre.")
    return redirect("veille:atelier_notices")


@require_POST
def restaurer(request: Requete, pk: int) -> HttpResponse:
    notice = obtenir(request.identite, pk, partie=True)
    services.restaurer(identite=request.identite, notice=notice)
    messages.success(request, "La notice est de nouveau dans la base.")
    return redirect("veille:atelier_notice", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def retirer(request: Requete, pk: int) -> HttpResponse:
    """Out of the public's sight, with a reason."""
    notice = obtenir(request.identite, pk)
    form = MotifForm(request.POST or None)
    if form.is_valid():
        services.retirer(identite=request.identite, notice=notice, motif=form.cleaned_data["motif"])
        messages.success(request, "Le public ne lit plus cette notice. Vous pourrez la remettre.")
        return redirect("veille:atelier_notice", pk)
    contexte = {"notice": notice, "form": form, "numeros": services.numeros_de(notice)}
    return render(request, "veille/notices/retirer.html", contexte, status=INVALIDE if form.is_bound else 200)


@require_POST
def remettre(request: Requete, pk: int) -> HttpResponse:
    notice = obtenir(request.identite, pk)
    services.remettre(identite=request.identite, notice=notice)
    messages.success(request, "Le public lit de nouveau cette notice.")
    return redirect("veille:atelier_notice", pk)
