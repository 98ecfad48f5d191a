"""The steps of the fête and of a decision; the sentences of what is done without a step."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.tables import Table, Transition
from eclaireurs.evaluation.fete import calendrier, decisions
from eclaireurs.evaluation.fete.enums import EtatDecision, EtatFete
from eclaireurs.evaluation.fete.models import Decision, Fete
from eclaireurs.evaluation.fete.version import tourner

Donnees = Mapping[str, Any]


def _sans_forum(fete: Fete) -> str:
    if not fete.salles.exists() or not fete.creneaux.exists():
        return "Il faut au moins une salle et un créneau : sans eux, personne ne peut proposer d’atelier."
    return ""


def _annoncer(fete: Fete, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    fete.annoncee_le = fete.annoncee_le or timezone.now()
    calendrier.dater(identite, fete)
    tourner(fete)
    return ("annoncee_le",)


def _tourner(fete: Fete, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    tourner(fete)
    return ()


def _clore(fete: Fete, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    fete.close_le = timezone.now()
    calendrier.constater(identite, fete)
    tourner(fete)
    return ("close_le",)


def _rouvrir(fete: Fete, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    fete.close_le = None
    tourner(fete)
    return ("close_le",)


def _decisions_en_attente(fete: Fete) -> str:
    restent = fete.decisions.filter(etat=EtatDecision.PROPOSEE).count()
    if restent:
        return (
            f"Des décisions attendent encore d’être validées ou écartées ({restent}) : elles se perdraient."
        )
    return ""


FETE = tables.inscrire(
    Table(
        cle="fete.fete",
        modele=Fete,
        transitions=(
            Transition(
                nom="annoncer",
                libelle="Annoncer la fête",
                de=frozenset({EtatFete.PREPARATION}),
                vers=EtatFete.ANNONCEE,
                regle="fete.preparer",
                phrase="a annoncé la fête",
                obstacle=_sans_forum,
                effet=_annoncer,
            ),
            Transition(
                nom="ouvrir",
                libelle="Ouvrir la fête",
                de=frozenset({EtatFete.ANNONCEE}),
                vers=EtatFete.OUVERTE,
                regle="fete.preparer",
                phrase="a ouvert la fête",
                effet=_tourner,
            ),
            Transition(
                nom="clore",
                libelle="Clore la fête",
                de=frozenset({EtatFete.OUVERTE}),
                vers=EtatFete.CLOSE,
                regle="fete.preparer",
                phrase="a clos la fête",
                obstacle=_decisions_en_attente,
                effet=_clore,
            ),
            Transition(
                nom="rouvrir",
                libelle="Rouvrir la fête",
                de=frozenset({EtatFete.CLOSE}),
                vers=EtatFete.OUVERTE,
                regle="fete.preparer",
                phrase="a rouvert la fête : {motif}",
                motif_requis=True,
                effet=_rouvrir,
            ),
        ),
    )
)

DECISION = tables.inscrire(
    Table(
        cle="fete.decision",
        modele=Decision,
        transitions=(
            Transition(
                nom="valider",
                libelle="Valider",
                de=frozenset({EtatDecision.PROPOSEE}),
                vers=EtatDecision.VALIDEE,
                regle="fete.trancher",
                phrase="a validé la décision sur l’action {code}",
                obstacle=decisions.obstacle,
                effet=decisions.appliquer,
            ),
            Transition(
                nom="ecarter",
                libelle="Écarter",
                de=frozenset({EtatDecision.PROPOSEE}),
                vers=EtatDecision.ECARTEE,
                regle="fete.trancher",
                phrase="a écarté la décision sur l’action {code} : {motif}",
                motif_requis=True,
                effet=decisions.laisser,
            ),
        ),
    )
)

journal.inscrire(
    {
        "fete.preparer": "a commencé à préparer la fête du {le}",
        "fete.preciser": "a précisé la fête",
        "fete.salle": "a ajouté la salle « {nom} »",
        "fete.oter_salle": "a ôté la salle « {nom} »",
        "fete.creneau": "a ajouté le créneau {nom}",
        "fete.oter_creneau": "a ôté le créneau {nom}",
        "fete.afficher": "a mis au mur l’évaluation « {titre} »",
        "fete.retirer": "a retiré du mur l’évaluation « {titre} »",
        "fete.proposer": "a proposé l’atelier « {titre} »",
        "fete.tenir": "a modifié l’atelier « {titre} »",
        "fete.annuler": "a annulé l’atelier « {titre} »",
        "fete.noter": "a noté une décision sur l’action {code} : {motif}",
        "fete.inviter": "a invité {nombre} personnes",
    }
)
