from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from communs.catalogue.demande import en_liste
from communs.collectivites.middleware import Requete
from communs.web.cache_pages import page_publique
from nuancier.models import Famille
from nuancier.recherche import presentation
from nuancier.recherche.filtres import Filtres
from nuancier.recherche.forms import FormulaireRecherche
from nuancier.recherche.trouver import chercher


@require_safe
@page_publique
def recherche(request: Requete) -> HttpResponse:
    """The search of the chart. What the address can't hold is told and left aside; its order is one."""
    familles = list(Famille.objects.all())
    form = FormulaireRecherche(request.GET, familles=familles)
    demande = form.demande()
    if form.is_valid() and en_liste(dict(request.GET.lists())) != demande.parametres(demande.page):
        return redirect(f"{request.path}{demande.adresse_de(demande.page)}")
    resultats = chercher(demande, familles)
    return render(
        request,
        "nuancier/recherche/recherche.html",
        {
            "form": form,
            "demande": demande,
            "resultats": resultats,
            "groupes": presentation.groupes(resultats),
            "actifs": presentation.actifs(resultats),
            "sans_filtre": demande.adresse(filtres=Filtres()),
            "retraits": presentation.retraits(resultats) if not resultats.nombre else [],
            "pistes": presentation.pistes(resultats),
            "quoi": f"recherche:{demande.adresse_de(1)[1:]}",
        },
    )
