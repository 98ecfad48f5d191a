"""The list of a room of every dossier: one shape for séances, questionnaires, votes and draws."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from communs.collectivites.middleware import Requete
from communs.dossiers.genres import Page
from communs.dossiers.models import Dossier
from communs.web.typographie import accorder


def lister(
    request: Requete, dossier: Dossier, page: Page, objets: Iterable[Any], gabarit: str
) -> HttpResponse:
    """Show what this room holds in this dossier; `gabarit` extends `dossiers/base_liste.html`."""
    liste = list(objets)
    for objet in liste:
        objet.dossier = dossier  # fetched with its collectivité: addresses cost no query
    organise = request.identite.peut(page.organise, dossier)
    contexte = {
        "dossier": dossier,
        "piece": page,
        "objets": liste,
        "preparer": dossier.adresse(page.preparer) if organise else "",
    }
    return render(request, gabarit, contexte)


def dire_combien(total: int, noms: str, dont: int, adjectifs: str) -> str:
    """« 3 votes, dont 1 ouvert »; empty for none. `noms` and `adjectifs` as `accorder` takes them."""
    if not total:
        return ""
    dit = f"{total} {accorder(total, noms)}"
    return f"{dit}, dont {dont} {accorder(dont, adjectifs)}" if dont else dit
