"""The workshop on paper: a poster for everybody (A3), and a collectivité's fiche (A4)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.livrets.gabarits import Gabarit, inscrire
from sonar.fabrique.avancement import du_tour, entrees_de, pratiques_du_tour
from sonar.fabrique.lecture import lire

AFFICHE, REFERENCE = "sonar.fabrique", "cycle"
FICHE = "fabrique.fiche"

inscrire(
    Gabarit(
        cle=AFFICHE,
        nom="La fabrique des politiques publiques",
        permission="fabrique.lire_affiche",
        template="sonar/fabrique/affiche.html",
        obtenir=lambda reference, identite: reference if reference == REFERENCE else None,
        reference=str,
        contexte=lambda objet, parametres: {"fabrique": lire(), "adresse": settings.VIGIE_ADRESSE},
        fichier=lambda objet: "fabrique-des-politiques-publiques",
        retour=lambda objet: reverse("sonar:fabrique"),
        retour_vers="Revenir à la fabrique",
    )
)


def _obtenir(reference: str, identite: Identite | None) -> Dossier | None:
    """A fiche that this person may read; the task, which acts for nobody, reads them all."""
    dossiers = Dossier.objects.filter(supprime_le=None)
    if identite is not None:
        dossiers = Dossier.objects.visibles_par(identite)
    fiches = dossiers.filter(uuid=UUID(reference), genre="fabrique")
    return fiches.select_related("collectivite").first()


def _contexte(dossier: Dossier, parametres: Mapping[str, Any]) -> dict[str, Any]:
    """Every lap, the last one first, then the logbook in the order of the days."""
    tours = [
        (tour, du_tour(tour), [p for p in pratiques_du_tour(tour) if p.usages])
        for tour in dossier.tours.order_by("-numero")
    ]
    return {
        "dossier": dossier,
        "tours": tours,
        "entrees": entrees_de(dossier),
        "adresse": settings.VIGIE_ADRESSE + dossier.adresse("fabrique:questions"),
    }


inscrire(
    Gabarit(
        cle=FICHE,
        nom="Fiche de fabrique",
        permission="fabrique.imprimer",
        template="sonar/fabrique/fiche/livret.html",
        obtenir=_obtenir,
        reference=lambda dossier: str(dossier.uuid),
        contexte=_contexte,
        fichier=lambda dossier: f"fabrique-{slugify(dossier.titre)[:60].strip('-') or 'fiche'}",
        retour=lambda dossier: dossier.adresse("fabrique:questions"),
        retour_vers="Revenir à la fiche",
    )
)
