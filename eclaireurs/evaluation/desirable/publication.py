"""What happens to published versions: one is withdrawn, a piece whose consent is gone is erased from all."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.services import verrouiller
from communs.livrets.services import oublier
from eclaireurs.evaluation.desirable.enums import PUBLIES
from eclaireurs.evaluation.desirable.impressions import imprimer, tout_oublier
from eclaireurs.evaluation.desirable.models import Desirable, Publication
from eclaireurs.evaluation.desirable.photographie import sans_paroles

EN_COURS = (
    "C’est la version que lit le public : retirez plutôt le rapport du public, ou publiez-en une autre."
)


@transaction.atomic
def retirer_version(*, identite: Identite, publication: Publication, motif: str) -> None:
    """Take back an earlier version; harmless twice. Raises ValidationError for the one being read."""
    autoriser(identite, "desirable.publier", publication)
    rapport = verrouiller(publication.rapport)
    publication = verrouiller(publication)
    if publication.retiree_le is not None:
        return
    if not motif.strip():
        raise ValidationError("Dites pourquoi : ce motif sera lu à l’adresse de la version.")
    if not rapport.publications.filter(numero__gt=publication.numero, retiree_le=None).exists():
        raise ValidationError(EN_COURS)
    publication.retiree_le, publication.motif = timezone.now(), motif.strip()
    publication.save(update_fields=["retiree_le", "motif"])
    oublier(gabarits=PUBLIES, reference=str(publication.uuid))
    journal.consigner(
        identite=identite,
        verbe="desirable.retirer_version",
        objet=rapport,
        numero=publication.numero,
        motif=publication.motif,
    )


def effacer(*, rapport: Desirable, cle: str, uuid: str) -> None:
    """Erase from every version the piece whose `cle` (« materiau », « article ») is `uuid`, and print again.

    In the caller's transaction, which withdraws a consent: what was said is gone, its fingerprint stays.
    """
    tout_oublier(rapport)
    touchees = Publication.objects.filter(
        rapport=rapport, contenu__pieces__contains=[{cle: uuid}]
    ).select_for_update()
    le = timezone.localdate(timezone=rapport.dossier.fuseau).isoformat()
    nombre = 0
    for publication in touchees.order_by("pk"):
        publication.contenu["pieces"] = [
            sans_paroles(piece, le) if piece.get(cle) == uuid else piece
            for piece in publication.contenu["pieces"]
        ]
        publication.save(update_fields=["contenu"])
        nombre += 1
    if nombre:
        journal.consigner(identite=None, verbe="desirable.effacer_piece", objet=rapport)
        transaction.on_commit(partial(imprimer, rapport.pk), robust=True)
