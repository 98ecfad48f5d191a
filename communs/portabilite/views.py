"""« Emporter mes données »: what the archive holds, and asking for it."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.livrets.enums import EN_ROUTE, Etat
from communs.portabilite import services
from communs.web import rgpd
from communs.web.debit import limiter


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True, app="allauth.account")
def emporter(request: Requete) -> HttpResponse:
    if request.method == "POST":
        limiter(request, "portabilite_emporter", str(request.user.pk))
        return redirect(services.demander(identite=request.identite))
    archive = services.derniere(request.identite)
    contexte = {
        "archive": archive,
        "en_route": archive is not None and archive.tirage.etat in EN_ROUTE,
        "prete": archive is not None and archive.tirage.etat == Etat.PRET,
        "preuve": get_adapter().get_reauthentication_methods(request.user),
        "domaines": [d for d in rgpd.domaines() if d.cle != "archives"],
        "jours": services.DUREE.days,
    }
    return render(request, "portabilite/emporter.html", contexte)
