"""The trajectory in public: the path, its stages, the poster."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from communs.catalogue.services import lectures_pour, recommandations_pour
from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from sonar.trajectoire import imprime
from sonar.trajectoire.livrets import AFFICHE, Affiche
from sonar.trajectoire.models import EtapeTrajectoire


@require_safe
@page_publique
def trajectoire(request: Requete) -> HttpResponse:
    return render(request, "sonar/trajectoire/trajectoire.html", imprime.contexte())


@require_safe
@page_publique
def etape(request: Requete, cle: str) -> HttpResponse:
    """One stage, and what helps to pass it."""
    objet = get_object_or_404(EtapeTrajectoire.objects.completes(), cle=cle)
    origine = [("etape", objet.cle)]
    voisines = {e.rang: e for e in EtapeTrajectoire.objects.filter(rang__in=[objet.rang - 1, objet.rang + 1])}
    return render(
        request,
        "sonar/trajectoire/etape.html",
        {
            "etape": objet,
            "avant": voisines.get(objet.rang - 1),
            "apres": voisines.get(objet.rang + 1),
            "recommandations": recommandations_pour(origine),
            "lectures": lectures_pour(origine),
        },
    )


@csrf_exempt  # like the carnet: nobody's, and the page that asks for it is kept whole in the cache
@require_POST
def affiche(request: Requete) -> HttpResponse:
    """Ask for the poster: one printing for everybody, as long as its content does not change."""
    limiter(request, "livrets_demander")
    return redirect(demander(gabarit=AFFICHE, objet=Affiche(), identite=request.identite))
