"""The ceremony, and what people drawn answer."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.middleware import Requete
from communs.tirages import ceremonie as service
from communs.tirages import suites
from communs.tirages.enums import EtatTirage
from communs.tirages.forms import ReleveForm, SuiteForm
from communs.tirages.models import Tirage
from communs.tirages.obtenir import obtenir_tirage
from communs.tirages.views import INVALIDE
from communs.web.erreurs import Refus

RELEVE = "Votre relevé est enregistré. Une autre personne saisit le sien, sans voir le vôtre."


@require_http_methods(["GET", "HEAD", "POST"])
def ceremonie(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Type what one reads; the second who reads the same does the draw."""
    tirage = obtenir_tirage(request, identifiant, uuid, cle, "tirages.relever")
    if tirage.etat != EtatTirage.ENGAGE:
        if request.method == "POST":
            messages.error(request, service.PAS_OUVERTE)
        return redirect(tirage)
    formulaire = ReleveForm(request.POST or None, tirage=tirage)
    if request.method == "POST" and formulaire.is_valid():
        try:
            apres = service.relever(
                identite=request.identite, tirage=tirage, texte=formulaire.cleaned_data["valeur"]
            )
        except ValidationError as erreur:
            formulaire.add_error("valeur", erreur)
        except Refus as refus:
            messages.error(request, refus.message)
            return redirect(tirage)
        else:
            if apres.etat == EtatTirage.TIRE:
                messages.success(request, "Deux personnes ont lu la même graine : le tirage est fait.")
                return redirect(tirage)
            if not tirage.releves.exclude(acteur__compte=request.user).exists():
                messages.success(request, RELEVE)
            return redirect(tirage.adresse("ceremonie"))
    return render(
        request,
        "tirages/ceremonie.html",
        {**_ou_en_est(request, tirage), "form": formulaire},
        status=INVALIDE if formulaire.errors else 200,
    )


def _ou_en_est(request: Requete, tirage: Tirage) -> dict[str, object]:
    releves = list(tirage.releves.select_related("acteur__compte").order_by("saisi_le", "pk"))
    trop_tot = ""
    try:
        service.exiger_le_jour(tirage)
    except ValidationError as erreur:
        trop_tot = erreur.messages[0]
    return {
        "dossier": tirage.dossier,
        "tirage": tirage,
        "lecteurs": [releve.acteur.nom_affiche for releve in releves],
        "le_mien": any(releve.acteur.compte_id == request.user.pk for releve in releves),
        "divergence": service.divergence(tirage, request.identite),
        "trop_tot": trop_tot,
    }


@require_POST
def suite(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Somebody drawn agrees, or gives up: the next stand-in takes the place. Or had not given up."""
    tirage = obtenir_tirage(request, identifiant, uuid, cle, "tirages.organiser")
    formulaire = SuiteForm(request.POST, tirage=tirage)
    if not formulaire.is_valid():
        messages.error(request, "Choisissez une réponse dans la liste. Rien n’a été changé.")
        return redirect(tirage)
    inscrit, reponse = formulaire.cleaned_data["inscrit"], formulaire.cleaned_data["reponse"]
    try:
        if reponse == "accord":
            suites.accepter(identite=request.identite, tirage=tirage, inscrit=inscrit)
            messages.success(request, f"L’accord de {inscrit.nom_affiche} est noté.")
        elif reponse == "reprise":
            rendue = suites.reprendre(identite=request.identite, tirage=tirage, inscrit=inscrit)
            dit = f"Le désistement de {inscrit.nom_affiche} est annulé ; le registre garde les deux lignes."
            if rendue is not None:
                dit += f" {rendue.nom_affiche} retourne en suppléance : prévenez-la."
            messages.success(request, dit)
        else:
            suivant = suites.refuser(identite=request.identite, tirage=tirage, inscrit=inscrit, motif=reponse)
            dit = f"Le désistement de {inscrit.nom_affiche} est noté."
            if suivant is not None:
                dit += f" {suivant.nom_affiche} prend sa place."
            messages.success(request, dit)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    except Refus as refus:
        messages.error(request, refus.message)
    return redirect(tirage)
