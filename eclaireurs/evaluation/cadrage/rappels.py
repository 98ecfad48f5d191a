"""The meetings of an evaluation among its dated things: the évaluateur prepares them."""

from collections.abc import Iterator

from communs.dossiers.models import Dossier
from communs.echeances import services as echeances
from communs.echeances.genres import Entree, Genre, inscrire
from eclaireurs.evaluation.cadrage.enums import EtatRencontre
from eclaireurs.evaluation.cadrage.models import Rencontre
from eclaireurs.evaluation.enums import RoleEvaluation

GENRE = "evaluation.rencontre"


def _entree(dossier: Dossier, rencontre: Rencontre, responsable: int | None) -> Entree:
    """A meeting that is still to come and has its date."""
    return Entree(
        reference=rencontre.uuid,
        libelle=str(rencontre),
        adresse=dossier.adresse("evaluation:rencontre", rencontre.uuid),
        le=rencontre.le if rencontre.etat == EtatRencontre.PREVUE else None,
        responsable=responsable,
    )


def _qui_prepare(dossier: Dossier) -> int | None:
    evaluateurs = dossier.participants.presents().filter(roles__contains=[RoleEvaluation.EVALUATEUR])
    return evaluateurs.order_by("pk").values_list("pk", flat=True).first()


def dire(rencontre: Rencontre) -> None:
    """Bring the date of this meeting up to date, in the caller's transaction."""
    dossier = Dossier.objects.select_related("collectivite").get(pk=rencontre.dossier_id)
    entree = _entree(dossier, rencontre, _qui_prepare(dossier))
    echeances.inscrire(genre=GENRE, dossier=dossier, entree=entree)


def recompter() -> Iterator[tuple[int, Entree]]:
    """What these dates must be, from the meetings themselves."""
    prevues = Rencontre.objects.filter(etat=EtatRencontre.PREVUE, le__isnull=False)
    for rencontre in prevues.select_related("dossier__collectivite").order_by("pk"):
        dossier = rencontre.dossier
        yield dossier.pk, _entree(dossier, rencontre, _qui_prepare(dossier))


RENCONTRE_PREVUE = inscrire(Genre(cle=GENRE, nom="rencontre", recompter=recompter))
