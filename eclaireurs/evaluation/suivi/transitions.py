"""The steps of the plan, of an action and of a task.

Source: Les Éclaireurs 1, « Tableau de suivi »: the committee ranks and picks among the options, it
cannot question the diagnosis; the applicateur then sees the plan through.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.tables import Table, Transition
from communs.web.typographie import accorder
from eclaireurs.evaluation.rapport.enums import EtatRapport
from eclaireurs.evaluation.rapport.transitions import RAPPORT
from eclaireurs.evaluation.suivi import rappels
from eclaireurs.evaluation.suivi.enums import (
    ACTIONS_DELAISSEES,
    TACHES_FINIES,
    EtatAction,
    EtatPlan,
    EtatTache,
)
from eclaireurs.evaluation.suivi.models import Action, Plan, Tache
from eclaireurs.evaluation.suivi.versions import garder

CLOS = "Le plan est clos : rouvrez-le pour y changer quelque chose."

Donnees = Mapping[str, Any]


# --- the plan ------------------------------------------------------------------------------------


def _rien_a_presenter(plan: Plan) -> str:
    if plan.dossier.rapport.etat == EtatRapport.REDACTION:
        return "L’évaluateur n’a pas encore remis son rapport final, sur lequel le comité s’appuiera."
    if not plan.actions.exists():
        return "Le plan ne propose encore aucune action : le comité n’aurait rien à choisir."
    return ""


def _presenter(plan: Plan, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    rapport = plan.dossier.rapport
    if not rapport.scelle:
        tables.franchir(RAPPORT, identite=identite, objet=rapport, nom="sceller")
    plan.presente_le = timezone.now()
    return ("presente_le",)


def _decisions_manquantes(plan: Plan) -> str:
    restent = plan.actions.filter(etat=EtatAction.PROPOSEE).count()
    if restent:
        return (
            f"Le comité n’a pas tranché {restent} {accorder(restent, 'action,actions')} : "
            "retenez-les ou écartez-les."
        )
    if not plan.actions.filter(etat=EtatAction.RETENUE).exists():
        return "Le comité n’a retenu aucune action : il n’y a pas de plan à arrêter."
    return ""


def _arreter(plan: Plan, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    plan.arrete_le = timezone.now()
    garder(identite=identite, plan=plan, motif="Plan arrêté par le comité de pilotage final")
    rappels.dire_tout(plan)
    return ("arrete_le",)


def _clore(plan: Plan, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    plan.clos_le = timezone.now()
    rappels.dire_tout(plan)
    return ("clos_le",)


def _rouvrir(plan: Plan, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    plan.clos_le = None
    rappels.dire_tout(plan)
    return ("clos_le",)


PLAN = tables.inscrire(
    Table(
        cle="suivi.plan",
        modele=Plan,
        transitions=(
            Transition(
                nom="presenter",
                libelle="Présenter au comité final",
                de=frozenset({EtatPlan.PREPARATION}),
                vers=EtatPlan.PRESENTE,
                regle="suivi.presenter",
                phrase="a présenté le plan au comité de pilotage final",
                obstacle=_rien_a_presenter,
                effet=_presenter,
            ),
            Transition(
                nom="reporter",
                libelle="Reporter la décision",
                de=frozenset({EtatPlan.PRESENTE}),
                vers=EtatPlan.PREPARATION,
                regle="suivi.presenter",
                phrase="a reporté la décision du comité : {motif}",
                motif_requis=True,
            ),
            Transition(
                nom="arreter",
                libelle="Arrêter le plan d’actions",
                de=frozenset({EtatPlan.PRESENTE}),
                vers=EtatPlan.ARRETE,
                regle="suivi.arreter",
                phrase="a arrêté le plan d’actions décidé par le comité",
                obstacle=_decisions_manquantes,
                effet=_arreter,
            ),
            Transition(
                nom="clore",
                libelle="Clore le plan",
                de=frozenset({EtatPlan.ARRETE}),
                vers=EtatPlan.CLOS,
                regle="suivi.arreter",
                phrase="a clos le plan d’actions : {motif}",
                motif_requis=True,
                effet=_clore,
            ),
            Transition(
                nom="rouvrir",
                libelle="Rouvrir le plan",
                de=frozenset({EtatPlan.CLOS}),
                vers=EtatPlan.ARRETE,
                regle="suivi.arreter",
                phrase="a rouvert le plan d’actions : {motif}",
                motif_requis=True,
                effet=_rouvrir,
            ),
        ),
    )
)


# --- an action -----------------------------------------------------------------------------------


def _hors_comite(action: Action) -> str:
    if action.plan.etat == EtatPlan.PREPARATION:
        return "Le plan n’est pas encore devant le comité final."
    if action.plan.etat == EtatPlan.CLOS:
        return CLOS
    return ""


def _hors_oeuvre(action: Action) -> str:
    if action.plan.etat == EtatPlan.CLOS:
        return CLOS
    if action.plan.etat != EtatPlan.ARRETE:
        return "Le plan n’est pas en œuvre : il faut d’abord que le comité l’arrête."
    return ""


def _taches_en_cours(action: Action) -> str:
    if obstacle := _hors_oeuvre(action):
        return obstacle
    restent = action.taches.exclude(etat__in=TACHES_FINIES).count()
    if restent:
        return f"Il reste {restent} {accorder(restent, 'tâche,tâches')} à finir ou à abandonner."
    return ""


def _conduite(
    nom: str, libelle: str, de: set[EtatAction], vers: EtatAction, phrase: str, **autres: Any
) -> Transition:
    return Transition(
        nom=nom,
        libelle=libelle,
        de=frozenset(de),
        vers=vers,
        regle="suivi.conduire",
        phrase=phrase,
        **{"obstacle": _hors_oeuvre, **autres},
    )


ACTION = tables.inscrire(
    Table(
        cle="suivi.action",
        modele=Action,
        transitions=(
            Transition(
                nom="retenir",
                libelle="Retenir",
                de=frozenset({EtatAction.PROPOSEE, EtatAction.ECARTEE}),
                vers=EtatAction.RETENUE,
                regle="suivi.arbitrer",
                phrase="a consigné que le comité retient l’action {code}",
                obstacle=_hors_comite,
            ),
            Transition(
                nom="ecarter",
                libelle="Écarter",
                de=frozenset({EtatAction.PROPOSEE, EtatAction.RETENUE}),
                vers=EtatAction.ECARTEE,
                regle="suivi.arbitrer",
                phrase="a consigné que le comité écarte l’action {code} : {motif}",
                motif_requis=True,
                obstacle=_hors_comite,
            ),
            _conduite(
                "commencer",
                "Commencer",
                {EtatAction.RETENUE},
                EtatAction.EN_COURS,
                "a commencé l’action {code}",
            ),
            _conduite(
                "bloquer",
                "Signaler un blocage",
                {EtatAction.RETENUE, EtatAction.EN_COURS},
                EtatAction.BLOQUEE,
                "a signalé que l’action {code} est bloquée : {motif}",
                motif_requis=True,
            ),
            _conduite(
                "debloquer",
                "Débloquer",
                {EtatAction.BLOQUEE},
                EtatAction.EN_COURS,
                "a débloqué l’action {code}",
            ),
            _conduite(
                "achever",
                "Déclarer faite",
                {EtatAction.RETENUE, EtatAction.EN_COURS},
                EtatAction.FAITE,
                "a achevé l’action {code}",
                obstacle=_taches_en_cours,
            ),
            _conduite(
                "abandonner",
                "Abandonner",
                {EtatAction.RETENUE, EtatAction.EN_COURS, EtatAction.BLOQUEE},
                EtatAction.ABANDONNEE,
                "a abandonné l’action {code} : {motif}",
                motif_requis=True,
            ),
            _conduite(
                "reprendre",
                "Reprendre",
                {EtatAction.FAITE, EtatAction.ABANDONNEE},
                EtatAction.EN_COURS,
                "a repris l’action {code} : {motif}",
                motif_requis=True,
            ),
        ),
    )
)


# --- a task --------------------------------------------------------------------------------------


def _sans_objet(tache: Tache) -> str:
    if obstacle := _hors_oeuvre(tache.action):
        return obstacle
    if tache.action.etat in ACTIONS_DELAISSEES:
        etat = tache.action.get_etat_display().lower()
        return f"L’action {tache.action.code} est {etat} : ses tâches n’avancent pas."
    return ""


def _finir(tache: Tache, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    tache.avancement, tache.finie_le = 100, timezone.now()
    return ("avancement", "finie_le")


def _remettre_en_route(tache: Tache, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    tache.finie_le = None
    return ("finie_le",)


def _tache(
    nom: str, libelle: str, de: set[EtatTache], vers: EtatTache, phrase: str, **autres: Any
) -> Transition:
    return Transition(
        nom=nom,
        libelle=libelle,
        de=frozenset(de),
        vers=vers,
        regle="suivi.conduire",
        phrase=phrase,
        obstacle=_sans_objet,
        **autres,
    )


TACHE = tables.inscrire(
    Table(
        cle="suivi.tache",
        modele=Tache,
        transitions=(
            _tache(
                "commencer",
                "Commencer",
                {EtatTache.A_FAIRE},
                EtatTache.EN_COURS,
                "a commencé la tâche {code}",
            ),
            _tache(
                "bloquer",
                "Signaler un blocage",
                {EtatTache.A_FAIRE, EtatTache.EN_COURS},
                EtatTache.BLOQUEE,
                "a signalé que la tâche {code} est bloquée : {motif}",
                motif_requis=True,
            ),
            _tache(
                "debloquer",
                "Débloquer",
                {EtatTache.BLOQUEE},
                EtatTache.EN_COURS,
                "a débloqué la tâche {code}",
            ),
            _tache(
                "finir",
                "Déclarer faite",
                {EtatTache.A_FAIRE, EtatTache.EN_COURS, EtatTache.BLOQUEE},
                EtatTache.FAITE,
                "a fini la tâche {code}",
                effet=_finir,
            ),
            _tache(
                "abandonner",
                "Abandonner",
                {EtatTache.A_FAIRE, EtatTache.EN_COURS, EtatTache.BLOQUEE},
                EtatTache.ABANDONNEE,
                "a abandonné la tâche {code} : {motif}",
                motif_requis=True,
            ),
            _tache(
                "reprendre",
                "Reprendre",
                {EtatTache.FAITE, EtatTache.ABANDONNEE},
                EtatTache.EN_COURS,
                "a repris la tâche {code}",
                effet=_remettre_en_route,
            ),
        ),
    )
)

journal.inscrire(
    {
        "suivi.ajouter": "a ajouté {code} « {titre} »",
        "suivi.modifier": "a modifié {code} « {titre} »",
        "suivi.amender": "a amendé {code} « {titre} » : {motif}",
        "suivi.supprimer": "a supprimé {code} « {titre} »",
        "suivi.retablir": "a rétabli {code} « {titre} »",
        "suivi.ordonner": "a changé l’ordre autour de {code} « {titre} »",
        "suivi.modifier_lot": "a modifié {nombre} lignes d’un coup : {codes}",
        "suivi.annuler": "a annulé : {libelle}",
        "suivi.reprendre_remarque": "a repris sa remarque sur la préconisation {numero}",
        "suivi.retirer_remarque": "a retiré une remarque sur la préconisation {numero}",
        "suivi.remarquer": "a fait une remarque sur la préconisation {numero}",
        "suivi.donner_avis": "a donné son avis sur l’action {code}",
        "suivi.classer": "a classé les actions dans l’ordre du comité",
        "suivi.geler": "a gelé la version {numero} du plan : {motif}",
        "suivi.importer": "a importé {lignes} lignes dans le tableau de suivi",
    }
)
