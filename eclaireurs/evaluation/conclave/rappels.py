"""The date by which answers are awaited, among the évaluateur's dated things."""

from collections.abc import Iterator

from communs.dossiers.models import Dossier
from communs.echeances import services as echeances
from communs.echeances.genres import Entree, Genre, inscrire
from eclaireurs.evaluation.conclave.enums import EtatConclave
from eclaireurs.evaluation.conclave.models import Conclave
from eclaireurs.evaluation.enums import RoleEvaluation

GENRE = "evaluation.conclave"


def _entree(dossier: Dossier, conclave: Conclave) -> Entree:
    evaluateurs = dossier.participants.presents().filter(roles__contains=[RoleEvaluation.EVALUATEUR])
    return Entree(
        reference=conclave.uuid,
        libelle="Conclave : dernières réponses des personnes convoquées",
        adresse=dossier.adresse("evaluation:conclave"),
        le=conclave.reponses_le if conclave.etat == EtatConclave.CONVOCATIONS else None,
        responsable=evaluateurs.order_by("pk").values_list("pk", flat=True).first(),
    )


def dire(conclave: Conclave) -> None:
    """Bring the date of these answers up to date, in the caller's transaction."""
    dossier = conclave.dossier
    echeances.inscrire(genre=GENRE, dossier=dossier, entree=_entree(dossier, conclave))


def recompter() -> Iterator[tuple[int, Entree]]:
    """What these dates must be, from the conclaves themselves."""
    convoques = Conclave.objects.filter(etat=EtatConclave.CONVOCATIONS, reponses_le__isnull=False)
    for conclave in convoques.select_related("dossier__collectivite").order_by("pk"):
        yield conclave.dossier_id, _entree(conclave.dossier, conclave)


REPONSES = inscrire(Genre(cle=GENRE, nom="réponses au conclave", recompter=recompter))
