"""Preparing: the day, its rooms and slots, its steps, the invitation."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import franchir_et_revenir, page_de_conflit, page_du_journal
from eclaireurs.evaluation.fete import services
from eclaireurs.evaluation.fete.forms import (
    CreneauForm,
    PreciserForm,
    PreparerForm,
    SalleForm,
    ajouter_les_erreurs,
)
from eclaireurs.evaluation.fete.models import Creneau, Fete, Salle
from eclaireurs.evaluation.fete.obtenir import obtenir_collectivite, obtenir_fete
from eclaireurs.evaluation.fete.transitions import FETE

INVALIDE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def preparer(request: Requete, identifiant: str) -> HttpResponse:
    """Begin to prepare the fête of a year."""
    collectivite = obtenir_collectivite(request, identifiant)
    autoriser(request.identite, "fete.preparer", collectivite)
    formulaire = PreparerForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            fete = services.preparer(
                identite=request.identite,
                collectivite=collectivite,
                champs=formulaire.champs(),
                demande=formulaire.cleaned_data["demande"],
            )
        except ValidationError as erreur:
            ajouter_les_erreurs(formulaire, erreur)
        else:
            messages.success(
                request, "La fête est créée. Dites maintenant dans quelles salles, à quelles heures."
            )
            return redirect(fete.adresse("fete:lieux"))
    return render(
        request,
        "evaluation/fete/preparer.html",
        {"collectivite": collectivite, "form": formulaire},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    fete = obtenir_fete(request, identifiant, uuid, "fete.preparer")
    formulaire = PreciserForm(request.POST or None, instance=fete)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.preciser(
                identite=request.identite,
                fete=fete,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=fete.get_absolute_url())
        except ValidationError as erreur:
            ajouter_les_erreurs(formulaire, erreur)
        else:
            messages.success(request, "La fête est à jour.")
            return redirect(fete)
    return render(
        request,
        "evaluation/fete/modifier.html",
        {"collectivite": fete.collectivite, "fete": fete, "form": formulaire},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_POST
def etape(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Announce, open, close, open again."""
    fete = obtenir_fete(request, identifiant, uuid)
    return franchir_et_revenir(request, FETE, fete, retour=fete.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def lieux(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Rooms and slots: `quoi` says which of the two forms was sent."""
    fete = obtenir_fete(request, identifiant, uuid, "fete.preparer")
    quoi = request.POST.get("quoi", "")
    salle = SalleForm(request.POST if quoi == "salle" else None, prefix="salle")
    creneau = CreneauForm(request.POST if quoi == "creneau" else None, prefix="creneau")
    envoye = {"salle": salle, "creneau": creneau}.get(quoi)
    if envoye is not None and envoye.is_valid():
        try:
            if envoye is salle:
                services.ajouter_salle(identite=request.identite, fete=fete, **salle.cleaned_data)
            else:
                services.ajouter_creneau(identite=request.identite, fete=fete, **creneau.cleaned_data)
        except ValidationError as erreur:
            ajouter_les_erreurs(envoye, erreur)
        else:
            return redirect(f"{fete.adresse('fete:lieux')}#{quoi}")
    return _lieux(request, fete, salle, creneau)


def _lieux(request: Requete, fete: Fete, salle: BaseForm, creneau: BaseForm) -> HttpResponse:
    return render(
        request,
        "evaluation/fete/lieux.html",
        {
            "collectivite": fete.collectivite,
            "fete": fete,
            "salles": fete.salles.all(),
            "creneaux": fete.creneaux.all(),
            "salle_form": salle,
            "creneau_form": creneau,
        },
        status=INVALIDE if salle.errors or creneau.errors else 200,
    )


@require_POST
def oter_salle(request: Requete, identifiant: str, uuid: UUID, salle: UUID) -> HttpResponse:
    fete = obtenir_fete(request, identifiant, uuid, "fete.preparer")
    return _oter(request, fete, get_object_or_404(fete.salles, uuid=salle))


@require_POST
def oter_creneau(request: Requete, identifiant: str, uuid: UUID, creneau: UUID) -> HttpResponse:
    fete = obtenir_fete(request, identifiant, uuid, "fete.preparer")
    return _oter(request, fete, get_object_or_404(fete.creneaux, uuid=creneau))


def _oter(request: Requete, fete: Fete, objet: Salle | Creneau) -> HttpResponse:
    try:
        services.oter(identite=request.identite, objet=objet)
    except ValidationError as erreur:
        messages.error(request, f"{objet} : {erreur.messages[0]}")
    return redirect(fete.adresse("fete:lieux"))


@require_http_methods(["GET", "HEAD", "POST"])
def inviter(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The mail as it will be read, how many will read it, and the button."""
    fete = obtenir_fete(request, identifiant, uuid, "fete.preparer")
    if request.method == "POST":
        try:
            nombre = services.inviter(identite=request.identite, fete=fete)
        except ValidationError as erreur:
            messages.error(request, erreur.messages[0])
        else:
            messages.success(
                request, f"{nombre} invitations partent." if nombre else "Tout le monde est déjà invité."
            )
        return redirect(fete.adresse("fete:inviter"))
    courriel = {"fete": fete, "collectivite": fete.collectivite, "adresse": settings.VIGIE_ADRESSE}
    gabarit = "evaluation/fete/courriels/invitation"
    return render(
        request,
        "evaluation/fete/inviter.html",
        {
            "collectivite": fete.collectivite,
            "fete": fete,
            "a_inviter": len(services.a_inviter(fete)),
            "sujet": render_to_string(f"{gabarit}_subject.txt", courriel).strip(),
            "texte": render_to_string(f"{gabarit}_message.txt", courriel).strip(),
        },
    )


@require_safe
def journal_(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """What happened, for those who prepare the fête."""
    fete = obtenir_fete(request, identifiant, uuid, "fete.preparer")
    contexte = {"collectivite": fete.collectivite, "fete": fete, **page_du_journal(request, fete.portee)}
    return render(request, "evaluation/fete/journal.html", contexte)
