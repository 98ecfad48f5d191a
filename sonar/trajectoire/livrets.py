"""What is printed: the poster (A2, for a print shop), and the position of a round (A4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from communs.web.qr import dessiner
from sonar.trajectoire import calculs, figures, imprime, lecture
from sonar.trajectoire.models import Tour
from sonar.trajectoire.services import LIVRET

AFFICHE = "sonar.trajectoire.affiche"
VERSION = "1"  # of the poster's layout, printed at its foot


@dataclass(frozen=True)
class Affiche:
    """There is one poster, everybody's."""

    reference: str = "affiche"


def _affiche(reference: str, identite: Identite | None) -> Affiche | None:
    return Affiche() if reference == Affiche.reference else None


def _contexte_affiche(affiche: Affiche, parametres: Mapping[str, Any]) -> dict[str, Any]:
    adresse = settings.VIGIE_ADRESSE + reverse("sonar:trajectoire")
    contexte = imprime.contexte()
    etapes = contexte["trajectoire_etapes"]
    # The printed poster's columns: odd stages at the left, even ones at the right, from the bottom up.
    colonnes = (("gauche", etapes[::2][::-1]), ("droite", etapes[1::2][::-1]))
    return {**contexte, "colonnes": colonnes, "adresse": adresse, "qr": dessiner(adresse), "version": VERSION}


inscrire(
    Gabarit(
        cle=AFFICHE,
        nom="La trajectoire, en affiche",
        permission="trajectoire.lire_affiche",
        template="sonar/trajectoire/affiche.html",
        obtenir=_affiche,
        reference=lambda affiche: affiche.reference,
        contexte=_contexte_affiche,
        fichier=lambda affiche: "affiche-trajectoire-sonar-a2",
        retour=lambda affiche: reverse("sonar:trajectoire"),
        retour_vers="Revenir à la trajectoire",
    )
)


# --- the position of a round, A4 -------------------------------------------------------------------


def _tour(reference: str, identite: Identite | None) -> Tour | None:
    """The round, if this person may see it now; the printing task acts for nobody."""
    tours = Tour.objects.all() if identite is None else Tour.objects.visibles_par(identite)
    return tours.select_related("sujet__collectivite").filter(uuid=UUID(reference)).first()


def _contexte_position(tour: Tour, parametres: Mapping[str, Any]) -> dict[str, Any]:
    lue = lecture.lire(tour)
    passes = [p for p in lecture.histoire(tour.sujet) if p.tour.ouvert_le <= tour.ouvert_le]
    tours = [(f"{p.le:%d/%m/%Y}", p.lecture.avancements) for p in passes]
    return {
        "tour": tour,
        "sujet": tour.sujet,
        "lecture": lue,
        "passes": passes,
        "courbes": figures.courbes(tours, calculs.SEUIL) if passes else None,
        "adresse": settings.VIGIE_ADRESSE + tour.get_absolute_url(),
    }


inscrire(
    Gabarit(
        cle=LIVRET,
        nom="La position sur la trajectoire",
        permission="trajectoire.comparer",
        template="sonar/trajectoire/livret.html",
        obtenir=_tour,
        reference=lambda tour: str(tour.uuid),
        contexte=_contexte_position,
        fichier=lambda tour: f"trajectoire-{tour.ouvert_le:%Y-%m-%d}",
        retour=lambda tour: tour.get_absolute_url(),
        retour_vers="Revenir au tour",
    )
)
