"""Whether a piece that was taken off an issue may be put back: what held it, and what it holds, are there."""

from typing import Any

from django.core.exceptions import ValidationError

from veille.models import Notice, Numero, Parution
from veille.redaction.pieces import NATURES, Nature

SANS_PLACE = "La rubrique ou l’encadré qui la tenait n’est plus là : remettez-le d’abord."
SUPPRIMEE = "Cette notice n’est plus dans la base."


def sa_notice_existe(piece: Any) -> bool:
    """False when the bin was emptied since the piece was taken off."""
    cle = getattr(piece, "notice_id", None)
    return cle is None or Notice.objects.filter(pk=cle).exists()


def exiger_sa_place(numero: Numero, nature: Nature, piece: Any) -> None:
    """ValidationError when what held the piece, or the notice that it shows, is gone."""
    if isinstance(piece, Parution):
        if piece.rubrique_id and not numero.rubriques.filter(pk=piece.rubrique_id).exists():
            raise ValidationError(SANS_PLACE)
        if not sa_notice_existe(piece):
            raise ValidationError(SUPPRIMEE)
    elif nature.parent != "numero":
        du_parent = {"rubrique": "rubrique", "encadre": "encadre"}[nature.parent]
        tenant = NATURES[du_parent].de(numero)
        if not tenant.filter(pk=getattr(piece, f"{nature.parent}_id")).exists():
            raise ValidationError(SANS_PLACE)
