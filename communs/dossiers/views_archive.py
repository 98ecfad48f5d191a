"""Taking a dossier away whole: what the archive holds, and asking for it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.dossiers import emports
from communs.dossiers.acces import obtenir_dossier
from communs.livrets.enums import EN_ROUTE
from communs.web.debit import limiter


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.archiver")
    if request.method == "POST":
        limiter(request, "dossiers_archive", str(request.user.pk))
        return redirect(emports.demander(identite=request.identite, dossier=dossier))
    dernier = emports.dernier(request.identite, dossier)
    contexte = {
        "dossier": dossier,
        "dernier": dernier,
        "en_route": dernier is not None and dernier.tirage.etat in EN_ROUTE,
        "jours": emports.DUREE.days,
    }
    return render(request, "dossiers/archive.html", contexte)
