"""Steps of an issue, and the check before them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import DEJA, PERIME
from communs.web.erreurs import Refus
from veille.enums import EtatNumero
from veille.models import Numero
from veille.numeros import services
from veille.numeros.transitions import NUMEROS
from veille.redaction import liens
from veille.redaction.acces import RELIRE, obtenir_numero
from veille.redaction.apercus import APERCUS
from veille.redaction.composition import trouver
from veille.redaction.forms_pas import (
    MotifForm,
    ProgrammerForm,
    PublierForm,
    RelireForm,
)
from veille.redaction.pieces import AGENDA
from veille.redaction.verification import compter, constats_de
from veille.redaction.views_atelier import INVALIDE

# --- the steps -----------------------------------------------------------------------------------

Pas = Callable[[Requete, Numero, dict[str, Any], int | None], object]


def _pas(service: Callable[..., object], **saisis: str) -> Pas:
    """A step is a service; `saisis` says which field of the form gives each of its parameters."""
    return lambda requete, numero, saisie, version: service(
        identite=requete.identite,
        numero=numero,
        version=version,
        **{parametre: saisie[champ] for parametre, champ in saisis.items()},
    )


PAS: dict[str, tuple[type[forms.Form], Pas]] = {
    "relire": (RelireForm, _pas(services.confier, relecteur="email")),
    "rendre": (MotifForm, _pas(services.rendre, motif="motif")),
    "programmer": (ProgrammerForm, _pas(services.programmer, le="programme_le", confirme="confirme")),
    "deprogrammer": (forms.Form, _pas(services.deprogrammer)),
    "publier": (PublierForm, _pas(services.publier, confirme="confirme")),
    "republier": (PublierForm, _pas(services.publier, confirme="confirme")),
    "depublier": (MotifForm, _pas(services.depublier, motif="motif")),
}


@require_safe
def parution(request: Requete, uuid: UUID) -> HttpResponse:
    return _page(request, obtenir_numero(request, uuid, RELIRE))


def _page(request: Requete, numero: Numero, saisis: dict[str, forms.Form] | None = None) -> HttpResponse:
    """Where the issue stands, and each step one may take with its form."""
    erreurs, avertissements = compter(constats_de(numero))
    gestes = []
    for transition in NUMEROS.offertes(numero, request.identite):
        formulaire = (saisis or {}).get(transition.nom) or PAS[transition.nom][0](
            prefix=transition.nom, initial=_initial(numero)
        )
        if not avertissements:
            formulaire.fields.pop("confirme", None)
        gestes.append((transition, formulaire))
    return render(
        request,
        "veille/redaction/parution.html",
        {
            "numero": numero,
            "gestes": gestes,
            "erreurs": erreurs,
            "avertissements": avertissements,
            "etapes": _etapes(numero),
            "rendez_vous": numero.rendez_vous.all(),
            "onglet": "parution",
        },
        status=INVALIDE if saisis else 200,
    )


def _initial(numero: Numero) -> dict[str, object]:
    return {"email": numero.relecteur.email if numero.relecteur else ""}


def _etapes(numero: Numero) -> list[tuple[str, str]]:
    """The road to publication; a step back is not on it."""
    chemin = [EtatNumero.BROUILLON, EtatNumero.RELECTURE, EtatNumero.PROGRAMME, EtatNumero.PUBLIE]
    if numero.etat == EtatNumero.DEPUBLIE:
        chemin.append(EtatNumero.DEPUBLIE)
    ici = chemin.index(EtatNumero(numero.etat))
    return [
        (str(etat.label), "faite" if rang < ici else "courante" if rang == ici else "a-venir")
        for rang, etat in enumerate(chemin)
    ]


@require_POST
def geste(request: Requete, uuid: UUID, geste: str) -> HttpResponse:
    """Take a step. What forbids it is said on the page; a button pressed twice is told it was done."""
    if geste not in PAS:
        raise Http404
    numero = obtenir_numero(request, uuid, NUMEROS.par_nom[geste].regle)
    classe, pas = PAS[geste]
    formulaire = classe(request.POST, prefix=geste)
    if not formulaire.is_valid():
        return _page(request, numero, {geste: formulaire})
    lue = request.POST.get("version", "")
    try:
        pas(request, numero, formulaire.cleaned_data, int(lue) if lue.isdecimal() and len(lue) < 20 else None)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect("veille:parution", numero.uuid)
    except Conflit:
        messages.error(request, PERIME)
    except Refus as refus:
        _expliquer(request, numero, geste, refus)
    else:
        messages.success(request, f"« {NUMEROS.par_nom[geste].libelle} » : c’est fait.")
    encore = Numero.objects.de_l_atelier(request.identite).filter(pk=numero.pk).exists()
    return redirect("veille:parution", numero.uuid) if encore else redirect("veille:accueil")


def _expliquer(request: Requete, numero: Numero, geste: str, refus: Refus) -> None:
    present = Numero.objects.filter(pk=numero.pk).values_list("etat", flat=True).first()
    if present == NUMEROS.par_nom[geste].vers:
        messages.info(request, DEJA)
    else:
        messages.error(request, refus.message)


@require_POST
def rendez_vous(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    """Say that an entry of the published agenda is cancelled, or that it is not any more."""
    numero = obtenir_numero(request, uuid)
    annule = request.POST.get("annule") == "oui"
    try:
        entree = services.annuler_rendez_vous(
            identite=request.identite, rendez_vous=trouver(AGENDA, numero, cle), annule=annule
        )
    except Refus as refus:
        messages.error(request, refus.message)
    else:
        messages.success(request, f"« {entree} » est {'annulé' if annule else 'maintenu'}.")
    return redirect("veille:parution", numero.uuid)


# --- the check -----------------------------------------------------------------------------------


@require_safe
def verification(request: Requete, uuid: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid, RELIRE, Numero.objects.entiers())
    constats = constats_de(numero)
    erreurs, avertissements = compter(constats)
    return render(
        request,
        "veille/redaction/verification.html",
        {
            "numero": numero,
            "constats": constats,
            "erreurs": erreurs,
            "avertissements": avertissements,
            "en_route": liens.en_route(numero),
            "apercus": APERCUS,
            "onglet": "verification",
        },
    )


@require_POST
def visiter(request: Requete, uuid: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid, RELIRE)
    nombre = liens.demander(identite=request.identite, numero=numero)
    if nombre:
        messages.success(request, f"Liens à visiter : {nombre}. Cela prend quelques minutes.")
    else:
        messages.info(request, "Tous les liens ont été visités il y a moins d’une heure.")
    return redirect("veille:verification", numero.uuid)
