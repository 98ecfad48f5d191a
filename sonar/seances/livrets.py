"""The *portrait du groupe*: portrait A4, for who led the séance."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from communs.seances.models import Seance
from sonar.seances import groupe
from sonar.seances.services import PORTRAIT


def _obtenir(reference: str, identite: Identite | None) -> Seance | None:
    seances = Seance.objects.all() if identite is None else Seance.objects.animees_par(identite)
    avec = seances.exclude(portrait_sonar=None).select_related("sonar__collectivite", "portrait_sonar")
    return avec.filter(uuid=UUID(reference)).first()


def _contexte(seance: Seance, parametres: Mapping[str, Any]) -> dict[str, Any]:
    return {"seance": seance, "lu": groupe.presenter(seance), "adresse": settings.VIGIE_ADRESSE}


PORTRAIT_DU_GROUPE = inscrire(
    Gabarit(
        cle=PORTRAIT,
        nom="Le portrait du groupe",
        permission="seances.animer",
        template="sonar/seances/portrait_imprime.html",
        obtenir=_obtenir,
        reference=lambda seance: str(seance.uuid),
        contexte=_contexte,
        fichier=lambda seance: f"portrait-{slugify(seance.titre)[:50] or 'du-groupe'}",
        retour=lambda seance: reverse("sonar:seances_portrait", args=[seance.uuid]),
        retour_vers="Revenir au portrait",
    )
)
