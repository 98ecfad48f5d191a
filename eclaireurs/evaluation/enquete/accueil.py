"""An accepted contribution joins the compilation: its text and each of its files become clues."""

from uuid import uuid5

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.fichiers.enums import TypeFichier
from communs.fichiers.models import Fichier
from communs.materiaux import services as materiaux
from communs.materiaux.enums import PUBLIABLES, Consentement, GenreMateriau, PorteeMateriau
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from eclaireurs.evaluation.enquete.enums import Accord

GENRES = {
    TypeFichier.IMAGE: GenreMateriau.PHOTO,
    TypeFichier.SON: GenreMateriau.SON,
    TypeFichier.VIDEO: GenreMateriau.VIDEO,
}
SANS_NOM = "Une personne qui n’a pas donné son nom"
EN_ROUTE = "Un fichier joint est encore en préparation : attendez une minute, puis recommencez."


def obstacle(contribution: Contribution) -> str:
    """What forbids to accept it now."""
    fichiers = [piece.fichier for piece in contribution.pieces.select_related("fichier")]
    return EN_ROUTE if any(f is not None and f.en_route for f in fichiers) else ""


def verser(contribution: Contribution, identite: Identite) -> None:
    """Make its clues and file them under its theme; a file that was refused is left behind.

    On a locked row, in the caller's transaction. Titles bear the number and no word of the contributor's:
    the journal keeps them for ever.
    """
    texte = _indice(contribution, identite, rang=0, consentement=Consentement.DONNE)
    contribution.materiau = texte
    verses = [texte]
    for rang, piece in enumerate(contribution.pieces.select_related("fichier"), start=1):
        if piece.fichier is not None and piece.fichier.pret:
            verses.append(_piece(contribution, identite, piece, piece.fichier, rang))
    if contribution.theme is not None:
        collecte.ranger(identite=identite, casier=contribution.theme, materiaux=verses)


def _piece(
    contribution: Contribution, identite: Identite, piece: PieceJointe, fichier: Fichier, rang: int
) -> Materiau:
    """The clue takes the file over: a file has one holder, who will delete it."""
    piece.fichier = None
    piece.save(update_fields=["fichier"])
    piece.materiau = _indice(
        contribution, identite, rang=rang, consentement=Consentement(piece.consentement), fichier=fichier
    )
    piece.save(update_fields=["materiau"])
    return piece.materiau


def _indice(
    contribution: Contribution,
    identite: Identite,
    *,
    rang: int,
    consentement: Consentement,
    fichier: Fichier | None = None,
) -> Materiau:
    portee = PorteeMateriau.LECTEURS if consentement in PUBLIABLES else PorteeMateriau.DOSSIER
    if contribution.accord == Accord.TAIRE:  # for the team: neither the committee nor the press
        consentement, portee = Consentement.A_DEMANDER, PorteeMateriau.RESERVE
    genre = GenreMateriau.TEMOIGNAGE
    if fichier is not None:
        genre = GENRES.get(TypeFichier(fichier.type), GenreMateriau.DOCUMENT)
    suffixe = f", pièce {rang}" if rang else ""
    relais = contribution.relais
    return materiaux.deposer(
        identite=identite,
        dossier=contribution.dossier,
        demande=uuid5(contribution.uuid, str(rang)),
        depot=fichier,
        champs={
            "genre": genre,
            "titre": f"Contribution n° {contribution.numero}{suffixe}",
            "texte": contribution.texte if fichier is None else "",
            "source": contribution.nom or SANS_NOM,
            "lieu": relais.lieu if relais is not None else "",
            "recueilli_le": timezone.localdate(contribution.recue_le, contribution.dossier.fuseau),
            "consentement": consentement,
            "portee_lecture": portee,
        },
    )
