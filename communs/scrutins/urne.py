"""The ballot box: one ballot each, whoever posts twice at the same instant; nothing says who, nor when.

No line of journal and no time: a ballot and a name written at the same moment would find each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from communs.collectivites import noms
from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Participant
from communs.etats.services import verrouiller
from communs.scrutins.calculs.bulletins import resserrer
from communs.scrutins.enums import AVANT, Mention, Mode
from communs.scrutins.models import Bulletin, CodeDeVote, Emargement, Scrutin
from communs.web.erreurs import Refus

FERME = "Le vote est terminé : ce bulletin n’a pas été compté."
PAS_OUVERT = "Le vote n’est pas ouvert."
DEJA = "Vous avez déjà voté. Votre premier bulletin est dans l’urne : celui-ci n’a pas été compté."
MALFORME = "Ce bulletin ne correspond pas aux options du vote : rechargez la page, puis recommencez."
MENTIONS = max(Mention.values)


class DejaVote(Exception):
    """A second ballot in a secret vote: the first one stays."""


@dataclass(frozen=True)
class Electeur:
    """Who votes: exactly one of the three. `nom` is what an open vote shows of who has no account."""

    participant: Participant | None = None
    code: CodeDeVote | None = None
    visiteur: UUID | None = None
    nom: str = ""


def participant_de(identite: Identite, scrutin: Scrutin) -> Participant:
    """The participant that this person is in the vote's dossier; PermissionDenied if she has no vote."""
    autoriser(identite, "scrutins.voter", scrutin)
    return Participant.objects.presents().get(dossier=scrutin.dossier_id, compte=identite.personne)


@transaction.atomic
def deposer(*, scrutin: Scrutin, electeur: Electeur, valeurs: Sequence[int]) -> bool:
    """Put a ballot in the box; True when it replaces the one that this person had put (open votes only).

    Raises Refus (409) when the vote is not open, ValidationError for a ballot that it could not hold,
    DejaVote for a second one in a secret vote.
    """
    scrutin = verrouiller(scrutin)
    if not scrutin.recoit:
        raise Refus(409, PAS_OUVERT if scrutin.etat in AVANT else FERME)
    if not scrutin.secret and electeur.participant is None:
        _exiger_un_nom(electeur.nom)
    valeurs = verifier(scrutin, valeurs)
    code = verrouiller(electeur.code) if electeur.code is not None else None
    if code is not None and code.annule_le is not None:
        raise Refus(409, "Ce code a été annulé : demandez-en un autre.")
    deja = emargement_de(scrutin, electeur)
    if deja is not None and scrutin.secret:
        raise DejaVote
    if deja is not None:
        Bulletin.objects.filter(emargement=deja).update(valeurs=valeurs)
        return True
    emargement = Emargement.objects.create(
        scrutin=scrutin,
        participant=electeur.participant,
        code=electeur.code,
        visiteur=electeur.visiteur,
        nom="" if scrutin.secret or electeur.participant is not None else electeur.nom,
    )
    Bulletin.objects.create(
        scrutin=scrutin,
        secret=scrutin.secret,
        emargement=None if scrutin.secret else emargement,
        valeurs=valeurs,
    )
    return False


def _exiger_un_nom(nom: str) -> None:
    if not nom.strip():
        raise ValidationError(
            {"nom": "Ce vote est ouvert : dites votre nom, il sera lu avec votre bulletin."}
        )
    noms.valider(nom)


def emargement_de(scrutin: Scrutin, electeur: Electeur) -> Emargement | None:
    """What says that this person has voted, if she has."""
    siens = scrutin.emargements.filter(
        participant=electeur.participant, code=electeur.code, visiteur=electeur.visiteur
    )
    return siens.first()


def bulletin_de(scrutin: Scrutin, electeur: Electeur) -> tuple[int, ...] | None:
    """The ballot that this person may still change: open votes only, the box knows no other."""
    emargement = emargement_de(scrutin, electeur)
    if emargement is None or scrutin.secret:
        return None
    return tuple(Bulletin.objects.get(emargement=emargement).valeurs)


def verifier(scrutin: Scrutin, valeurs: Sequence[int]) -> list[int]:
    """The ballot as the box keeps it; ValidationError (French) for one that this vote cannot hold.

    All zero is a blank ballot, whatever the vote.
    """
    options = scrutin.options.count()
    if len(valeurs) != options or any(v < 0 for v in valeurs):
        raise ValidationError(MALFORME)
    mode, somme = Mode(scrutin.mode), sum(valeurs)
    plafonds = {Mode.CLASSEMENT: options, Mode.JUGEMENT: MENTIONS, Mode.POINTS: scrutin.nombre or 0}
    if any(v > plafonds.get(mode, 1) for v in valeurs) or (mode == Mode.CHOIX and somme > 1):
        raise ValidationError(MALFORME)
    if mode == Mode.APPROBATION and scrutin.nombre and somme > scrutin.nombre:
        raise ValidationError(f"Vous approuvez {somme} options : {scrutin.nombre} au plus.")
    if mode == Mode.POINTS and somme > (scrutin.nombre or 0):
        raise ValidationError(f"Vous donnez {somme} points : vous en avez {scrutin.nombre} à répartir.")
    return list(resserrer(valeurs)) if mode == Mode.CLASSEMENT else list(valeurs)


def brasser(scrutin: Scrutin) -> None:
    """Write a secret vote's ballots again, all at once and in a random order, under new identifiers.

    The database keeps rows in the order they came, each marked by its transaction: before this, somebody
    with the server's rights could lay ballots and signatures side by side.
    """
    with connection.cursor() as curseur:
        curseur.execute(
            "WITH anciens AS (DELETE FROM scrutins_bulletin WHERE scrutin_id = %s AND secret RETURNING *) "
            "INSERT INTO scrutins_bulletin (id, scrutin_id, secret, emargement_id, valeurs) "
            "SELECT gen_random_uuid(), scrutin_id, secret, NULL, valeurs FROM anciens ORDER BY random()",
            [scrutin.pk],
        )
