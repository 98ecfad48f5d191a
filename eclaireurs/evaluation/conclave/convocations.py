"""Convoking those who hold a place, their answers, and the stand-in who is called at once on a refusal.

Everything is decided under a lock on the conclave's row: two refusals at once call two stand-ins. The
draw's ledger is the one truth about places; a convocation is what was said to a person, and by her.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import enregistrer, verrouiller
from communs.tirages import suites
from communs.tirages.enums import MotifRefus
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave import courriels
from eclaireurs.evaluation.conclave.d_apres_le_tirage import (
    PAS_OUVERT,
    Bilan,
    completer,
    compte_de,
    la_meme,
    tirage_de,
    verrouiller_le_conclave,
)
from eclaireurs.evaluation.conclave.enums import DEHORS, EtatConclave, Origine, Reponse
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.regle import hors_conclave, raison

INVITEES_MAX = 100
DEFINITIF = (
    "Vous avez répondu que vous ne veniez pas, et votre place est allée à la suppléance : cela ne se reprend "
    "pas ici. Écrivez aux pilotes de l’évaluation. Rien n’a été changé."
)
SANS_ADRESSE = "Cette personne n’a pas d’adresse électronique : imprimez sa convocation."
DEJA_RELANCEE = "Cette convocation est déjà repartie aujourd’hui."


@transaction.atomic
def suivre(*, identite: Identite, conclave: Conclave) -> Bilan:
    """Bring the convocations up to date with the draw and with the rule, asked by a pilot."""
    autoriser(identite, "conclave.preparer", conclave)
    actuel = verrouiller_le_conclave(conclave)
    if actuel.etat != EtatConclave.CONVOCATIONS:
        raise Refus(409, PAS_OUVERT)
    return completer(actuel, identite)


# --- answers -----------------------------------------------------------------------------------------


@transaction.atomic
def repondre(*, convocation: Convocation, reponse: str, motif: str = "") -> Convocation:
    """The person's own answer, by her secret address. Twice the same is once; yes may become no until
    the day; no is final for who was drawn, since the stand-in is called at once.

    PermissionDenied for an élu or a director, Refus (409) when it is too late.
    """
    actuelle = _verrouiller(convocation)
    fonction = hors_conclave(actuelle.dossier, compte=actuelle.compte, email=actuelle.email)
    if fonction:
        raise PermissionDenied(raison(fonction))
    if actuelle.reponse == reponse:
        return actuelle
    if actuelle.reponse == Reponse.ECARTEE or (
        actuelle.reponse == Reponse.REFUSEE and actuelle.inscrit_id is not None
    ):
        raise Refus(409, DEFINITIF)
    return _ecrire(actuelle, None, reponse, motif, MotifRefus.EMPECHEE)


@transaction.atomic
def noter(
    *, identite: Identite, convocation: Convocation, version: int, reponse: str, motif: str = ""
) -> Convocation:
    """An answer given by another way (telephone, paper), or none given at all: a pilot writes it.

    Conflit when another pilot wrote since `version`; Refus (409) as for `repondre`.
    """
    autoriser(identite, "conclave.preparer", convocation)
    actuelle = _verrouiller(convocation)
    voulue = Reponse.ACCEPTEE if reponse == Reponse.ACCEPTEE else Reponse.REFUSEE
    if actuelle.reponse == voulue:
        return actuelle
    verrouiller(convocation, version=version)
    fonction = hors_conclave(actuelle.dossier, compte=actuelle.compte, email=actuelle.email)
    if fonction and voulue == Reponse.ACCEPTEE:
        raise ValidationError(raison(fonction))
    if actuelle.reponse in DEHORS and actuelle.inscrit_id is not None:
        raise Refus(409, "Sa place est déjà allée à la suppléance. Rien n’a été changé.")
    pour_le_registre = MotifRefus.SANS_REPONSE if reponse == "sans_reponse" else MotifRefus.EMPECHEE
    return _ecrire(actuelle, identite, voulue, motif, pour_le_registre)


def _verrouiller(convocation: Convocation) -> Convocation:
    conclave = verrouiller_le_conclave(convocation.conclave)
    if conclave.etat != EtatConclave.CONVOCATIONS:
        raise Refus(409, PAS_OUVERT)
    actuelle = verrouiller(convocation)
    actuelle.conclave = conclave
    return actuelle


def _ecrire(
    convocation: Convocation, identite: Identite | None, reponse: str, motif: str, registre: MotifRefus
) -> Convocation:
    """The reason given stays here: the ledger, which everybody may read, says only « empêchée »."""
    convocation.reponse, convocation.repondu_le = reponse, timezone.now()
    convocation.motif = motif.strip() if reponse == Reponse.REFUSEE else ""
    enregistrer(convocation, "reponse", "repondu_le", "motif")
    verbe = "conclave.reponse" if identite is None else "conclave.noter"
    journal.consigner(identite=identite, verbe=verbe, objet=convocation)
    if convocation.inscrit is None:
        return convocation
    tirage = tirage_de(convocation.conclave)
    if reponse == Reponse.ACCEPTEE:
        suites.accepter(identite=identite, tirage=tirage, inscrit=convocation.inscrit)
    else:
        suites.refuser(identite=identite, tirage=tirage, inscrit=convocation.inscrit, motif=registre)
        completer(convocation.conclave, identite)
    return convocation


# --- by hand -----------------------------------------------------------------------------------------


@transaction.atomic
def inviter(*, identite: Identite, conclave: Conclave, nom: str, email: str, service: str) -> Convocation:
    """Convoke somebody who was not drawn: a witness, who keeps the minutes… Never an élu or a director.

    ValidationError with its reason, in French.
    """
    autoriser(identite, "conclave.preparer", conclave)
    actuel = verrouiller_le_conclave(conclave)
    if actuel.etat != EtatConclave.CONVOCATIONS:
        raise Refus(409, PAS_OUVERT)
    compte = compte_de(conclave.dossier, email)
    if fonction := hors_conclave(actuel.dossier, compte=compte, email=email):
        raise ValidationError({"email": raison(fonction)})
    if actuel.convocations.filter(la_meme(compte, email)).exists():
        raise ValidationError({"email": "Cette personne est déjà convoquée."})
    if actuel.convocations.filter(origine=Origine.INVITATION).count() >= INVITEES_MAX:
        raise ValidationError(f"Pas plus de {INVITEES_MAX} personnes invitées.")
    convocation = Convocation.objects.create(
        conclave=actuel,
        origine=Origine.INVITATION,
        compte=compte,
        email="" if compte is not None else email,
        nom=nom,
        service=service,
    )
    courriels.convoquer(convocation)
    journal.consigner(identite=identite, verbe="conclave.inviter", objet=convocation)
    return convocation


@transaction.atomic
def renvoyer(*, identite: Identite, convocation: Convocation) -> None:
    """Send the convocation again, at most once a day. ValidationError when there is nowhere to send it."""
    autoriser(identite, "conclave.preparer", convocation)
    actuelle = _verrouiller(convocation)
    jour = timezone.localdate(timezone=actuelle.dossier.fuseau)
    if fonction := hors_conclave(actuelle.dossier, compte=actuelle.compte, email=actuelle.email):
        raise ValidationError(raison(fonction))
    if actuelle.reponse in DEHORS:
        raise ValidationError("Cette personne ne vient pas : sa convocation ne repart pas.")
    if actuelle.relancee_le == jour:
        raise ValidationError(DEJA_RELANCEE)
    actuelle.relancee_le = jour
    enregistrer(actuelle, "relancee_le")
    if not courriels.convoquer(actuelle, envoi=actuelle.version):
        raise ValidationError(SANS_ADRESSE)
    journal.consigner(identite=identite, verbe="conclave.renvoyer", objet=actuelle)
