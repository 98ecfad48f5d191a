"""What the working shell and Mon espace ask about dossiers."""

from typing import Any

from django import template
from django.urls import reverse

from communs.dossiers import invitations, services
from communs.dossiers.genres import Genre, genre
from communs.dossiers.models import Dossier, Participant

register = template.Library()
RECENTS = 10  # dossiers that Mon espace asks what waits there


@register.simple_tag
def sorte_de(dossier: Dossier) -> Genre:
    """The kind of this dossier: its name, its episode, its tools."""
    return genre(dossier.genre)


@register.simple_tag
def outils_de(dossier: Dossier) -> list[tuple[str, str]]:
    """The tools of this dossier, in order: name and address."""
    return [(outil.nom, dossier.adresse(outil.adresse)) for outil in genre(dossier.genre).outils]


@register.simple_tag
def roles_de(dossier: Dossier) -> list[str]:
    """The French names of the reader's roles here, from what `visibles_par` fetched."""
    return invitations.libelles(dossier, dossier.mes_roles or ())  # type: ignore[attr-defined]


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
        "attentes": services.attentes(identite, recents),
        "invitations": [(p, invitations.jeton_de(p), sorte_de(p.dossier)) for p in recues],
    }
