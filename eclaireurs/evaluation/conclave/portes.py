"""The door of the conclave's room: who comes to the *tableau martyr*, and who does not.

`entrer` is asked at every request of the room, reading ones included. It recognises the pilots of the
dossier, the convoked agents by their account, and whoever holds the secret link of a convocation (a
signed cookie). Élus and directors never come in, whatever else they hold.
"""

import uuid
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from communs.collectivites.identite import Identite
from communs.collectivites.middleware import Requete
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.permissions import pilote
from eclaireurs.evaluation.conclave import cookies, regle
from eclaireurs.evaluation.conclave.enums import OUVERTS, EtatConclave, Reponse
from eclaireurs.evaluation.conclave.models import Conclave, Convocation

PAS_VENUE = (
    "Vous avez répondu que vous ne veniez pas au conclave : votre place est allée à la suppléance. Écrivez "
    "aux pilotes de l’évaluation si c’est une erreur."
)
PAS_ENCORE = "La salle du conclave ouvrira le jour venu. Gardez l’adresse de votre convocation."
AUTRE = "Cette convocation est celle d’une autre personne : elle ne vous ouvre pas la salle."


@dataclass(frozen=True)
class Convive:
    """Somebody in the room; `cle` is the same for the same person on any device."""

    cle: uuid.UUID
    nom: str
    service: str
    anime: bool  # a pilot of the dossier: prepares and leads


def dossier_du_conclave(identifiant: str, uuid: uuid.UUID) -> Dossier:
    """The dossier of a room's address, with its conclave and its table, for `entrer` to decide; or 404.

    Not through `visibles_par`: who holds a convocation may read nothing else of the dossier.
    """
    dossiers = Dossier.objects.filter(supprime_le=None, conclave__isnull=False)
    entiers = dossiers.select_related("collectivite", "conclave", "tableau_martyr")
    return get_object_or_404(entiers, uuid=uuid, collectivite__identifiant=identifiant)


def entrer(request: HttpRequest, dossier: Dossier) -> Convive:
    """Who is asking, in this room. Http404 for a stranger; PermissionDenied, with its reason, otherwise."""
    identite = cast(Requete, request).identite
    compte = identite.compte
    convocation = _convocation(request, compte, dossier)
    anime = compte is not None and pilote(identite, dossier)
    if anime or convocation is not None:  # a stranger is told nothing, not even the rule
        exiger_la_regle(dossier, compte, convocation)
    if anime:
        return convive_pilote(identite, dossier)
    if convocation is None:
        raise Http404
    if compte is not None and convocation.compte_id not in (None, compte.pk):
        raise PermissionDenied(AUTRE)
    if convocation.reponse == Reponse.REFUSEE:
        raise PermissionDenied(PAS_VENUE)
    if dossier.conclave.etat not in OUVERTS:
        raise PermissionDenied(PAS_ENCORE)
    return Convive(convocation.uuid, convocation.nom_affiche, convocation.service, anime=False)


def exiger_la_regle(dossier: Dossier, compte: Compte | None, convocation: Convocation | None) -> None:
    """PermissionDenied if the account or the convocation is an élu's or a director's."""
    fonction = regle.hors_conclave(dossier, compte=compte) if compte is not None else ""
    if not fonction and convocation is not None:
        if compte is None or convocation.compte_id != compte.pk:
            fonction = regle.hors_conclave(dossier, compte=convocation.compte, email=convocation.email)
        if convocation.reponse == Reponse.ECARTEE and not fonction:
            raise PermissionDenied(PAS_VENUE)
    if fonction:
        raise PermissionDenied(regle.raison(fonction))


def se_tient(dossier: Dossier) -> bool:
    """Whether the conclave is being held now: what everybody may write in the table hangs on it."""
    return Conclave.objects.filter(dossier=dossier, etat=EtatConclave.TENUE).exists()


def _convocation(request: HttpRequest, compte: Compte | None, dossier: Dossier) -> Convocation | None:
    """By the account first: a shared computer may hold somebody else's cookie."""
    if compte is not None:
        siennes = Convocation.objects.filter(conclave__dossier=dossier, compte=compte)
        if (sienne := siennes.select_related("compte").first()) is not None:
            return sienne
    return cookies.convocation_de(request, dossier)


def convive_pilote(identite: Identite, dossier: Dossier) -> Convive:
    """A pilot of the dossier, as the room knows her."""
    presents = Participant.objects.presents().filter(dossier=dossier, compte=identite.personne)
    participant = presents.select_related("acteur__compte", "service").get()
    service = participant.service.nom if participant.service is not None else participant.organisation
    return Convive(participant.uuid, participant.nom_affiche, service, anime=True)
