"""The archive of a dossier, made and kept as any booklet is; each participant has her own."""

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers.archive import Emport, assembler
from communs.dossiers.emports import ARCHIVE, DUREE
from communs.dossiers.models import Dossier
from communs.livrets.enums import Format
from communs.livrets.gabarits import Gabarit, inscrire


def _obtenir(reference: str, identite: Identite | None) -> Emport | None:
    """The dossier as its reader sees it; None for another reader, or once it is closed to her."""
    uuid, _, pk = reference.partition(":")
    if identite is None:
        compte = Compte.objects.filter(pk=int(pk)).first()
        identite = Identite(compte) if compte is not None else None
    elif identite.compte is None or str(identite.compte.pk) != pk:
        identite = None
    if identite is None:
        return None
    dossier = Dossier.objects.visibles_par(identite).select_related("collectivite").filter(uuid=uuid).first()
    return Emport(dossier, identite) if dossier is not None else None


ARCHIVE_DU_DOSSIER = inscrire(
    Gabarit(
        cle=ARCHIVE,
        nom="Archive du dossier",
        permission="dossiers.archiver",
        obtenir=_obtenir,
        reference=lambda emport: emport.reference,
        fichier=lambda emport: emport.nom,
        retour=lambda emport: emport.dossier.get_absolute_url(),
        retour_vers="Revenir au dossier",
        assembler=assembler,
        formats=(Format.ZIP,),
        duree_de_vie=DUREE,
    )
)
