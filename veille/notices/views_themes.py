"""The vocabulary, kept by documentalistes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.catalogue.querysets import SansAccents
from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from veille.notices import vocabulaire as service
from veille.notices.forms import ThemeForm
from veille.notices.models import Theme
from veille.notices.views import INVALIDE


@require_http_methods(["GET", "HEAD", "POST"])
def vocabulaire(request: Requete) -> HttpResponse:
    """Every theme with what it classes, and a new one."""
    autoriser(request.identite, "veille.documenter")
    form = ThemeForm(request.POST or None)
    if theme := _ecrire(request, form, None):
        messages.success(request, f"« {theme} » est dans le vocabulaire.")
        return redirect("veille:atelier_themes")
    themes = Theme.objects.annotate(
        compte=Count("classements", filter=Q(classements__notice__supprime_le=None))
    ).order_by(SansAccents("nom"), "pk")  # counting drops the model's own order
    contexte = {"form": form, "themes": themes}
    return render(request, "veille/notices/themes.html", contexte, status=INVALIDE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: Requete, cle: str) -> HttpResponse:
    """One theme: its words, its merge into another, its end."""
    present = _obtenir(request, cle)
    form = ThemeForm(request.POST or None, instance=present)
    if ecrit := _ecrire(request, form, present):
        messages.success(request, f"« {ecrit} » est enregistré.")
        return redirect("veille:atelier_themes")
    contexte: dict[str, Any] = {
        "theme": get_object_or_404(Theme, pk=present.pk),
        "form": form,
        "compte": present.classements.filter(notice__supprime_le=None).count(),
        "autres": Theme.objects.exclude(pk=present.pk),
    }
    return render(request, "veille/notices/theme.html", contexte, status=INVALIDE if form.is_bound else 200)


def _ecrire(request: Requete, form: ThemeForm, present: Theme | None) -> Theme | None:
    """The written theme; None when the form is to be shown, with what is wrong."""
    if not form.is_valid():
        return None
    try:
        return service.ecrire_theme(identite=request.identite, theme=present, **form.cleaned_data)
    except ValidationError as erreur:
        form.add_error(None, erreur)
        return None


def _obtenir(request: Requete, cle: str) -> Theme:
    autoriser(request.identite, "veille.documenter")
    return get_object_or_404(Theme, cle=cle)


@require_POST
def fusionner(request: Requete, cle: str) -> HttpResponse:
    absorbe = _obtenir(request, cle)
    garde = get_object_or_404(Theme, cle=request.POST.get("vers", ""))
    service.fusionner_themes(identite=request.identite, garde=garde, absorbe=absorbe)
    messages.success(request, f"« {absorbe.nom} » est maintenant un synonyme de « {garde.nom} ».")
    return redirect("veille:atelier_themes")


@require_POST
def supprimer(request: Requete, cle: str) -> HttpResponse:
    theme = _obtenir(request, cle)
    service.supprimer_theme(identite=request.identite, theme=theme)
    messages.success(request, f"« {theme.nom} » n’est plus dans le vocabulaire.")
    return redirect("veille:atelier_themes")
