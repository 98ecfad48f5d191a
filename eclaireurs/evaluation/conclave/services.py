"""Writing the conclave itself: its day, its place, its words."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats.services import modifier
from communs.web.erreurs import Refus
from eclaireurs.evaluation.cadrage import services as cadrage
from eclaireurs.evaluation.cadrage.enums import EtatRencontre, GenreRencontre
from eclaireurs.evaluation.conclave import courriels, rappels
from eclaireurs.evaluation.conclave.d_apres_le_tirage import completer, verrouiller_le_conclave
from eclaireurs.evaluation.conclave.enums import CONVOQUES, DEHORS, EtatConclave, Reponse
from eclaireurs.evaluation.conclave.models import Conclave, Convocation

CLOS = "Le conclave est clos : il ne change plus. Rien n’a été modifié."
RENDEZ_VOUS = ("le", "debut", "fin", "lieu")
# Days before the date for answers at which those who have not answered are written to.
JALONS = (3, 0)


@transaction.atomic
def preciser(*, identite: Identite, conclave: Conclave, version: int, champs: Mapping[str, Any]) -> Conclave:
    """Change the day, the place, the words; who was convoked is written to when the appointment moves.

    Raises Conflit, Refus (409) once it is closed, ValidationError.
    """
    autoriser(identite, "conclave.preparer", conclave)
    avant = verrouiller_le_conclave(conclave)
    if avant.etat == EtatConclave.CLOS:
        raise Refus(409, CLOS)
    if avant.etat in CONVOQUES and not all(champs.get(nom) for nom in ("le", "debut", "lieu")):
        raise ValidationError("Des personnes sont convoquées : le jour, l’heure et le lieu restent dits.")
    anciens = [getattr(avant, nom) for nom in RENDEZ_VOUS]
    actuel = modifier(
        identite=identite, objet=conclave, version=version, champs=champs, verbe="conclave.preciser"
    )
    actuel.dossier = conclave.dossier
    rappels.dire(actuel)
    if anciens != [getattr(actuel, nom) for nom in RENDEZ_VOUS]:
        _dire_au_calendrier(identite, actuel)
        _prevenir(actuel)
    return actuel


def _prevenir(conclave: Conclave) -> None:
    if conclave.etat != EtatConclave.CONVOCATIONS:
        return
    for convocation in conclave.convocations.exclude(reponse__in=DEHORS).select_related("compte"):
        convocation.conclave = conclave
        courriels.prevenir(convocation)


def _dire_au_calendrier(identite: Identite, conclave: Conclave) -> None:
    """The meeting of the frame's calendar says the same day and place."""
    prevues = conclave.dossier.rencontres.filter(genre=GenreRencontre.CONCLAVE, etat=EtatRencontre.PREVUE)
    rencontre = prevues.order_by("pk").first()
    if rencontre is not None:
        champs = {"le": conclave.le, "heure": conclave.debut, "lieu": conclave.lieu}
        cadrage.preciser(identite=identite, rencontre=rencontre, version=rencontre.version, champs=champs)


# --- each day ----------------------------------------------------------------------------------------


def relancer() -> int:
    """Apply the rule again, call stand-ins, write to those who have not answered; how many mails.

    A milestone missed by a silence of the platform is caught up with, once.
    """
    envoyes = 0
    ouverts = Conclave.objects.filter(
        etat=EtatConclave.CONVOCATIONS,
        tirage__isnull=False,
        dossier__supprime_le=None,
        dossier__collectivite__essai_jusqu_au=None,  # a trial writes to nobody
    )
    for conclave in ouverts.select_related("dossier__collectivite").order_by("pk"):
        with transaction.atomic():
            actuel = verrouiller_le_conclave(conclave)
            if actuel.etat == EtatConclave.CONVOCATIONS:
                completer(actuel, None)
                envoyes += _relancer(actuel)
    return envoyes


def _relancer(conclave: Conclave) -> int:
    aujourdhui = timezone.localdate(timezone=conclave.dossier.fuseau)
    if conclave.reponses_le is None or conclave.le is None or aujourdhui >= conclave.le:
        return 0
    passes = [conclave.reponses_le - timedelta(days=jours) for jours in JALONS]
    passes = [jalon for jalon in passes if jalon <= aujourdhui]
    if not passes:
        return 0
    envoyes = 0
    muettes = conclave.convocations.filter(reponse=Reponse.ATTENDUE).select_related("compte")
    for convocation in muettes:
        if _deja_ecrit(convocation, conclave.dossier) >= passes[-1]:
            continue
        convocation.conclave, convocation.relancee_le = conclave, aujourdhui
        convocation.save(update_fields=["relancee_le"])
        envoyes += courriels.relancer(convocation, aujourdhui)
    return envoyes


def _deja_ecrit(convocation: Convocation, dossier: Dossier) -> Any:
    """The last day on which she was written to."""
    return convocation.relancee_le or timezone.localdate(convocation.convoquee_le, dossier.fuseau)


def nombre_de_reponses(conclave: Conclave) -> dict[str, int]:
    """How many convocations for each answer."""
    if conclave.etat not in CONVOQUES:
        return {}
    reponses = list(conclave.convocations.values_list("reponse", flat=True))
    return {reponse: reponses.count(reponse) for reponse in Reponse.values}
