"""The calendar: each meeting with its agenda, its minutes and its attendance sheet."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.models import Dossier
from communs.etats.views import ecrire_et_revenir, franchir_et_revenir
from eclaireurs.evaluation.cadrage import services
from eclaireurs.evaluation.cadrage.forms import PresencesForm, ProgrammerForm, RencontreForm
from eclaireurs.evaluation.cadrage.models import Rencontre
from eclaireurs.evaluation.cadrage.transitions import RENCONTRE
from eclaireurs.evaluation.cadrage.views import INVALIDE, _page, adresse


def _obtenir(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> tuple[Dossier, Rencontre]:
    dossier = obtenir_dossier(request, identifiant, uuid)
    return dossier, get_object_or_404(dossier.rencontres, uuid=cle)


@require_POST
def programmer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid)
    autoriser(request.identite, "cadrage.ecrire", dossier)
    formulaire = ProgrammerForm(request.POST, prefix="rencontre")
    if formulaire.is_valid():
        try:
            services.programmer(identite=request.identite, dossier=dossier, **formulaire.cleaned_data)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(f"{adresse(dossier)}#calendrier")
    return _page(request, dossier, rencontre_form=formulaire)


@require_safe
def rencontre(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    presences = objet.presences.select_related("participant__acteur__compte").order_by("etat", "pk")
    return render(
        request,
        "evaluation/cadrage/rencontre.html",
        {
            "dossier": dossier,
            "rencontre": objet,
            "presences": presences,
            "gestes": RENCONTRE.offertes(objet, request.identite),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    autoriser(request.identite, "cadrage.ecrire", objet)
    formulaire = RencontreForm(request.POST or None, instance=objet)
    return ecrire_et_revenir(
        request,
        formulaire,
        partial(services.preciser, identite=request.identite, rencontre=objet),
        retour=adresse(dossier, "rencontre", objet.uuid),
        fait="La rencontre est à jour.",
        gabarit="evaluation/cadrage/ecrire.html",
        contexte={"dossier": dossier, "titre": objet.get_genre_display(), "objet": objet},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def presences(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """The attendance sheet."""
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    autoriser(request.identite, "cadrage.ecrire", objet)
    formulaire = PresencesForm(request.POST or None, dossier=dossier, rencontre=objet)
    if request.method == "POST" and formulaire.is_valid():
        services.emarger(identite=request.identite, rencontre=objet, presences=formulaire.presences())
        messages.success(request, "La feuille de présence est enregistrée.")
        return redirect(adresse(dossier, "rencontre", objet.uuid))
    return render(
        request,
        "evaluation/cadrage/presences.html",
        {"dossier": dossier, "form": formulaire, "rencontre": objet},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def geste(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    """Held, cancelled, put back."""
    dossier, objet = _obtenir(request, identifiant, uuid, cle)
    return franchir_et_revenir(
        request, RENCONTRE, objet, retour=adresse(dossier, "rencontre", objet.uuid), titre=str(objet)
    )
