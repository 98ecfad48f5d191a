"""Sonar's booklets: the *carnet personnel* of a result, A5, twelve pages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from sonar import figures
from sonar.models import Profil, Tentative
from sonar.services import CARNET, lire_resultat

VERSION = "1"  # of the carnet's layout, printed in its colophon


def _obtenir(reference: str, identite: Identite | None) -> Tentative | None:
    """A result by its address, which is the right to read it."""
    return Tentative.objects.par_adresse().filter(uuid=UUID(reference)).first()


def _contexte(tentative: Tentative, parametres: Mapping[str, Any]) -> dict[str, Any]:
    lu = lire_resultat(tentative)
    return {
        "resultat": lu,
        "profil": lu.profil,
        "secteurs": figures.secteurs(lu.comptes, lu.dominants),
        "anneaux": figures.anneaux(),
        "styles": Profil.objects.filter(cle__in=list(lu.comptes)).order_by("pk"),
        "lignes": range(7),
        "version": VERSION,
        "adresse": settings.VIGIE_ADRESSE,
    }


def _fichier(tentative: Tentative) -> str:
    cle = lire_resultat(tentative).profil.cle
    return f"carnet-sonar-{cle.replace('_', '-').replace('+', '-et-')}"


CARNET_PERSONNEL = inscrire(
    Gabarit(
        cle=CARNET,
        nom="Votre carnet personnel",
        permission="sonar.lire_carnet",
        template="sonar/carnet.html",
        obtenir=_obtenir,
        reference=lambda tentative: str(tentative.uuid),
        contexte=_contexte,
        fichier=_fichier,
        retour=lambda tentative: tentative.get_absolute_url(),
    )
)


# Each room registers its own.
from sonar.carte import livrets as _carte  # noqa: E402, F401
from sonar.fabrique import livrets as _fabrique  # noqa: E402, F401
from sonar.journal import livrets as _journal  # noqa: E402, F401
from sonar.seances import livrets as _seances  # noqa: E402, F401
from sonar.trajectoire import livrets as _trajectoire  # noqa: E402, F401
