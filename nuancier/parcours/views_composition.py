"""Composing: chips and lines of the checklist. Every gesture is a post and a way back to the path."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.forms import FormulaireVersionne
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from communs.web.erreurs import Refus
from nuancier.parcours import composition
from nuancier.parcours.acces import obtenir_parcours
from nuancier.parcours.forms import (
    AjouterForm,
    AjouterGesteForm,
    ChercherForm,
    CocherForm,
    DeplacerForm,
    NoteForm,
    PastilleForm,
)
from nuancier.parcours.models import Geste, Parcours, Pastille
from nuancier.parcours.views import INVALIDE, ecran, page
from nuancier.recherche.proposer import proposer

TROUVEES = 12
REGLE = "nuancier.composer_parcours"
ABIME = "Ce formulaire a été abîmé en route : rechargez la page, puis recommencez."


def _obtenir(request: Requete, uuid: UUID) -> Parcours:
    return obtenir_parcours(request, uuid, REGLE)


def _pastille(request: Requete, uuid: UUID, cle: UUID) -> tuple[Parcours, Pastille]:
    parcours = _obtenir(request, uuid)
    pastille = get_object_or_404(parcours.pastilles.select_related("teinte__famille", "module"), uuid=cle)
    pastille.parcours = parcours
    return parcours, pastille


def _geste(request: Requete, uuid: UUID, cle: UUID) -> tuple[Parcours, Geste]:
    parcours = _obtenir(request, uuid)
    geste = get_object_or_404(parcours.gestes, uuid=cle)
    geste.parcours = parcours
    return parcours, geste


# --- chips ---------------------------------------------------------------------------------------


@require_safe
def chercher(request: Requete, uuid: UUID) -> HttpResponse:
    """Teintes to add; htmx takes the results alone from this page."""
    parcours = _obtenir(request, uuid)
    formulaire = ChercherForm(request.GET)
    proposition = proposer(formulaire.cleaned_data["q"] if formulaire.is_valid() else "", TROUVEES)
    return render(
        request,
        "nuancier/parcours/chercher.html",
        {
            "parcours": parcours,
            "form": formulaire,
            "trouvees": [(teinte, AjouterForm()) for teinte in proposition.teintes],
            "proposition": proposition,
        },
    )


@require_POST
def ajouter(request: Requete, uuid: UUID) -> HttpResponse:
    parcours = _obtenir(request, uuid)
    formulaire = AjouterForm(request.POST)
    if not formulaire.is_valid():
        messages.error(request, str(next(iter(formulaire.errors.values()))[0]))
        return redirect(parcours)
    teinte, module = formulaire.cleaned_data["choix"]
    try:
        composition.ajouter(
            identite=request.identite,
            parcours=parcours,
            teinte=teinte,
            module=module,
            demande=formulaire.cle,
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"La teinte {teinte.code} est au bout du parcours.")
    return redirect(f"{parcours.get_absolute_url()}#pastilles")


@require_POST
def deplacer(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    parcours, pastille = _pastille(request, uuid, cle)
    formulaire = DeplacerForm(request.POST)
    if not formulaire.is_valid():
        raise Refus(400, ABIME)
    rang = composition.deplacer(
        identite=request.identite,
        parcours=parcours,
        pastille=pastille,
        rang=formulaire.cleaned_data["rang"],
    )
    messages.success(request, f"La teinte {pastille.teinte.code} est au rang {rang}.")
    return redirect(f"{parcours.get_absolute_url()}#pastille-{pastille.uuid}")


@require_http_methods(["GET", "HEAD", "POST"])
def regler(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    parcours, pastille = _pastille(request, uuid, cle)
    formulaire = PastilleForm(request.POST or None, instance=pastille)
    return _ecrire(
        request,
        parcours,
        formulaire,
        lambda version, champs: composition.regler(
            identite=request.identite, parcours=parcours, pastille=pastille, version=version, champs=champs
        ),
        titre=f"{pastille.teinte.code} {pastille.teinte.titre_court}",
        ancre=f"pastille-{pastille.uuid}",
    )


def _ecrire(
    request: Requete,
    parcours: Parcours,
    formulaire: FormulaireVersionne,
    enregistrer: Callable[[int, dict[str, Any]], object],
    *,
    titre: str,
    ancre: str,
) -> HttpResponse:
    """The page of one text written in turn: its form, its errors, its conflict."""
    retour = f"{parcours.get_absolute_url()}#{ancre}"
    if request.method == "POST" and formulaire.is_valid():
        try:
            enregistrer(formulaire.cleaned_data["version"], formulaire.changements())
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, "C’est enregistré.")
            return redirect(retour)
    return ecran(request, formulaire, titre=titre, libelle="Enregistrer", parcours=parcours)


@require_POST
def retirer(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    """The chip may be gone already: a second click changes nothing."""
    parcours = _obtenir(request, uuid)
    composition.retirer(identite=request.identite, parcours=parcours, cle=cle)
    return redirect(f"{parcours.get_absolute_url()}#pastilles")


@require_POST
def remettre(request: Requete, uuid: UUID) -> HttpResponse:
    parcours = _obtenir(request, uuid)
    try:
        remise = composition.remettre(identite=request.identite, parcours=parcours)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        if remise:
            messages.success(request, "La pastille est remise à sa place.")
    return redirect(f"{parcours.get_absolute_url()}#pastilles")


# --- the checklist -------------------------------------------------------------------------------


@require_POST
def ajouter_un_geste(request: Requete, uuid: UUID) -> HttpResponse:
    parcours = _obtenir(request, uuid)
    formulaire = AjouterGesteForm(request.POST)
    if formulaire.is_valid():
        try:
            composition.ajouter_un_geste(
                identite=request.identite,
                parcours=parcours,
                texte=formulaire.cleaned_data["texte"],
                demande=formulaire.cle,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(f"{parcours.get_absolute_url()}#preparation")
    return page(request, uuid, geste_form=formulaire, status=INVALIDE)


@require_POST
def cocher(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    parcours, geste = _geste(request, uuid, cle)
    formulaire = CocherForm(request.POST)
    formulaire.is_valid()  # a missing or odd value is « not done »
    composition.cocher(
        identite=request.identite, parcours=parcours, geste=geste, fait=formulaire.cleaned_data["fait"]
    )
    return redirect(f"{parcours.get_absolute_url()}#geste-{geste.uuid}")


@require_http_methods(["GET", "HEAD", "POST"])
def noter(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    parcours, geste = _geste(request, uuid, cle)
    formulaire = NoteForm(request.POST or None, instance=geste)
    return _ecrire(
        request,
        parcours,
        formulaire,
        lambda version, champs: composition.noter(
            identite=request.identite, parcours=parcours, geste=geste, version=version, champs=champs
        ),
        titre=geste.texte,
        ancre=f"geste-{geste.uuid}",
    )


@require_POST
def oter_un_geste(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    """The line may be gone already: a second click changes nothing."""
    parcours = _obtenir(request, uuid)
    try:
        composition.oter_un_geste(identite=request.identite, parcours=parcours, cle=cle)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    return redirect(f"{parcours.get_absolute_url()}#preparation")
