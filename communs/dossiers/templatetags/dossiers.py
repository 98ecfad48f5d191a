"""What the working shell and Mon espace ask about dossiers."""

from typing import Any, NamedTuple

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from communs.dossiers import invitations, services
from communs.dossiers.genres import Attente, Genre, genre
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.navigation import Navigation, naviguer
from communs.web.typographie import accorder

register = template.Library()
RECENTS = 10  # dossiers that Mon espace asks what waits there


@register.simple_tag
def sorte_de(dossier: Dossier) -> Genre:
    """The kind of this dossier: its name, its episode, its tools."""
    return genre(dossier.genre)


@register.simple_tag
def outils_de(dossier: Dossier) -> list[tuple[str, str]]:
    """The tools of this dossier, in the order of their scenario: name and address."""
    return [(outil.nom, dossier.adresse(outil.adresse)) for outil in genre(dossier.genre).outils]


@register.simple_tag(takes_context=True)
def navigation_de(context: dict[str, Any], dossier: Dossier) -> Navigation:
    """The tabs of this dossier for this reader, seen from the page she is on."""
    request = context["request"]
    return naviguer(request.identite, dossier, request.path)


@register.simple_tag
def roles_de(dossier: Dossier) -> list[str]:
    """The French names of the reader's roles here, from what `visibles_par` fetched."""
    return invitations.libelles(dossier, dossier.mes_roles or ())  # type: ignore[attr-defined]


class Echeance(NamedTuple):
    """A date as a reader feels it, and how it is drawn."""

    texte: str
    genre: str


@register.simple_tag
def quand(dossier: Dossier, attente: Attente) -> Echeance:
    """When it is due, seen from today in the dossier's zone; empty when it has no date."""
    if attente.pour_le is None:
        return Echeance("", "attente")
    reste = (attente.pour_le - timezone.localdate(timezone=dossier.fuseau)).days
    if reste < 0:
        return Echeance(f"En retard de {-reste} {accorder(-reste, 'jour,jours')}", "erreur")
    if reste <= 1:
        return Echeance("Demain" if reste else "Aujourd’hui", "attention")
    return Echeance(f"Le {date_format(attente.pour_le, 'j F')}", "attente")


@register.simple_tag(takes_context=True)
def adresse_des_dossiers(context: dict[str, Any], dossier: Dossier) -> str:
    """The list to which this reader goes back; empty for who has no account."""
    identite = context["request"].identite
    if identite.compte is None:
        return ""
    if identite.adhesion(dossier.collectivite_id) is not None:
        return reverse("dossiers:liste", args=[dossier.collectivite.identifiant])
    return reverse("dossiers:miens")


@register.inclusion_tag("dossiers/_mon_espace.html", takes_context=True)
def dossiers_de_mon_espace(context: dict[str, Any]) -> dict[str, Any]:
    """What waits for the reader across the latest dossiers in which she takes part, and her invitations."""
    identite = context["request"].identite
    siens = Dossier.objects.visibles_par(identite).auxquels_participe(identite.personne)
    recents = list(siens.select_related("collectivite").order_by("-cree_le", "-pk")[:RECENTS])
    recues = Participant.objects.a_accepter_par(identite.personne)
    return {
        "request": context["request"],
        "csrf_token": context["csrf_token"],
        "dossiers": recents,
        "peut_ouvrir": bool(identite.adhesions),
        "attentes": services.attentes(identite, recents),
        "invitations": [(p, invitations.jeton_de(p), sorte_de(p.dossier)) for p in recues],
    }
