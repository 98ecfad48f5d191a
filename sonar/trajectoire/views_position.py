"""One's own position in a round: stage after stage, then handed in. Nobody else reads it before."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from sonar.trajectoire import services
from sonar.trajectoire.forms import EtapeForm
from sonar.trajectoire.models import EtapeTrajectoire, PointTrajectoire, PositionTrajectoire, Tour
from sonar.trajectoire.obtenir import obtenir_tour

INVALIDE = 422
PREMIERE_VERSION = 1  # of a position that its first answer will make


class LigneDEtape(NamedTuple):
    """How much of a stage is answered."""

    etape: EtapeTrajectoire
    faits: int
    total: int


def _sienne(request: Requete, tour: Tour) -> PositionTrajectoire | None:
    return PositionTrajectoire.objects.visibles_par(request.identite).filter(tour=tour).first()


def _points(position: PositionTrajectoire | None) -> dict[int, PointTrajectoire]:
    return {} if position is None else {p.indicateur_id: p for p in position.points.all()}


@require_safe
def position(request: Requete, identifiant: str, uuid: UUID, tour: UUID) -> HttpResponse:
    """Where one's own answers stand, stage by stage."""
    objet = obtenir_tour(request, identifiant, uuid, tour)
    sienne = _sienne(request, objet)
    points = _points(sienne)
    etapes = []
    for etape in EtapeTrajectoire.objects.completes():
        proposes = [i.pk for i in etape.indicateurs.all()]
        faits = sum(1 for pk in proposes if pk in points and points[pk].niveau is not None)
        etapes.append(LigneDEtape(etape, faits, len(proposes)))
    contexte = {
        "collectivite": objet.sujet.collectivite,
        "sujet": objet.sujet,
        "tour": objet,
        "position": sienne,
        "etapes": etapes,
        "faits": sum(ligne.faits for ligne in etapes),
        "total": sum(ligne.total for ligne in etapes),
    }
    return render(request, "sonar/trajectoire/espace/position.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def etape(request: Requete, identifiant: str, uuid: UUID, tour: UUID, cle: str) -> HttpResponse:
    """One stage of one's draft; a stale version shows both texts (409)."""
    objet = obtenir_tour(request, identifiant, uuid, tour)
    etapes = list(EtapeTrajectoire.objects.completes())
    presente = next((e for e in etapes if e.cle == cle), None) or get_object_or_404(EtapeTrajectoire, cle=cle)
    sienne = _sienne(request, objet)
    if sienne is not None and sienne.remise_le is not None:
        raise Refus(409, services.REMISE)
    if not objet.ouvert:
        raise Refus(410, services.CLOS)
    points = _points(sienne)
    formulaire = EtapeForm(
        request.POST if request.method == "POST" else None,
        indicateurs=presente.indicateurs.all(),
        points=points,
        version=sienne.version if sienne is not None else PREMIERE_VERSION,
    )
    suivante = next((e for e in etapes if e.rang == presente.rang + 1), None)
    if request.method == "POST" and formulaire.is_valid():
        return _enregistrer(request, objet, presente, suivante, formulaire)
    contexte = {
        "collectivite": objet.sujet.collectivite,
        "sujet": objet.sujet,
        "tour": objet,
        "etape": presente,
        "nombre": len(etapes),
        "form": formulaire,
        "avant": next((e for e in etapes if e.rang == presente.rang - 1), None),
        "suivante": suivante,
    }
    statut = INVALIDE if formulaire.errors else 200
    return render(request, "sonar/trajectoire/espace/etape.html", contexte, status=statut)


def _enregistrer(
    request: Requete,
    tour: Tour,
    etape: EtapeTrajectoire,
    suivante: EtapeTrajectoire | None,
    formulaire: EtapeForm,
) -> HttpResponse:
    position = services.commencer(identite=request.identite, tour=tour)
    try:
        services.repondre(
            identite=request.identite,
            position=position,
            version=formulaire.cleaned_data["version"],
            etape=etape,
            reponses=formulaire.reponses(),
        )
    except Conflit as conflit:
        renvois = [(n, v) for n, v in request.POST.items() if n not in {"csrfmiddlewaretoken", "version"}]
        contexte = {
            "divergences": formulaire.divergences(_points(PositionTrajectoire.objects.get(pk=position.pk))),
            "renvois": [*renvois, ("version", conflit.actuel.version)],
            "retour": tour.adresse("trajectoire:position"),
        }
        return render(request, "etats/conflit.html", contexte, status=409)
    if suivante is not None and "suite" in request.POST:
        return redirect(tour.adresse("trajectoire:position_etape", suivante.cle))
    messages.success(request, "Vos réponses sont gardées. Vous pouvez les compléter jusqu’à la remise.")
    return redirect(tour.adresse("trajectoire:position"))


@require_POST
def remettre(request: Requete, identifiant: str, uuid: UUID, tour: UUID) -> HttpResponse:
    """Hand in: the others read it, one reads the others."""
    objet = obtenir_tour(request, identifiant, uuid, tour)
    sienne = get_object_or_404(
        PositionTrajectoire.objects.visibles_par(request.identite).select_related("tour__sujet"), tour=objet
    )
    try:
        services.remettre(identite=request.identite, position=sienne)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect(objet.adresse("trajectoire:position"))
    messages.success(request, "Votre position est remise. Voici celles des autres.")
    return redirect(objet)
