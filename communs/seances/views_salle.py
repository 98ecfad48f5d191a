"""A participant's pages: on a phone, without account or script. A signed cookie says who she is in the room.

Codes are counted when they are unknown, before anything is looked for: past the rate, the right code is
refused too, so that trying many teaches nothing. Who is already inside is never counted.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import Requete
from communs.seances import activites, cookies, services, version
from communs.seances.forms import CodeForm, EntrerForm, RepriseForm
from communs.seances.models import Participation, Seance
from communs.web.codes import lire_code
from communs.web.debit import depasse, fermer_si_epuise, limiter
from communs.web.discretion import hors_index
from communs.web.erreurs import Refus

INVALIDE = 422
INCONNU = "Aucune séance ne porte ce code. Vérifiez-le auprès de la personne qui anime."
TOUS = "tous"  # unknown codes are also counted from everywhere together
REPRISE_INCONNUE = "Personne n’a ce code dans cette séance. Vérifiez-le sur votre premier appareil."


def _chercher(request: Requete, code: str) -> Seance | None:
    """The séance of this code, open or just closed; Refus 429 past the rate of unknown codes."""
    fermer_si_epuise(request, "seances_inconnu", TOUS)
    seances = Seance.objects.par_code(code).filter(a_portee(request.identite))
    seance = seances.first()
    if seance is None:
        depasse(request, "seances_inconnu", TOUS)
    return seance


def _obtenir(request: Requete, code: str) -> Seance:
    """The open séance of this code; the page of the code (404) or of its end (410) otherwise."""
    seance = _chercher(request, code)
    if seance is None:
        raise Refus(404, INCONNU)
    if not seance.ouverte:
        raise Refus(410, services.FINIE)
    return seance


@require_http_methods(["GET", "HEAD", "POST"])
def rejoindre(request: Requete) -> HttpResponse:
    """Type the code read on the wall."""
    formulaire = CodeForm(request.POST if request.method == "POST" else None)
    if formulaire.is_bound and formulaire.is_valid():
        seance = _chercher(request, formulaire.cleaned_data["code"])
        if seance is not None:
            return redirect(seance.adresse_publique)
        formulaire.add_error("code", INCONNU)
    statut = INVALIDE if formulaire.errors else 200
    return hors_index(render(request, "seances/code.html", {"form": formulaire}, status=statut))


@require_safe
def salle(request: Requete, code: str) -> HttpResponse:
    """What is on stage, for who is in the room; the door, for who is not."""
    if (propre := lire_code(code)) != code and propre:
        return redirect("seances:salle", propre)
    participation = cookies.participation_de(request, code)
    if participation is not None:
        return hors_index(_page(request, participation))
    seance = _chercher(request, code)
    if seance is None:
        formulaire = CodeForm({"code": code[:20]})
        formulaire.full_clean()
        formulaire.add_error(None, INCONNU)
        return hors_index(render(request, "seances/code.html", {"form": formulaire}, status=404))
    if not seance.ouverte:
        return hors_index(_finie(request, seance, status=410))
    return _porte(request, seance, EntrerForm())


def _porte(request: Requete, seance: Seance, formulaire: EntrerForm) -> HttpResponse:
    statut = INVALIDE if formulaire.errors else 200
    contexte = {"seance": seance, "form": formulaire}
    return hors_index(render(request, "seances/porte.html", contexte, status=statut))


def _finie(request: Requete, seance: Seance, status: int = 200, **contexte: object) -> HttpResponse:
    contexte = {"seance": seance, "feuilles": activites.feuilles(seance), **contexte}
    return render(request, "seances/finie.html", contexte, status=status)


def _page(request: Requete, participation: Participation) -> HttpResponse:
    seance = participation.seance
    if not seance.ouverte:
        dites = [a.conclure(request, seance, participation) for a in activites.toutes()]
        return _finie(request, seance, participation=participation, conclusions=dites)
    activite = activites.trouver(seance.activite)
    contexte = {
        "seance": seance,
        "participation": participation,
        "feuilles": activites.feuilles(seance),
        "scene": activite.participer(request, seance, participation) if activite else "",
    }
    return render(request, "seances/salle.html", contexte)


@require_POST
def entrer(request: Requete, code: str) -> HttpResponse:
    if cookies.participation_de(request, code) is not None:
        return redirect("seances:salle", code)
    limiter(request, "seances_rejoindre")
    seance = _obtenir(request, code)
    formulaire = EntrerForm(request.POST)
    if not formulaire.is_valid():
        return _porte(request, seance, formulaire)
    try:
        participation = services.rejoindre(
            seance=seance, prenom=formulaire.cleaned_data["prenom"], demande=formulaire.cle
        )
    except ValidationError as erreur:
        formulaire.add_error(None, erreur)
        return _porte(request, seance, formulaire)
    return cookies.poser(redirect(seance.adresse_publique), participation)


@require_http_methods(["GET", "HEAD", "POST"])
def reprendre(request: Requete, code: str) -> HttpResponse:
    """Come back from another device, by one's own code."""
    seance = _obtenir(request, code)
    formulaire = RepriseForm(request.POST if request.method == "POST" else None)
    if formulaire.is_bound and formulaire.is_valid():
        fermer_si_epuise(request, "seances_reprise", str(seance.pk))
        participation = services.retrouver(seance=seance, reprise=formulaire.cleaned_data["reprise"])
        if participation is not None:
            return cookies.poser(redirect(seance.adresse_publique), participation)
        depasse(request, "seances_reprise", str(seance.pk))
        formulaire.add_error("reprise", REPRISE_INCONNUE)
    statut = INVALIDE if formulaire.errors else 200
    contexte = {"seance": seance, "form": formulaire}
    return hors_index(render(request, "seances/reprendre.html", contexte, status=statut))


@require_POST
def partir(request: Requete, code: str) -> HttpResponse:
    """Erase one's passage, answers included."""
    participation = cookies.participation_de(request, code)
    if participation is not None:
        services.partir(participation=participation)
    messages.success(request, "Votre passage et vos réponses sont effacés.")
    return cookies.oter(redirect("seances:rejoindre"), code)


@require_safe
def version_salle(request: Requete, code: str) -> HttpResponse:
    """204 when nothing has changed since `?v=`, else the new version; empty for who is not inside.

    The cookie alone tells which room: no code is looked for.
    """
    dit = cookies.lire(request)
    actuelle = version.de_la_salle(dit[0]) if dit is not None else ""
    if actuelle and actuelle == request.GET.get("v"):
        return HttpResponse(status=204)
    return HttpResponse(actuelle, content_type="text/plain")
