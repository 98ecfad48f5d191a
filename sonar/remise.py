"""Handing in a sheet over HTTP: the same refusals and limits for the page and the API."""

from uuid import UUID

from django.http import HttpRequest

from communs.collectivites.identite import Identite
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from sonar import services
from sonar.essais import EssaiExpire, EssaiInvalide, lire_essai
from sonar.forms import FormulaireTest
from sonar.models import Tentative

DEJA_REMISE = (
    "Cette feuille a déjà été remise : elle ne peut plus être modifiée. "
    "Pour recommencer, prenez une nouvelle feuille."
)


def essai_de(jeton: str) -> UUID:
    """The attempt behind the address of a sheet. Raise Refus 404 or 410."""
    try:
        return lire_essai(jeton)
    except EssaiExpire as erreur:
        raise Refus(410, "Cette feuille date de plus de trente jours : prenez-en une nouvelle.") from erreur
    except EssaiInvalide as erreur:
        raise Refus(404, "Cette feuille n’existe pas : prenez-en une nouvelle.") from erreur


def remettre(*, request: HttpRequest, essai: UUID, form: FormulaireTest, identite: Identite) -> Tentative:
    """Hand in a valid sheet, within the limits. Raise Refus 409 or 429."""
    limiter(request, "sonar_remettre")
    try:
        return services.remettre(essai=essai, choix=form.choix(), identite=identite)
    except services.FeuilleDejaRemise as erreur:
        # The address of a sheet may have been passed on: nobody may try all answers to reach the result.
        limiter(request, "sonar_feuille_remise", str(essai))
        raise Refus(409, DEJA_REMISE) from erreur
