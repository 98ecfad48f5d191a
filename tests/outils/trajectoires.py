"""A subject on the trajectory, its rounds and its positions, as tests need them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from sonar.trajectoire import services
from sonar.trajectoire.models import EtapeTrajectoire, Indicateur, PositionTrajectoire, Sujet, Tour
from sonar.trajectoire.services import Reponse


def ouvrir(compte: Compte, collectivite: Collectivite, intitule: str = "Le guichet mobile") -> Sujet:
    return services.ouvrir_sujet(
        identite=Identite(compte),
        collectivite=collectivite,
        genre="projet",
        intitule=intitule,
        demande=uuid4(),
    )


def tour_de(sujet: Sujet) -> Tour:
    return Tour.objects.select_related("sujet__collectivite").filter(sujet=sujet).latest("ouvert_le", "pk")


def indicateurs(cle: str) -> list[Indicateur]:
    return list(Indicateur.objects.filter(etape__cle=cle, retire=False).order_by("rang"))


def repondre(compte: Compte, tour: Tour, niveaux: Mapping[str, Any], note: str = "") -> PositionTrajectoire:
    """`{"tests": [2, 1, None]}`: levels of the first indicators of these stages, in order."""
    position = services.commencer(identite=Identite(compte), tour=tour)
    for cle, donnes in niveaux.items():
        position = PositionTrajectoire.objects.select_related("tour__sujet").get(pk=position.pk)
        services.repondre(
            identite=Identite(compte),
            position=position,
            version=position.version,
            etape=EtapeTrajectoire.objects.get(cle=cle),
            reponses={
                i.pk: Reponse(niveau, note) for i, niveau in zip(indicateurs(cle), donnes, strict=False)
            },
        )
    return PositionTrajectoire.objects.select_related("tour__sujet").get(pk=position.pk)


def remettre(compte: Compte, tour: Tour, niveaux: Mapping[str, Any], note: str = "") -> PositionTrajectoire:
    position = repondre(compte, tour, niveaux, note)
    return services.remettre(identite=Identite(compte), position=position)


def clore(compte: Compte, tour: Tour) -> Tour:
    return services.clore(identite=Identite(compte), tour=tour)


@dataclass(frozen=True)
class TrajectoireDuDecor:
    """A subject that the administrator opened, with a closed round; the member has handed in the open one."""

    sujet: Sujet
    clos: Tour
    tour: Tour  # open; the administrator and the member have handed in
    libre: Sujet  # its round is open, nobody answered


def trajectoire_du_decor(
    administratrice: Compte, membre: Compte, collectivite: Collectivite
) -> TrajectoireDuDecor:
    sujet = ouvrir(administratrice, collectivite)
    clos = tour_de(sujet)
    remettre(administratrice, clos, {"decouverte": [2, 2]})
    clore(administratrice, clos)
    services.ouvrir_tour(identite=Identite(administratrice), sujet=sujet)
    tour = tour_de(sujet)
    remettre(administratrice, tour, {"decouverte": [2, 2], "tests": [2]})
    remettre(membre, tour, {"decouverte": [2, 1], "tests": [0]}, note="Je n’ai rien vu.")
    return TrajectoireDuDecor(
        sujet=sujet, clos=clos, tour=tour, libre=ouvrir(administratrice, collectivite, "La navette")
    )
