"""What the contributor does from her own address: read what became of it, take it up again, withdraw it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from communs.etats import journal
from communs.etats.services import enregistrer, verrouiller
from communs.fichiers import services as fichiers
from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.enquete.calculs import empreinte, nettoyer, themes_cites
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from eclaireurs.evaluation.enquete.enums import EtatContribution

PLUS_A_REPRENDRE = "Cette contribution n’attend plus de correction de votre part."
RIEN = "Écrivez quelques mots, ou retirez toute la contribution."


@dataclass(frozen=True)
class Devenir:
    """Where an accepted contribution now is: titles of themes."""

    ranges: tuple[str, ...]  # it is filed there
    cites: tuple[str, ...]  # their synthesis quotes it


def devenir(contribution: Contribution) -> Devenir:
    """What the compilation makes of it."""
    siens = materiaux_de(contribution).filter(supprime_le=None)
    dedans = Q(classements__materiau__in=siens) | Q(video__in=siens)
    ranges = themes_de(contribution).filter(dedans).order_by("numero").distinct()
    return Devenir(ranges=tuple(ranges.values_list("titre", flat=True)), cites=_cites(contribution))


def _cites(contribution: Contribution) -> tuple[str, ...]:
    syntheses = themes_de(contribution).exclude(synthese="").order_by("numero")
    return tuple(themes_cites(contribution.texte, syntheses.values_list("titre", "synthese")))


def themes_de(contribution: Contribution) -> QuerySet[Theme]:
    """Those of its evaluation."""
    return Theme.objects.filter(collecte__dossier=contribution.enquete.dossier_id)


def materiaux_de(contribution: Contribution) -> QuerySet[Materiau]:
    """The clues that it became, its files' included."""
    return Materiau.objects.filter(Q(contribution=contribution) | Q(piece__contribution=contribution))


@transaction.atomic
def retirer(*, contribution: Contribution) -> None:
    """Withdraw it, at any time: it leaves the public page and the compilation, its files are erased.

    Its number, its dates and its relay stay, so that counts stay true. Harmless if already withdrawn.
    """
    contribution = verrouiller(contribution)
    if contribution.etat == EtatContribution.RETIREE:
        return
    cites = _cites(contribution)
    for materiau in materiaux_de(contribution).order_by("pk"):
        materiaux.effacer(materiau=materiau)
    effacer_les_pieces(contribution)
    contribution.etat = EtatContribution.RETIREE
    contribution.retiree_le = timezone.now()
    contribution.texte = contribution.nom = contribution.courriel = contribution.empreinte = ""
    contribution.materiau = None
    # Whoever wrote the synthesis is told, since nothing else will tell her.
    titres = ", ".join(f"« {titre} »" for titre in cites)
    contribution.motif = f"La synthèse la cite encore, à reprendre : {titres}." if cites else ""
    enregistrer(
        contribution,
        *("etat", "retiree_le", "texte", "nom", "courriel", "empreinte", "materiau", "motif"),
    )
    journal.consigner(identite=None, verbe="enquete.retirer", objet=contribution, numero=contribution.numero)


def effacer_les_pieces(contribution: Contribution, *, uuids: Collection[UUID] | None = None) -> None:
    """Delete its files, or these ones; the clues they became, if any, are deleted by the caller."""
    pieces = PieceJointe.objects.filter(contribution=contribution).select_related("fichier")
    for piece in pieces.order_by("pk"):
        if uuids is not None and piece.uuid not in uuids:
            continue
        fichier = piece.fichier
        piece.delete()
        if fichier is not None:
            fichiers.supprimer(fichier=fichier)


@transaction.atomic
def reprendre(*, contribution: Contribution, texte: str, sans: Collection[UUID]) -> Contribution:
    """Send it again without what a moderator asked to leave out; `sans`: the files to withdraw.

    Raises ValidationError when nothing is left, or when nobody asks for it any more.
    """
    contribution = verrouiller(contribution)
    if contribution.etat != EtatContribution.A_REPRENDRE:
        raise ValidationError(PLUS_A_REPRENDRE)
    propre = nettoyer(texte)
    if not propre:
        raise ValidationError({"texte": RIEN})
    effacer_les_pieces(contribution, uuids=sans)
    contribution.texte, contribution.empreinte = propre, empreinte(propre)
    contribution.etat = EtatContribution.RECUE
    enregistrer(contribution, "texte", "empreinte", "etat")
    journal.consigner(
        identite=None, verbe="enquete.reprendre", objet=contribution, numero=contribution.numero
    )
    return contribution


def oublier_l_adresse(*, contribution: Contribution) -> None:
    """Nobody will write to her any more; her follow-up address still holds."""
    with transaction.atomic():
        contribution = verrouiller(contribution)
        contribution.courriel = ""
        enregistrer(contribution, "courriel")
