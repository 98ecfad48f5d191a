"""Lists of paths, and the page of one: read by whoever may, composed by its author."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit, page_du_journal
from communs.web.cache_pages import page_publique
from nuancier.parcours import services
from nuancier.parcours.acces import obtenir_parcours
from nuancier.parcours.enums import Visibilite
from nuancier.parcours.forms import AjouterGesteForm, FiltreForm, NouveauForm, PresentationForm
from nuancier.parcours.lecture import lire_parcours, signature, volets
from nuancier.parcours.models import Parcours
from nuancier.parcours.querysets import ParcoursQuerySet

INVALIDE = 422
PAR_PAGE = 20
# One's own and one's collectivités' are shown whole up to so many.
A_MOI = 60


@require_safe
@page_publique
def liste(request: Requete) -> HttpResponse:
    """Public paths; above them one's own and those of one's collectivités."""
    filtre = FiltreForm(request.GET)
    valide = filtre.is_valid()
    publics = Parcours.objects.publics().filtres(filtre.cleaned_data) if valide else Parcours.objects.none()
    page = Paginator(publics.pour_une_liste().plus_recents(), PAR_PAGE).get_page(request.GET.get("page"))
    parametres = request.GET.copy()
    parametres.pop("page", None)
    contexte: dict[str, Any] = {
        "publics": _cartes(request, page),
        "page": page,
        "filtre": filtre,
        "filtre_actif": any(parametres.values()),
        "filtres": f"{parametres.urlencode()}&" if parametres else "",
    }
    if request.identite.compte is not None:
        miens = Parcours.objects.de(request.identite)
        partages = Parcours.objects.de_ses_collectivites(request.identite)
        contexte |= {
            "miens": _cartes(request, _recents(miens)),
            "partages": _cartes(request, _recents(partages)),
            "supprimes": Parcours.objects.supprimes_par(request.identite).order_by("-supprime_le", "-pk"),
        }
    return render(request, "nuancier/parcours/liste.html", contexte)


def _recents(parcours: ParcoursQuerySet) -> ParcoursQuerySet:
    return parcours.pour_une_liste().order_by("-modifie_le", "-pk")[:A_MOI]


def _cartes(request: Requete, parcours: Any) -> list[tuple[Parcours, str]]:
    return [(p, signature(p, request.identite)) for p in parcours]


@require_http_methods(["GET", "HEAD", "POST"])
def nouveau(request: Requete) -> HttpResponse:
    formulaire = NouveauForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        saisie = {n: v for n, v in formulaire.cleaned_data.items() if n != "demande"}
        try:
            parcours = services.creer(identite=request.identite, demande=formulaire.cle, **saisie)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            return redirect(parcours)
    return ecran(request, formulaire, titre="Un nouveau parcours", libelle="Créer le parcours")


def ecran(
    request: Requete, formulaire: BaseForm, *, titre: str, libelle: str, **contexte: Any
) -> HttpResponse:
    """A page of one form; `parcours` in `contexte` is the way back."""
    return render(
        request,
        "nuancier/parcours/formulaire.html",
        {"form": formulaire, "titre": titre, "libelle": libelle, **contexte},
        status=INVALIDE if formulaire.errors else 200,
    )


@require_safe
def parcours(request: Requete, uuid: UUID) -> HttpResponse:
    reponse = page(request, uuid)
    if request.identite.compte is None:  # only public ones get here: the same for everybody
        reponse.page_publique = True  # type: ignore[attr-defined]
    return reponse


def page(
    request: Requete, uuid: UUID, *, geste_form: AjouterGesteForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a path: the row of chips, the days, the checks, the preparation."""
    objet = obtenir_parcours(request, uuid, parmi=Parcours.objects.entiers())
    compose = request.identite.peut("nuancier.composer_parcours", objet)
    prepare = request.identite.peut("nuancier.preparer_parcours", objet)
    gestes = list(objet.gestes.all()) if prepare else []
    return render(
        request,
        "nuancier/parcours/parcours.html",
        {
            "parcours": objet,
            "lecture": lire_parcours(objet),
            "signature": signature(objet, request.identite),
            "compose": compose,
            "prepare": prepare,
            "volets": volets(gestes) if prepare else [],
            "faits": sum(g.fait_le is not None for g in gestes),
            "gestes": len(gestes),
            "geste_form": geste_form or AjouterGesteForm(),
            "partage": objet.visibilite != Visibilite.PRIVE,
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def presenter(request: Requete, uuid: UUID) -> HttpResponse:
    objet = obtenir_parcours(request, uuid, "nuancier.composer_parcours")
    formulaire = PresentationForm(request.POST or None, instance=objet)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.presenter(
                identite=request.identite,
                parcours=objet,
                version=formulaire.cleaned_data["version"],
                champs=formulaire.changements(),
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=objet.get_absolute_url())
        messages.success(request, "La présentation est enregistrée.")
        return redirect(objet)
    return ecran(request, formulaire, titre="La présentation", libelle="Enregistrer", parcours=objet)


@require_safe
def histoire(request: Requete, uuid: UUID) -> HttpResponse:
    """What was done in the path, for those who see its preparation."""
    objet = obtenir_parcours(request, uuid)
    autoriser(request.identite, "nuancier.preparer_parcours", objet)
    contexte = {"parcours": objet, **page_du_journal(request, objet.portee)}
    return render(request, "nuancier/parcours/histoire.html", contexte)
