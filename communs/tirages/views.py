"""The draws of a dossier: their list, making one, its terms, its places, the commitment, its page."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.calculs import cle_de_tri
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.pieces import lister
from communs.etats.services import Conflit
from communs.etats.views import PERIME, franchir_et_revenir, page_de_conflit
from communs.livrets import services as livrets
from communs.tirages import lecture, services
from communs.tirages.dossier import TIRAGES, liste_csv
from communs.tirages.enums import EtatTirage
from communs.tirages.forms import PlacesForm, PreparerForm, ReglerForm
from communs.tirages.livrets import PROCES_VERBAL
from communs.tirages.models import Tirage
from communs.tirages.obtenir import obtenir_tirage
from communs.tirages.preparation import avertissements, bilan, problemes
from communs.tirages.transitions import TIRAGE
from communs.web.erreurs import Refus

INVALIDE = 422


@require_safe
def liste(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "tirages.lire")
    tirages = Tirage.objects.du_dossier(dossier).order_by("-cree_le", "-pk")
    return lister(request, dossier, TIRAGES, tirages, "tirages/liste.html")


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "tirages.organiser")
    formulaire = PreparerForm(request.POST or None, dossier=dossier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            tirage = services.preparer(
                identite=request.identite,
                dossier=dossier,
                demande=formulaire.cle,
                champs=formulaire.champs(),
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(tirage.adresse("composer"))
    code = INVALIDE if formulaire.errors else 200
    contexte = {"dossier": dossier, "form": formulaire, "titre": "Préparer un tirage"}
    return render(request, "tirages/reglages.html", contexte, status=code)


@require_safe
def tirage(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """The draw, whatever its state: what is ready, what was promised, who came out."""
    objet = obtenir_tirage(request, identifiant, uuid, cle, "tirages.lire")
    lignes = bilan(objet)
    contexte: dict[str, object] = {"dossier": objet.dossier, "tirage": objet, "lignes": lignes}
    if objet.etat == EtatTirage.TIRE:
        contexte["resultats"] = lecture.resultats(objet)
    if objet.prepare:
        contexte["problemes"] = problemes(objet, lignes)
    else:
        contexte["entrees"] = list(lecture.raconter(objet, nommer=True))
        gestes = TIRAGE.offertes(objet, request.identite)
        contexte["gestes"] = [g for g in gestes if g.nom == "abandonner"]
    return render(request, "tirages/tirage.html", contexte)


def en_preparation(
    request: Requete, identifiant: str, uuid: UUID, cle: UUID
) -> tuple[Tirage, HttpResponse | None]:
    """A draw to prepare; or the way back to its page, with a message, once it is committed."""
    objet = obtenir_tirage(request, identifiant, uuid, cle, "tirages.organiser")
    if objet.prepare:
        return objet, None
    messages.error(request, services.ENGAGE)
    return objet, redirect(objet)


@require_http_methods(["GET", "HEAD", "POST"])
def reglages(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    objet, retour = en_preparation(request, identifiant, uuid, cle)
    if retour is not None:
        return retour
    a_modifier = Tirage.objects.select_related("dossier__collectivite").get(pk=objet.pk)
    formulaire = ReglerForm(request.POST or None, instance=a_modifier)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.regler(
                identite=request.identite,
                tirage=objet,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=objet.get_absolute_url())
        except Refus as refus:
            messages.error(request, refus.message)
            return redirect(objet)
        else:
            messages.success(request, "Les réglages du tirage sont enregistrés.")
            return redirect(objet)
    code = INVALIDE if formulaire.errors else 200
    contexte = {"dossier": objet.dossier, "tirage": objet, "form": formulaire, "titre": "Régler le tirage"}
    return render(request, "tirages/reglages.html", contexte, status=code)


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """How many to draw in each service."""
    objet, retour = en_preparation(request, identifiant, uuid, cle)
    if retour is not None:
        return retour
    groupes = sorted(objet.groupes.all(), key=lambda g: cle_de_tri(g.nom))
    formulaire = PlacesForm(request.POST or None, tirage=objet, groupes=groupes)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.repartir(
                identite=request.identite,
                tirage=objet,
                version=formulaire.cleaned_data["version"],
                places=formulaire.places(),
            )
        except Conflit:
            messages.error(request, PERIME)
            return redirect(objet.adresse("places"))
        except Refus as refus:
            messages.error(request, refus.message)
            return redirect(objet)
        messages.success(request, "Les places sont réparties.")
        return redirect(objet)
    totaux = {ligne.nom: ligne for ligne in bilan(objet)}
    rangees = [(totaux[g.nom], places, suppleants) for g, places, suppleants in formulaire.rangees()]
    contexte = {"dossier": objet.dossier, "tirage": objet, "form": formulaire, "rangees": rangees}
    code = INVALIDE if formulaire.errors else 200
    return render(request, "tirages/places.html", contexte, status=code)


@require_http_methods(["GET", "HEAD", "POST"])
def engager(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """The promise: what it will say, what forbids it; posted, it can't be taken back."""
    objet = obtenir_tirage(request, identifiant, uuid, cle, "tirages.organiser")
    if request.method == "POST":
        return franchir_et_revenir(
            request,
            TIRAGE,
            objet,
            retour=objet.get_absolute_url(),
            fait="Le tirage est engagé : sa liste, ses places et ses règles ne changent plus.",
            titre=objet.titre,
        )
    if not objet.prepare:
        return redirect(objet)
    lignes = bilan(objet)
    contexte = {
        "dossier": objet.dossier,
        "tirage": objet,
        "lignes": lignes,
        "problemes": problemes(objet, lignes),
        "avertissements": avertissements(objet, lignes),
    }
    return render(request, "tirages/engager.html", contexte)


@require_POST
def geste(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Abandon a committed draw, saying why."""
    objet = obtenir_tirage(request, identifiant, uuid, cle, "tirages.organiser")
    return franchir_et_revenir(
        request,
        TIRAGE,
        objet,
        retour=objet.get_absolute_url(),
        donnees={"motif": request.POST.get("motif", "").strip()},
        titre=objet.titre,
    )


@require_POST
def supprimer(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    objet = obtenir_tirage(request, identifiant, uuid, cle, "tirages.organiser")
    try:
        services.supprimer(identite=request.identite, tirage=objet)
    except Refus as refus:
        messages.error(request, refus.message)
        return redirect(objet)
    messages.success(request, f"La préparation de « {objet.titre} » est supprimée.")
    return redirect(objet.dossier.adresse("tirages:liste"))


@require_safe
def liste_entiere(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """The list with its names and what opens each seal, as a table."""
    objet = obtenir_tirage(request, identifiant, uuid, cle, "tirages.organiser")
    response = HttpResponse(liste_csv(objet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tirage-{objet.uuid}.csv"'
    return response


@require_POST
def imprimer(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    objet = obtenir_tirage(request, identifiant, uuid, cle, "tirages.lire")
    if objet.prepare:
        messages.error(request, "Le procès-verbal s’imprime une fois le tirage engagé.")
        return redirect(objet)
    return redirect(livrets.demander(gabarit=PROCES_VERBAL, objet=objet, identite=request.identite))
