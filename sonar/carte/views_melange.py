"""*Et vous, qu'utilisez-vous ?*: a sheet to tick, and the mix it makes, at an address that nobody can guess.

As for the style test, no CSRF token: the signed id of the sheet and the address of the mix stand in its
place.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from communs.web.debit import limiter
from communs.web.discretion import hors_index
from communs.web.erreurs import Refus
from sonar.carte import lecture, services
from sonar.carte.forms import UsagesForm
from sonar.carte.models import Concept, Melange
from sonar.essais import nouvel_essai
from sonar.remise import DEJA_REMISE, essai_de


@require_safe
def utiliser(request: Requete) -> HttpResponse:
    """Give a blank sheet: its signed id is in the address, nothing is stored."""
    return redirect("sonar:carte_feuille", jeton=nouvel_essai())


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feuille(request: Requete, jeton: str) -> HttpResponse:
    """The boxes, by zone; sent back with what was ticked when something is wrong."""
    essai = essai_de(jeton)
    concepts = Concept.objects.de_la_carte()
    if request.method != "POST":
        deja = Melange.objects.visibles_par(request.identite).filter(essai=essai).first()
        if deja is not None:
            return redirect(deja)
        return _page(request, UsagesForm(concepts))
    form = UsagesForm(concepts, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    limiter(request, "sonar_remettre")
    try:
        melange = services.garder(essai=essai, concepts=form.choix(), identite=request.identite)
    except services.MelangeDejaRemis as erreur:
        limiter(request, "sonar_feuille_remise", str(essai))
        raise Refus(409, DEJA_REMISE) from erreur
    return redirect(melange)


def _page(request: Requete, form: UsagesForm, status: int = 200) -> HttpResponse:
    return render(request, "sonar/carte/feuille.html", {"form": form}, status=status)


@require_safe
def melange(request: Requete, uuid: UUID) -> HttpResponse:
    garde = get_object_or_404(Melange.objects.select_related("compte"), uuid=uuid)
    lu = lecture.lire(garde.concepts)
    contexte = {
        "melange": garde,
        "lu": lu,
        "poles": lecture.legende(),
        "suites": lecture.suites([*lu.opposees, *lu.voisines]),
    }
    return hors_index(render(request, "sonar/carte/melange.html", contexte))


@csrf_exempt
@require_POST
def effacer(request: Requete, uuid: UUID) -> HttpResponse:
    garde = get_object_or_404(Melange.objects.select_related("compte"), uuid=uuid)
    services.effacer(melange=garde, identite=request.identite)
    messages.success(request, "Votre mélange est effacé\u00a0: il n’en reste rien chez nous.")
    return redirect("sonar:carte")


@csrf_exempt
@require_POST
def imprimer(request: Requete, uuid: UUID) -> HttpResponse:
    garde = get_object_or_404(Melange.objects.select_related("compte"), uuid=uuid)
    limiter(request, "livrets_demander")
    return redirect(demander(gabarit=services.MELANGE, objet=garde, identite=request.identite))


@require_safe
def miens(request: Requete) -> HttpResponse:
    """One's own mixes, the latest first."""
    melanges = Melange.objects.visibles_par(request.identite).order_by("-remis_le", "-pk")
    carte = {concept.cle: concept for concept in Concept.objects.all()}
    lus = [(garde, lecture.mesurer(garde.concepts, carte)) for garde in melanges]
    return render(request, "sonar/carte/miens.html", {"lus": lus})
