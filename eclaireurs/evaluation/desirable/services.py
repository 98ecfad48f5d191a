"""Composing: what goes in, in which order, under which title. Two who choose at once both keep theirs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import enregistrer, modifier, verrouiller
from eclaireurs.evaluation.desirable.enums import PARTIE_DE, Partie, Sorte
from eclaireurs.evaluation.desirable.models import Desirable, Piece
from eclaireurs.evaluation.desirable.offre import Offre, cle_de, offres

PIECES_MAX = 1000
TROP = f"Un rapport tient en {PIECES_MAX} pièces : choisissez, c’est ce qui le rend désirable."

journal.inscrire(
    {
        "desirable.choisir": "a fait entrer {nombre} pièce(s) dans le rapport désirable",
        "desirable.retirer": "a sorti « {titre} » du rapport désirable",
        "desirable.ordonner": "a changé l’ordre du rapport désirable",
        "desirable.ecrire": "a écrit le titre ou le chapeau du rapport désirable",
        "desirable.legender": "a légendé « {titre} » dans le rapport désirable",
    }
)


@transaction.atomic
def choisir(*, identite: Identite, rapport: Desirable, cles: Collection[str]) -> int:
    """Bring in what these keys name, each at its natural place; return how many came in.

    What is already in, or no longer offered, is left alone: a form sent twice acts once, and two people who
    choose at the same time both keep theirs. Raises ValidationError beyond PIECES_MAX.
    """
    autoriser(identite, "desirable.composer", rapport)
    rapport = verrouiller(rapport)
    pieces = list(
        rapport.pieces.select_related("theme", "materiau", "conclusion", "preconisation", "article")
    )
    prises = {cle_de(piece) for piece in pieces}
    entrants = [offre for offre in offres(rapport) if offre.cle in cles and offre.cle not in prises]
    if len(pieces) + len(entrants) > PIECES_MAX:
        raise ValidationError(TROP)
    if not entrants:
        return 0
    for partie in {PARTIE_DE[offre.sorte] for offre in entrants}:
        siennes = sorted((p for p in pieces if p.partie == partie), key=lambda p: p.numero)
        for offre in entrants:
            if PARTIE_DE[offre.sorte] == partie:
                siennes.insert(_place(siennes, offre), _piece(rapport, offre, partie))
        _numeroter(siennes)
    enregistrer(rapport)
    journal.consigner(identite=identite, verbe="desirable.choisir", objet=rapport, nombre=len(entrants))
    return len(entrants)


def _piece(rapport: Desirable, offre: Offre, partie: Partie) -> Piece:
    contenu = {str(offre.sorte): offre.objet} if offre.sorte != Sorte.PLAN else {}
    return Piece(rapport=rapport, sorte=offre.sorte, partie=partie, **contenu)


def _place(pieces: Sequence[Piece], offre: Offre) -> int:
    """A clue ends the chapter of its theme; one without theme stands before the first chapter."""
    if offre.sorte != Sorte.MATERIAU:
        return len(pieces)
    rang = next((r for r, p in enumerate(pieces) if offre.theme and p.theme_id == offre.theme), -1)
    return next((r for r in range(rang + 1, len(pieces)) if pieces[r].sorte == Sorte.THEME), len(pieces))


def _numeroter(pieces: Sequence[Piece]) -> None:
    """Write this order; the unique constraint is deferred."""
    for numero, piece in enumerate(pieces, start=1):
        piece.numero = numero
    Piece.objects.bulk_create([p for p in pieces if p.pk is None])
    Piece.objects.bulk_update([p for p in pieces if p.pk is not None], ["numero"])


@transaction.atomic
def retirer(*, identite: Identite, rapport: Desirable, piece: UUID) -> None:
    """Take a piece out; harmless if it has already left."""
    autoriser(identite, "desirable.composer", rapport)
    rapport = verrouiller(rapport)
    presente = rapport.pieces.filter(uuid=piece).first()
    if presente is None:
        return
    titre = str(presente)
    partie = presente.partie
    presente.delete()
    _numeroter(list(rapport.pieces.filter(partie=partie).order_by("numero")))
    enregistrer(rapport)
    journal.consigner(identite=identite, verbe="desirable.retirer", objet=rapport, titre=titre)


@transaction.atomic
def placer(*, identite: Identite, rapport: Desirable, piece: UUID, rang: int, version: int) -> Piece | None:
    """Put a piece at this rank of its part (1: first; beyond the end: last). None if it has left.

    Raises Conflit when the report has changed since `version`: a rank means something in one order only.
    """
    autoriser(identite, "desirable.composer", rapport)
    rapport = verrouiller(rapport, version=version)
    presente = rapport.pieces.filter(uuid=piece).first()
    if presente is None:
        return None
    autres = list(rapport.pieces.filter(partie=presente.partie).exclude(pk=presente.pk).order_by("numero"))
    autres.insert(max(rang, 1) - 1, presente)
    _numeroter(autres)
    enregistrer(rapport)
    journal.consigner(identite=identite, verbe="desirable.ordonner", objet=rapport)
    return presente


def ecrire(*, identite: Identite, rapport: Desirable, version: int, champs: Mapping[str, Any]) -> Desirable:
    """Title, chapeau, cover. Raises Conflit, ValidationError."""
    autoriser(identite, "desirable.composer", rapport)
    couverture = champs.get("couverture")
    if couverture is not None and couverture.rapport_id != rapport.pk:
        raise ValidationError({"couverture": "Cette photo n’est pas dans le rapport."})
    return modifier(
        identite=identite, objet=rapport, version=version, champs=champs, verbe="desirable.ecrire"
    )


def legender(*, identite: Identite, piece: Piece, version: int, champs: Mapping[str, Any]) -> Piece:
    """Write the caption. Raises Conflit."""
    autoriser(identite, "desirable.composer", piece)
    return modifier(
        identite=identite,
        objet=piece,
        version=version,
        champs=champs,
        verbe="desirable.legender",
        discrets=("legende",),
        titre=str(piece),
    )
