"""The workshop in public: the cycle, its questions, its practices, and the same as a poster."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from communs.catalogue.services import lectures_pour, recommandations_pour
from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from communs.web.cache_pages import page_publique
from communs.web.debit import limiter
from sonar.fabrique.lecture import lire
from sonar.fabrique.livrets import AFFICHE, REFERENCE


@require_safe
@page_publique
def fabrique(request: Requete) -> HttpResponse:
    lue = lire()
    pratiques = []
    for pratique in lue.pratiques:
        origine = [("pratique", pratique.pratique.cle)]
        pratiques.append((pratique, [*recommandations_pour(origine), *lectures_pour(origine)]))
    return render(request, "sonar/fabrique/fabrique.html", {"fabrique": lue, "pratiques": pratiques})


@csrf_exempt  # its page is kept for everybody, without a cookie; asking for a public poster is nobody's act
@require_POST
def affiche(request: Requete) -> HttpResponse:
    limiter(request, "livrets_demander")
    return redirect(demander(gabarit=AFFICHE, objet=REFERENCE, identite=request.identite))
