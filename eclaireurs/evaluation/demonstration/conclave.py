"""The demonstration's conclave: drawn by lot in nine services, convoked, held, closed.

The draw is a real one, over salts of its own: who comes out changes with each loading, and the record
can be checked like any other. Those who are drawn from have no account, hence no mail.
"""

from datetime import time

from communs.tirages import ceremonie, liste
from communs.tirages.liste import Candidat
from communs.tirages.models import Tirage
from communs.tirages.transitions import TIRAGE
from eclaireurs.evaluation.conclave import convocations, places, services
from eclaireurs.evaluation.conclave.enums import Reponse
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.transitions import CONCLAVE
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.demonstration.tableau import remplir_le_tableau

PREPARATION, TIRAGE_AU_SORT, ENVOI, REPONSES, DERNIER_JOUR, JOUR = -114, -113, -112, -110, -108, -105
DES = "415263314251632635142635142536"


def tenir_le_conclave(recit: Recit) -> None:
    """From the report handed over to the closing."""
    reunir_le_conclave(recit)
    remplir_le_tableau(recit, JOUR)
    with recit.le(JOUR, 17):
        recit.franchir(CONCLAVE, _conclave(recit), "clore", "applicateur")


def reunir_le_conclave(recit: Recit) -> None:
    """From the report handed over to the opening, that morning."""
    with recit.le(PREPARATION):
        _preparer(recit)
    with recit.le(TIRAGE_AU_SORT, 14):
        _tirer(recit)
    with recit.le(ENVOI):
        recit.franchir(CONCLAVE, _conclave(recit), "convoquer", "evaluateur")
    with recit.le(REPONSES):
        _repondre(recit)
    with recit.le(JOUR, 9):
        recit.franchir(CONCLAVE, _conclave(recit), "ouvrir", "evaluateur")


def _conclave(recit: Recit) -> Conclave:
    return Conclave.objects.select_related("dossier__collectivite", "tirage").get(dossier=recit.dossier)


def _preparer(recit: Recit) -> None:
    qui, quoi, conclave = recit.identite("evaluateur"), recit.contenu["conclave"], _conclave(recit)
    champs = {
        "le": recit.jour(JOUR),
        "debut": time(9),
        "fin": time(17),
        "lieu": "Ancienne criée",
        "acces": quoi["acces"],
        "texte": quoi["texte"],
        "reponses_le": recit.jour(DERNIER_JOUR),
    }
    conclave = services.preciser(identite=qui, conclave=conclave, version=conclave.version, champs=champs)
    voulues = quoi["services"]
    cles = {
        ligne.service.pk: tuple(voulues.get(ligne.service.nom, (0, 0))[:2])
        for ligne in places.services_concernes(conclave)
    }
    places.repartir(identite=qui, conclave=conclave, version=conclave.version, places=cles)
    recit.franchir(CONCLAVE, conclave, "preparer_le_tirage", "evaluateur")
    liste.ajouter(identite=qui, tirage=_tirage(recit), candidats=_agents(recit))


def _agents(recit: Recit) -> list[Candidat]:
    return [
        Candidat(f"nom:{nom.casefold()}", nom, service)
        for service, (_, _, noms) in recit.contenu["conclave"]["services"].items()
        for nom in noms
    ]


def _tirage(recit: Recit) -> Tirage:
    return Tirage.objects.select_related("dossier__collectivite").get(conclave=_conclave(recit))


def _tirer(recit: Recit) -> None:
    tirage = _tirage(recit)
    recit.franchir(TIRAGE, tirage, "engager", "evaluateur", titre=tirage.titre)
    for role in ("evaluateur", "applicateur"):
        ceremonie.relever(identite=recit.identite(role), tirage=_tirage(recit), texte=DES)


def _repondre(recit: Recit) -> None:
    """Told to the pilots by telephone; a stand-in called on a refusal answers yes in her turn."""
    refus, conclave = recit.contenu["conclave"]["refus"], _conclave(recit)
    for rang, convocation in enumerate(conclave.convocations.order_by("pk")):
        reponse, motif = refus.get(rang, (Reponse.ACCEPTEE, ""))
        _noter(recit, convocation, reponse, motif)
    for convocation in conclave.convocations.filter(reponse=Reponse.ATTENDUE).order_by("pk"):
        _noter(recit, convocation, Reponse.ACCEPTEE, "")


def _noter(recit: Recit, convocation: Convocation, reponse: str, motif: str) -> None:
    convocation.conclave = _conclave(recit)
    convocations.noter(
        identite=recit.identite("evaluateur"),
        convocation=convocation,
        version=convocation.version,
        reponse=reponse,
        motif=motif,
    )
