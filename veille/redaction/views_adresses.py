"""Giving a bulletin or an issue another address, published or not."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.etats.forms import FormulaireVersionne
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from veille.models import Numero
from veille.numeros.adresses import renommer
from veille.redaction.acces import obtenir_bulletin, obtenir_numero
from veille.redaction.forms_adresses import AdresseDuBulletinForm, AdresseDuNumeroForm
from veille.redaction.views_atelier import ecran

LIBELLE = "Changer l’adresse"


@require_http_methods(["GET", "HEAD", "POST"])
def adresse_du_numero(request: Requete, uuid: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid)
    formulaire = AdresseDuNumeroForm(request.POST or None, instance=numero)
    return _changer(
        request,
        formulaire,
        numero,
        retour=reverse("veille:parution", args=[numero.uuid]),
        titre="L’adresse du numéro",
        numero=Numero.objects.select_related("bulletin").get(pk=numero.pk),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def adresse_du_bulletin(request: Requete, bulletin: str) -> HttpResponse:
    present = obtenir_bulletin(request, bulletin)
    formulaire = AdresseDuBulletinForm(request.POST or None, instance=present)
    return _changer(
        request,
        formulaire,
        present,
        retour=reverse("veille:atelier"),
        titre=f"L’adresse du bulletin « {present} »",
    )


def _changer(
    request: Requete,
    formulaire: FormulaireVersionne,
    objet: Any,
    *,
    retour: str,
    titre: str,
    **contexte: object,
) -> HttpResponse:
    if request.method == "POST" and formulaire.is_valid():
        try:
            renomme = renommer(
                identite=request.identite,
                objet=objet,
                cle=formulaire.cleaned_data["cle"],
                version=formulaire.cleaned_data["version"],
            )
        except Conflit as conflit:
            return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            messages.success(request, f"L’adresse est maintenant {renomme.get_absolute_url()}.")
            return redirect(retour)
    return ecran(request, formulaire, titre=titre, libelle=LIBELLE, **contexte)
