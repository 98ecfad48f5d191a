"""What the organisers set: the presentation, who may read, the partner collectivités."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.middleware import Requete
from communs.dossiers import services
from communs.dossiers.acces import obtenir_dossier
from communs.dossiers.enums import Visibilite
from communs.dossiers.forms import LectureForm, PartenaireForm, PresentationForm
from communs.dossiers.models import Dossier
from communs.dossiers.views import INVALIDE
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit


def _page(
    request: Requete,
    identifiant: str,
    uuid: UUID,
    *,
    presentation: PresentationForm | None = None,
    lecture: LectureForm | None = None,
    partenaire: PartenaireForm | None = None,
) -> HttpResponse:
    """The three forms of the page; the one that was posted comes back with its errors.

    The dossier is read anew: a form in error leaves its text on the row it was made from.
    """
    dossier = obtenir_dossier(request, identifiant, uuid)
    presentation = presentation or PresentationForm(instance=_copie(dossier))
    lecture = lecture or LectureForm(instance=_copie(dossier))
    partenaire = partenaire or PartenaireForm()
    fautif = any(f.errors for f in (presentation, lecture, partenaire))
    return render(
        request,
        "dossiers/reglages.html",
        {
            "dossier": dossier,
            "presentation": presentation,
            "lecture": lecture,
            "partenaire": partenaire,
            "partenaires": dossier.partenaires.order_by("nom"),
        },
        status=INVALIDE if fautif else 200,
    )


def _copie(dossier: Dossier) -> Dossier:
    """A row that a form may fill without touching the one that the page shows."""
    champs = ("titre", "resume", "visibilite", "version")
    return Dossier(pk=dossier.pk, **{nom: getattr(dossier, nom) for nom in champs})


@require_http_methods(["GET", "HEAD", "POST"])
def reglages(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    if request.method != "POST":
        return _page(request, identifiant, uuid)
    formulaire = PresentationForm(request.POST, instance=_copie(dossier))
    retour = dossier.adresse("dossiers:reglages")
    if not formulaire.is_valid():
        return _page(request, identifiant, uuid, presentation=formulaire)
    try:
        services.presenter(
            identite=request.identite,
            dossier=dossier,
            version=formulaire.cleaned_data["version"],
            titre=formulaire.cleaned_data["titre"],
            resume=formulaire.cleaned_data["resume"],
        )
    except Conflit as conflit:
        return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
    messages.success(request, "La présentation est enregistrée.")
    return redirect(retour)


@require_POST
def lecture(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    formulaire = LectureForm(request.POST, instance=_copie(dossier))
    if not formulaire.is_valid():
        return _page(request, identifiant, uuid, lecture=formulaire)
    retour = dossier.adresse("dossiers:reglages")
    visibilite = Visibilite(formulaire.cleaned_data["visibilite"])
    try:
        services.montrer(
            identite=request.identite,
            dossier=dossier,
            version=formulaire.cleaned_data["version"],
            visibilite=visibilite,
        )
    except Conflit as conflit:
        return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
    messages.success(request, f"Qui peut lire : {visibilite.label.lower()}.")
    return redirect(retour)


@require_POST
def associer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    formulaire = PartenaireForm(request.POST)
    if formulaire.is_valid():
        try:
            partenaire = services.associer(
                identite=request.identite, dossier=dossier, siren=formulaire.cleaned_data["siren"]
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"{partenaire.nom} est associée au dossier.")
            return redirect(dossier.adresse("dossiers:reglages"))
    return _page(request, identifiant, uuid, partenaire=formulaire)


@require_POST
def dissocier(request: Requete, identifiant: str, uuid: UUID, partenaire: str) -> HttpResponse:
    dossier = obtenir_dossier(request, identifiant, uuid, "dossiers.organiser")
    objet = get_object_or_404(dossier.partenaires, identifiant=partenaire)
    services.dissocier(identite=request.identite, dossier=dossier, partenaire=objet)
    messages.success(request, f"{objet.nom} n’est plus associée au dossier.")
    return redirect(dossier.adresse("dossiers:reglages"))
