"""The archive of a person's data, made and kept as any booklet is."""

from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.livrets.enums import Format
from communs.livrets.gabarits import Gabarit, inscrire
from communs.portabilite.archive import assembler
from communs.portabilite.services import ARCHIVE, DUREE


def _obtenir(reference: str, identite: Identite | None) -> Compte | None:
    """The account for the task; for a reader, their own only: others do not learn that it exists."""
    if identite is not None and (identite.compte is None or str(identite.compte.pk) != reference):
        return None
    return Compte.objects.filter(pk=int(reference)).first()


ARCHIVE_DES_DONNEES = inscrire(
    Gabarit(
        cle=ARCHIVE,
        nom="Vos données",
        permission="portabilite.emporter",
        obtenir=_obtenir,
        reference=lambda compte: str(compte.pk),
        fichier=lambda compte: f"vigie-mes-donnees-{timezone.localdate():%Y-%m-%d}",
        retour=lambda compte: reverse("portabilite:emporter"),
        retour_vers="Revenir à vos données",
        assembler=assembler,
        formats=(Format.ZIP,),
        duree_de_vie=DUREE,
        preuve=True,
    )
)
