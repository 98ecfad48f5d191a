"""Searching the notices, and the pages of themes."""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from communs.catalogue.demande import en_liste
from communs.catalogue.querysets import SansAccents
from communs.collectivites.middleware import Requete
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from veille.models import Theme
from veille.recherche import presentation
from veille.recherche.demande import Demande
from veille.recherche.filtres import Filtres, vocabulaire
from veille.recherche.forms import FormulaireRecherche
from veille.recherche.trouver import BEAUCOUP, chercher, notices_trouvees

EXPORTEES = 400  # an address holds no more


@require_safe
@page_publique
def recherche(request: Requete) -> HttpResponse:
    """The search. What the address can't hold is told and left aside; its order is one."""
    mots = vocabulaire()
    form = FormulaireRecherche(request.GET, vocabulaire=mots)
    demande = form.demande()
    if form.is_valid() and en_liste(dict(request.GET.lists())) != demande.parametres(demande.page):
        return redirect(f"{request.path}{demande.adresse_de(demande.page)}")
    resultats = chercher(demande, mots)
    contexte: dict[str, Any] = {
        "form": form,
        "demande": demande,
        "resultats": resultats,
        "beaucoup": presentation.en_milliers(BEAUCOUP),
        "groupes": presentation.groupes(resultats),
        "actifs": presentation.actifs(resultats),
        "sans_filtre": demande.adresse(filtres=Filtres()),
        "retraits": presentation.retraits(resultats) if not resultats.nombre else [],
        "pistes": presentation.pistes(resultats),
    }
    return render(request, "veille/recherche/recherche.html", contexte)


@require_safe
def exporter(request: Requete, format_: str) -> HttpResponse:
    """Lead to the file of what a search finds, its first EXPORTEES notices."""
    limiter(request, "veille_trouver")
    mots = vocabulaire()
    demande = FormulaireRecherche(request.GET, vocabulaire=mots).demande()
    cles = notices_trouvees(demande, mots, EXPORTEES)
    if not cles:
        return redirect(f"{reverse('veille:recherche')}{demande.adresse_de(1)}")
    return redirect(f"{reverse('veille:references', args=[format_])}?notice={','.join(map(str, cles))}")


@require_safe
@page_publique
def themes(request: Requete) -> HttpResponse:
    """The vocabulary, with the number of notices under each word."""
    en_vue = Q(notices__publiee_le__isnull=False, notices__retiree_le=None, notices__supprime_le=None)
    tous = Theme.objects.annotate(nombre=Count("notices", filter=en_vue)).order_by(SansAccents("nom"), "pk")
    return render(request, "veille/recherche/themes.html", {"themes": tous})


@require_safe
@page_publique
def theme(request: Requete, cle: str) -> HttpResponse:
    """One word: what it means, and its newest notices."""
    mots = vocabulaire()
    if cle not in mots.themes:
        devenu = Theme.objects.devenu(cle)
        if devenu is None:
            raise Http404
        return redirect("veille:theme", devenu.cle, permanent=True)
    demande = Demande(filtres=Filtres({"theme": (cle,)}))
    contexte = {
        "theme": mots.themes[cle],
        "demande": demande,
        "resultats": chercher(demande, mots),
        "beaucoup": presentation.en_milliers(BEAUCOUP),
    }
    return render(request, "veille/recherche/theme.html", contexte)
