"""A text written in turn: its form, its errors, its conflict, its saving as it is typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.etats.forms import FormulaireVersionne
from communs.etats.services import Conflit
from communs.etats.views import page_de_conflit
from communs.fichiers.services import deposer
from communs.web.televersement import recoit_un_fichier
from veille.models import Numero
from veille.numeros import ecriture
from veille.redaction.acces import obtenir_numero
from veille.redaction.forms import CouvertureForm, EnteteForm
from veille.redaction.views_atelier import INVALIDE


def adresse_de(numero: Numero, ancre: object = "") -> str:
    suite = f"#piece-{ancre}" if ancre else ""
    return f"{reverse('veille:composer', args=[numero.uuid])}{suite}"


def ecrire(
    request: Requete,
    numero: Numero,
    formulaire: FormulaireVersionne,
    enregistrer: Callable[[int, dict[str, Any]], Any],
    *,
    titre: str,
    ancre: object = "",
    **contexte: Any,
) -> HttpResponse:
    """The page of one text: its form, its errors, its conflict. htmx posts it by itself as it is typed."""
    retour = adresse_de(numero, ancre)
    if request.method == "POST" and formulaire.is_valid():
        try:
            ecrit = enregistrer(formulaire.cleaned_data["version"], formulaire.changements())
        except Conflit as conflit:
            if request.htmx:  # type: ignore[attr-defined]
                return _sauvegarde(request, formulaire, conflit=True)
            return page_de_conflit(request, formulaire, conflit.actuel, retour=retour)
        except ValidationError as erreur:
            _reporter(formulaire, erreur)
        else:
            if request.htmx:  # type: ignore[attr-defined]
                return _sauvegarde(request, formulaire, version=ecrit.version)
            messages.success(request, "C’est enregistré.")
            return redirect(retour)
    if request.method == "POST" and request.htmx:  # type: ignore[attr-defined]
        return _sauvegarde(request, formulaire)
    contexte |= {"form": formulaire, "titre": titre, "numero": numero, "retour": retour}
    return render(
        request,
        "veille/redaction/ecrire.html",
        contexte,
        status=INVALIDE if formulaire.errors else 200,
    )


def _reporter(formulaire: FormulaireVersionne, erreur: ValidationError) -> None:
    """On their fields; on the whole form for fields that it does not show."""
    if not hasattr(erreur, "error_dict"):
        formulaire.add_error(None, erreur)
        return
    for nom, liste in erreur.message_dict.items():
        formulaire.add_error(nom if nom in formulaire.fields else None, liste)


def _sauvegarde(
    request: Requete, formulaire: FormulaireVersionne, version: int | None = None, conflit: bool = False
) -> HttpResponse:
    """What replaces the state of the saving, and the version that the page holds.

    On a conflict the script posts the form itself: the answer is then the page of both texts.
    """
    erreurs = [
        f"{formulaire[nom].label if nom in formulaire.fields else ''} {liste[0]}".strip()
        for nom, liste in formulaire.errors.items()
    ]
    contexte = {
        "form": formulaire,
        "version": version,
        "le": timezone.now(),
        "erreurs": erreurs,
        "conflit": conflit,
    }
    return render(request, "veille/redaction/_sauvegarde.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def entete(request: Requete, uuid: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid)
    formulaire = EnteteForm(request.POST or None, instance=numero)
    return ecrire(
        request,
        Numero.objects.select_related("bulletin").get(pk=numero.pk),
        formulaire,
        lambda version, champs: ecriture.presenter(
            identite=request.identite, numero=numero, version=version, champs=champs
        ),
        titre="La présentation du numéro",
        autosauve=True,
    )


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def couverture(request: Requete, uuid: UUID) -> HttpResponse:
    numero = obtenir_numero(request, uuid)
    formulaire = CouvertureForm(
        request.POST or None,
        request.FILES or None,
        instance=numero,
        identite=request.identite,
        collectivite=numero.bulletin.collectivite,
    )
    return ecrire(
        request,
        Numero.objects.select_related("bulletin").get(pk=numero.pk),
        formulaire,
        lambda version, champs: avec_image(
            request,
            numero,
            formulaire,
            champs,
            lambda complets: ecriture.presenter(
                identite=request.identite, numero=numero, version=version, champs=complets
            ),
        ),
        titre="L’image de couverture",
        image=numero.couverture,
        sans_collectivite=numero.bulletin.collectivite is None,
    )


@transaction.atomic
def avec_image(
    request: Requete,
    numero: Numero,
    formulaire: Any,
    champs: dict[str, Any],
    enregistrer: Callable[[dict[str, Any]], Any],
) -> Any:
    """The same fields, with the image just handed in, or none when it is taken away."""
    depot, collectivite = formulaire.cleaned_data.get("image"), numero.bulletin.collectivite
    if depot and collectivite is not None:
        champs[formulaire.colonne] = deposer(
            identite=request.identite, collectivite=collectivite, depot=depot
        )
    elif formulaire.cleaned_data.get("retirer_l_image"):
        champs[formulaire.colonne] = None
    return enregistrer(champs)
