"""The days of the survey among the évaluateur's dated things: to be published by, then to be closed."""

from collections.abc import Iterator
from datetime import date

from communs.dossiers.models import Dossier
from communs.echeances import services as echeances
from communs.echeances.genres import Entree, Genre, inscrire
from eclaireurs.evaluation.enquete.enums import EtatEnquete
from eclaireurs.evaluation.enquete.models import Enquete
from eclaireurs.evaluation.enums import RoleEvaluation

GENRE = "evaluation.enquete"


def _le_et_libelle(dossier: Dossier, enquete: Enquete) -> tuple[date | None, str]:
    """In preparation, the day it is to open; published, its last day; closed by a hand, none."""
    if enquete.etat == EtatEnquete.PREPARATION:
        instant, libelle = enquete.ouvre_le, "Enquête : à publier, elle s’ouvre ce jour-là"
    elif enquete.etat == EtatEnquete.PUBLIEE:
        instant, libelle = enquete.ferme_le, "Enquête : dernier jour, puis à clore"
    else:
        return None, ""
    return (instant.astimezone(dossier.fuseau).date() if instant else None), libelle


def _entree(dossier: Dossier, enquete: Enquete) -> Entree:
    le, libelle = _le_et_libelle(dossier, enquete)
    evaluateurs = dossier.participants.presents().filter(roles__contains=[RoleEvaluation.EVALUATEUR])
    return Entree(
        reference=enquete.uuid,
        libelle=libelle,
        adresse=dossier.adresse("evaluation:enquete"),
        le=le,
        responsable=evaluateurs.order_by("pk").values_list("pk", flat=True).first(),
    )


def dire(enquete: Enquete) -> None:
    """Bring its date up to date, in the caller's transaction."""
    dossier = Dossier.objects.select_related("collectivite").get(pk=enquete.dossier_id)
    echeances.inscrire(genre=GENRE, dossier=dossier, entree=_entree(dossier, enquete))


def recompter() -> Iterator[tuple[int, Entree]]:
    """What these dates must be, from the surveys themselves."""
    for enquete in Enquete.objects.select_related("dossier__collectivite").order_by("pk"):
        yield enquete.dossier_id, _entree(enquete.dossier, enquete)


DATES_DE_L_ENQUETE = inscrire(Genre(cle=GENRE, nom="enquête", recompter=recompter))
