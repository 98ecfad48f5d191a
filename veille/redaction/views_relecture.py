"""Reading an issue before it comes out: previews, remarks; and what is told of it after."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.models import Ligne
from communs.fichiers.models import Fichier
from communs.fichiers.reponses import servir
from communs.web.discretion import hors_index
from veille.models import Numero
from veille.numeros import services
from veille.redaction import remarques
from veille.redaction.acces import RELIRE, obtenir_numero
from veille.redaction.apercus import APERCUS
from veille.redaction.composition import trouver
from veille.redaction.forms_pas import (
    ErratumForm,
    RemarqueForm,
)
from veille.redaction.histoire import raconter_l_histoire
from veille.redaction.views_atelier import ecran
from veille.redaction.views_composition import nature_de
from veille.redaction.views_textes import adresse_de

PAR_PAGE = 60


# --- previews ------------------------------------------------------------------------------------


@never_cache
@require_safe
def apercu(request: Requete, uuid: UUID, sorte: str) -> HttpResponseBase:
    """The issue as readers will see it, for those who see the draft."""
    numero = obtenir_numero(request, uuid, RELIRE, Numero.objects.entiers())
    choisi = next((un for un in APERCUS if un.cle == sorte), None)
    if choisi is None:
        raise Http404
    return hors_index(choisi.montrer(request, numero))


@require_safe
def image(request: Requete, uuid: UUID, fichier: UUID) -> HttpResponseBase:
    """The cover or a logo of an issue one may see in the desk."""
    numero = obtenir_numero(request, uuid, RELIRE)
    siennes = Q(pk=numero.couverture_id) | Q(pk__in=numero.partenaires.values("logo"))
    return servir(request, get_object_or_404(Fichier.objects.filter(siennes), uuid=fichier), rendu="apercu")


# --- remarks, errata, history --------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def remarquer(request: Requete, uuid: UUID) -> HttpResponse:
    """A remark on the issue, or on the piece that the address names."""
    numero = obtenir_numero(request, uuid, RELIRE)
    cible, titre = _cible(numero, request.GET)
    formulaire = RemarqueForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        remarques.remarquer(
            identite=request.identite,
            numero=numero,
            cible=cible,
            texte=formulaire.cleaned_data["texte"],
            demande=formulaire.cle,
        )
        messages.success(request, "Votre remarque est sur le numéro.")
        return redirect(adresse_de(numero, cible or ""))
    return ecran(
        request, formulaire, titre=f"Une remarque sur {titre}", libelle="Laisser la remarque", numero=numero
    )


def _cible(numero: Numero, parametres: Any) -> tuple[UUID | None, str]:
    if "nature" not in parametres:
        return None, "le numéro"
    nature = nature_de(parametres["nature"])
    try:
        cle = UUID(parametres.get("cle", ""))
    except ValueError as erreur:
        raise Http404 from erreur
    return cle, f"{nature.article} « {trouver(nature, numero, cle)} »"


@require_POST
def regler(request: Requete, uuid: UUID, cle: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid, RELIRE)
    remarques.regler(identite=request.identite, numero=numero, cle=cle)
    remarque = numero.remarques.filter(uuid=cle).first()
    return redirect(adresse_de(numero, (remarque and remarque.cible) or ""))


@require_http_methods(["GET", "HEAD", "POST"])
def erratum(request: Requete, uuid: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid)
    formulaire = ErratumForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            services.corriger_par_erratum(
                identite=request.identite, numero=numero, texte=formulaire.cleaned_data["texte"]
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur.messages)
        else:
            messages.success(request, "L’erratum est sur la page du numéro.")
            return redirect("veille:parution", numero.uuid)
    return ecran(request, formulaire, titre="Un erratum", libelle="Publier l’erratum", numero=numero)


@require_safe
def histoire(request: Requete, uuid: UUID) -> HttpResponse:
    """What was done, by whom, before and after."""
    numero = obtenir_numero(request, uuid, RELIRE)
    page = Paginator(Ligne.objects.de_l_affaire(numero.portee), PAR_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "veille/redaction/histoire.html",
        {"numero": numero, "page": page, "entrees": raconter_l_histoire(page), "onglet": "histoire"},
    )
