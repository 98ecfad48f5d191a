"""Comments on a teinte: written, answered, edited and taken back; hidden by an editor, with a reason."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.courrier.services import poster_gabarit
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from communs.web.cache_pages import perimer_pages
from communs.web.erreurs import Refus
from nuancier.models import Teinte
from nuancier.vie.models import Commentaire, Signalement
from nuancier.vie.propositions import DEJA_SERVI
from nuancier.vie.versions import RETIREE

PARTI = "Ce commentaire a été retiré ou masqué entre-temps."


@transaction.atomic
def commenter(
    *,
    identite: Identite,
    teinte: Teinte,
    texte: str,
    licence: str,
    demande: UUID,
    parent: Commentaire | None = None,
) -> Commentaire:
    """Say something of a teinte, or answer a comment (an answer to an answer goes under the first one).

    The same form sent twice makes one. Raises Refus (410) when the teinte or the comment went away.
    """
    autoriser(identite, "nuancier.contribuer")
    deja = Commentaire.objects.filter(uuid=demande).select_related("auteur").first()
    if deja is not None:
        if deja.auteur.compte_id != identite.personne.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    if verrouiller(teinte).retiree_le is not None:
        raise Refus(410, RETIREE)
    if parent is not None:
        parent = verrouiller(parent)
        if not parent.lisible:
            raise Refus(410, PARTI)
    perimer_pages()
    return Commentaire.objects.create(
        uuid=demande,
        teinte=teinte,
        parent_id=(parent.parent_id or parent.pk) if parent is not None else None,
        auteur=Acteur.objects.de(identite.personne),
        texte=texte,
        licence=licence,
    )


@transaction.atomic
def modifier(*, identite: Identite, commentaire: Commentaire, texte: str) -> None:
    """Its author writes it again; readers see that it was. Raises Refus (410) once taken back or hidden."""
    commentaire = _le_sien(identite, commentaire)
    if not commentaire.lisible:
        raise Refus(410, PARTI)
    if texte != commentaire.texte:
        commentaire.texte, commentaire.modifie_le = texte, timezone.now()
        commentaire.save(update_fields=["texte", "modifie_le"])
        perimer_pages()


@transaction.atomic
def retirer(*, identite: Identite, commentaire: Commentaire) -> None:
    """Empty it; its place stays for the answers. Harmless a second time."""
    commentaire = _le_sien(identite, commentaire)
    if commentaire.retire_le is None:
        commentaire.texte, commentaire.retire_le = "", timezone.now()
        commentaire.save(update_fields=["texte", "retire_le"])
        perimer_pages()


def _le_sien(identite: Identite, commentaire: Commentaire) -> Commentaire:
    commentaire = verrouiller(commentaire)
    autoriser(identite, "nuancier.reprendre_commentaire", commentaire)
    return commentaire


def signaler(*, identite: Identite, commentaire: Commentaire, motif: str) -> None:
    """Ask the editors to look at it; once per person."""
    autoriser(identite, "nuancier.contribuer")
    if not commentaire.lisible:
        raise Refus(410, PARTI)
    Signalement.objects.get_or_create(
        commentaire=commentaire, compte=identite.personne, defaults={"motif": motif}
    )


@transaction.atomic
def masquer(*, identite: Identite, commentaire: Commentaire, motif: str) -> None:
    """Take it out of sight and tell its author why. Harmless once hidden or taken back."""
    autoriser(identite, "nuancier.editer")
    commentaire = verrouiller(commentaire)
    if not commentaire.lisible:
        return
    commentaire.masque_le, commentaire.masque_motif = timezone.now(), motif
    commentaire.save(update_fields=["masque_le", "masque_motif"])
    _traiter(identite, commentaire, "nuancier.masquer_commentaire", motif)
    compte = commentaire.auteur.compte
    if compte is not None and compte.is_active:
        contexte = {"commentaire": commentaire, "motif": motif}
        poster_gabarit("nuancier/courriels/commentaire_masque", contexte, destinataire=compte.email)


@transaction.atomic
def remontrer(*, identite: Identite, commentaire: Commentaire) -> None:
    """Show it again, or say that a reported one may stay."""
    autoriser(identite, "nuancier.editer")
    commentaire = verrouiller(commentaire)
    if commentaire.masque_le is not None:
        commentaire.masque_le, commentaire.masque_motif = None, ""
        commentaire.save(update_fields=["masque_le", "masque_motif"])
        _traiter(identite, commentaire, "nuancier.remontrer_commentaire", "")
    else:
        commentaire.signalements.filter(traite_le=None).update(traite_le=timezone.now())


def _traiter(identite: Identite, commentaire: Commentaire, verbe: str, motif: str) -> None:
    commentaire.signalements.filter(traite_le=None).update(traite_le=timezone.now())
    journal.consigner(identite=identite, verbe=verbe, objet=commentaire.teinte, motif=motif)
    perimer_pages()
