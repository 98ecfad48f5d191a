"""What the person who reads an issue before it comes out says of it."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from veille.models import Numero
from veille.redaction.models import Remarque

Fils = dict[UUID | None, list[Remarque]]


@transaction.atomic
def remarquer(
    *, identite: Identite, numero: Numero, cible: UUID | None, texte: str, demande: UUID
) -> Remarque:
    """Say something of an issue, or of one of its pieces; the same form sent twice says it once."""
    autoriser(identite, "veille.relire", numero)
    remarque, nouvelle = Remarque.objects.get_or_create(
        uuid=demande,
        defaults={
            "numero": numero,
            "cible": cible,
            "texte": texte,
            "auteur": Acteur.objects.de(identite.personne),
        },
    )
    if nouvelle:
        journal.consigner(identite=identite, verbe="veille.remarquer", objet=numero, motif=texte)
    return remarque


@transaction.atomic
def regler(*, identite: Identite, numero: Numero, cle: UUID) -> None:
    """Say that a remark is settled. Settled already, or gone: nothing."""
    autoriser(identite, "veille.relire", numero)
    if numero.remarques.filter(uuid=cle, resolue_le=None).update(resolue_le=timezone.now()):
        journal.consigner(identite=identite, verbe="veille.regler_remarque", objet=numero)


def a_regler(numero: Numero) -> Fils:
    """The open remarks by the piece they speak of; None is the whole issue. One query."""
    fils: Fils = defaultdict(list)
    ouvertes = Remarque.objects.filter(numero=numero, resolue_le=None)
    for remarque in ouvertes.select_related("auteur__compte").order_by("cree_le", "pk"):
        fils[remarque.cible].append(remarque)
    return fils
