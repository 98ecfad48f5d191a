"""A séance as who leads it sees it: the list, the desk, the wall."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.pieces import lister
from communs.etats.services import Conflit
from communs.etats.views import franchir_et_revenir
from communs.seances import activites, services
from communs.seances.dossier import SEANCES
from communs.seances.forms import PreparerForm, SceneForm
from communs.seances.models import Seance
from communs.seances.transitions import SEANCE
from communs.seances.version import du_bureau
from communs.web.qr import dessiner

INVALIDE = 422
DOUBLE = "Quelqu’un d’autre anime aussi et a déjà avancé : voici où vous en êtes. Rien n’a été changé."
DANS_UN_DOSSIER, SANS_DOSSIER = "seances/base_seance.html", "seances/base_sans_dossier.html"
SUR_LE_MUR = "mur"  # where the desk's buttons lead back when they were pressed on the wall


def obtenir(request: Requete, identifiant: str, uuid: UUID | None, seance: UUID, regle: str) -> Seance:
    """The séance at this address, for whom `regle` allows: in its dossier, or in none (`uuid` is None)."""
    if uuid is None:
        sienne = get_object_or_404(Seance.objects.animees_par(request.identite), uuid=seance)
        autoriser(request.identite, regle, sienne)
        return sienne
    dossier = obtenir_dossier(request, identifiant, uuid, regle)
    objet = get_object_or_404(Seance.objects.visibles_par(request.identite), uuid=seance, dossier=dossier)
    objet.dossier = dossier
    return objet


@require_safe
def liste(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "seances.voir")
    seances = Seance.objects.visibles_par(request.identite).filter(dossier=dossier).avec_effectif()
    return lister(request, dossier, SEANCES, seances, "seances/liste.html")


@require_http_methods(["GET", "HEAD", "POST"])
def preparer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "seances.animer")
    formulaire = PreparerForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            seance = services.preparer(
                identite=request.identite,
                dossier=dossier,
                titre=formulaire.cleaned_data["titre"],
                demande=formulaire.cle,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(seance)
    contexte = {"dossier": dossier, "form": formulaire}
    return render(request, "seances/preparer.html", contexte, status=INVALIDE if formulaire.errors else 200)


@require_safe
def seance(request: Requete, seance: UUID, identifiant: str = "", uuid: UUID | None = None) -> HttpResponse:
    """The desk: the code, who is there, what comes next."""
    objet = obtenir(request, identifiant, uuid, seance, "seances.animer")
    if _a_jour(request, version := du_bureau(objet)):
        return HttpResponse(status=204)
    contexte = {
        "cadre": DANS_UN_DOSSIER if objet.dossier else SANS_DOSSIER,
        "dossier": objet.dossier,
        "seance": objet,
        "gestes": SEANCE.offertes(objet, request.identite),
        "activites": [activite.conduire(request, objet) for activite in activites.toutes()],
        "participations": objet.participations.all(),
        "version": version,
        **_scene(objet),
    }
    return render(request, "seances/seance.html", contexte)


def _a_jour(request: Requete, version: str) -> bool:
    """Whether a live screen that asks for its page again (`?v=`) already shows this version: one request
    tells it so, or brings the page, however busy the room is."""
    return request.GET.get("v") == version


def _scene(seance: Seance) -> dict[str, object]:
    adresse = settings.VIGIE_ADRESSE + seance.adresse_publique if seance.code else ""
    return {
        "adresse": adresse,
        "qr": dessiner(adresse) if adresse else "",
        "suite": activites.suivante(seance) if seance.ouverte else None,
        "effectif": seance.participations.count(),
        "feuilles": activites.feuilles(seance),
    }


@require_safe
def projection(
    request: Requete, seance: UUID, identifiant: str = "", uuid: UUID | None = None
) -> HttpResponse:
    """The wall: read from the back of the room, led by the keyboard."""
    objet = obtenir(request, identifiant, uuid, seance, "seances.animer")
    if _a_jour(request, version := du_bureau(objet)):
        return HttpResponse(status=204)
    activite = activites.trouver(objet.activite)
    contexte = {
        "seance": objet,
        "scene": activite.projeter(request, objet) if activite else "",
        "version": version,
        **_scene(objet),
    }
    return render(request, "seances/projection.html", contexte)


@require_POST
def etape(request: Requete, seance: UUID, identifiant: str = "", uuid: UUID | None = None) -> HttpResponse:
    """Open, close, open again."""
    objet = obtenir(request, identifiant, uuid, seance, "seances.animer")
    return franchir_et_revenir(request, SEANCE, objet, retour=objet.get_absolute_url())


@require_POST
def scene(request: Requete, seance: UUID, identifiant: str = "", uuid: UUID | None = None) -> HttpResponse:
    """Put this on stage. Two people who lead never jump over each other's step."""
    objet = obtenir(request, identifiant, uuid, seance, "seances.animer")
    formulaire = SceneForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, services.PAS_UNE_ETAPE)
        return redirect(_retour(request, objet))
    activite, chose, moment = formulaire.cible()
    try:
        services.mettre_en_scene(
            identite=request.identite,
            seance=objet,
            version=formulaire.cleaned_data["version"],
            activite=activite,
            objet=chose,
            moment=moment,
        )
    except Conflit:
        messages.warning(request, DOUBLE)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    return redirect(_retour(request, objet))


@require_POST
def entree(request: Requete, seance: UUID, identifiant: str = "", uuid: UUID | None = None) -> HttpResponse:
    """Close the door, or open it again."""
    objet = obtenir(request, identifiant, uuid, seance, "seances.animer")
    fermee = request.POST.get("fermee") == "1"
    try:
        services.tenir_l_entree(identite=request.identite, seance=objet, fermee=fermee)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(
            request, "Plus personne n’entre." if fermee else "On peut de nouveau entrer, avec le code."
        )
    return redirect(objet)


def _retour(request: Requete, seance: Seance) -> str:
    if request.POST.get("retour") == SUR_LE_MUR:
        return seance.adresse("projection")
    return seance.get_absolute_url()
