"""The printed record: all that is needed to replay the draw, and nobody's name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from communs.collectivites.essais import a_portee
from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from communs.tirages import lecture
from communs.tirages.enums import EtatTirage
from communs.tirages.models import Tirage
from communs.tirages.preparation import bilan

PROCES_VERBAL = "tirages.proces_verbal"
# A longer list fills no booklet: its fingerprint is printed, and the address of the text.
IMPRIMES_MAX = 600


def _obtenir(reference: str, identite: Identite | None) -> Tirage | None:
    return Tirage.objects.publics().filter(a_portee(identite), uuid=UUID(reference)).first()


def _contexte(tirage: Tirage, parametres: Mapping[str, Any]) -> dict[str, Any]:
    nombre = tirage.inscrits.count()
    resultats = lecture.resultats(tirage) if tirage.etat == EtatTirage.TIRE else []
    premiers = [s for r in resultats for s in (*r.en_place, *r.reserve, *r.desistes)]
    return {
        "tirage": tirage,
        "dossier": tirage.dossier,
        "lignes": bilan(tirage),
        "resultats": resultats,
        "exemple": min(premiers, key=lambda s: s.numero) if premiers else None,
        "entrees": list(lecture.raconter(tirage, nommer=False)),
        "nombre": nombre,
        "inscriptions": list(tirage.inscrits.inscriptions()) if nombre <= IMPRIMES_MAX else [],
        "adresse": f"{settings.VIGIE_ADRESSE}{tirage.adresse_publique}",
    }


inscrire(
    Gabarit(
        cle=PROCES_VERBAL,
        nom="Procès-verbal du tirage au sort",
        permission="tirages.verifier",
        template="tirages/livrets/proces_verbal.html",
        obtenir=_obtenir,
        reference=lambda tirage: str(tirage.uuid),
        contexte=_contexte,
        fichier=lambda tirage: f"proces-verbal-{tirage.uuid}",
        retour=lambda tirage: tirage.adresse_publique,
        retour_vers="Revenir au tirage",
        piece="piece-terrain",
    )
)
