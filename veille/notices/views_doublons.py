"""Duplicates of the base, and the merge of two notices side by side."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from veille.notices import fusion
from veille.notices.choix import lignes_a_choisir, proposer_la_gardee, reunir
from veille.notices.doublons import groupes
from veille.notices.fiches import lire
from veille.notices.forms import AvantForm, FusionForm
from veille.notices.services import numeros_de
from veille.notices.titres_proches import EXAMINEES, chercher_les_titres_proches
from veille.notices.views import INVALIDE, obtenir

PAR_PAGE = 20
CHANGEE = "L’une des deux notices a changé pendant que vous choisissiez : relisez, puis recommencez."


@require_safe
def doublons(request: Requete) -> HttpResponse:
    """Groups of notices that share a DOI, an ISBN, or their title and year."""
    autoriser(request.identite, "veille.documenter")
    page = Paginator(groupes(), PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "veille/notices/doublons.html", {"page": page})


@require_safe
def titres_proches(request: Requete) -> HttpResponse:
    """Pairs of close titles, so many notices of the base at a time."""
    autoriser(request.identite, "veille.documenter")
    avant = AvantForm(request.GET).cle
    trouves, suite = chercher_les_titres_proches(avant)
    contexte = {"groupes": trouves, "avant": avant, "suite": suite, "examinees": EXAMINEES}
    return render(request, "veille/notices/titres_proches.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def fusionner(request: Requete, pk: int, autre: int) -> HttpResponse:
    """Field by field, which of the two speaks."""
    if pk == autre:
        raise Refus(409, fusion.ELLE_MEME)
    deux = obtenir(request.identite, pk), obtenir(request.identite, autre)
    une, seconde = deux
    initiales = {
        "gardee": proposer_la_gardee(*deux).pk,
        "version_une": une.version,
        "version_autre": seconde.version,
    }
    form = FusionForm(request.POST or None, initial=initiales, cles=(pk, autre))
    lignes = lignes_a_choisir(lire(une), lire(seconde), request.POST)
    contexte: dict[str, Any] = {
        "une": une,
        "seconde": seconde,
        "cotes": [(notice, numeros_de(notice)) for notice in deux],
        "form": form,
        "gardee": form["gardee"].value(),
        "lignes": lignes,
    }
    if not form.is_valid():
        return render(
            request, "veille/notices/fusionner.html", contexte, status=INVALIDE if form.is_bound else 200
        )
    versions = form.cleaned_data["version_une"], form.cleaned_data["version_autre"]
    if form.cleaned_data["gardee"] != str(pk):
        deux, versions = (seconde, une), (versions[1], versions[0])
    try:
        gardee = fusion.fusionner(
            identite=request.identite,
            gardee=deux[0],
            absorbee=deux[1],
            fiche=reunir(lire(une), lire(seconde), {ligne.nom: ligne.choix for ligne in lignes}),
            versions=versions,
        )
    except Conflit as conflit:
        raise Refus(409, CHANGEE) from conflit
    except ValidationError as erreur:
        form.add_error(None, erreur.messages[0])
        return render(request, "veille/notices/fusionner.html", contexte, status=INVALIDE)
    messages.success(
        request, "Les deux notices n’en font plus qu’une. Vous avez trente jours pour revenir en arrière."
    )
    return redirect("veille:atelier_notice", gardee.pk)


@require_POST
def defaire(request: Requete, pk: int) -> HttpResponse:
    absorbee = obtenir(request.identite, pk, partie=True)
    fusion.defaire(identite=request.identite, absorbee=absorbee)
    messages.success(request, "La fusion est défaite : les deux notices sont dans la base.")
    return redirect("veille:atelier_notice", pk)


@require_POST
def distinguer(request: Requete, pk: int, autre: int) -> HttpResponse:
    une, seconde = obtenir(request.identite, pk), obtenir(request.identite, autre)
    fusion.distinguer(identite=request.identite, une=une, autre=seconde)
    messages.success(request, "C’est noté : ce sont deux documents. Ils ne seront plus rapprochés.")
    if "avant" not in request.POST:
        return redirect("veille:atelier_doublons")
    avant = AvantForm(request.POST).cle
    return redirect(reverse("veille:atelier_titres_proches") + (f"?avant={avant}" if avant else ""))
