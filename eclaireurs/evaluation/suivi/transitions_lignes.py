"""The steps of an action and of a task, in a plan under way."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import tables
from communs.etats.tables import Table, Transition
from communs.web.typographie import accorder
from eclaireurs.evaluation.suivi.enums import (
    ACTIONS_DELAISSEES,
    TACHES_FINIES,
    EtatAction,
    EtatPlan,
    EtatTache,
)
from eclaireurs.evaluation.suivi.models import Action, Tache

CLOS = "Le plan est clos : rouvrez-le pour y changer quelque chose."

Donnees = Mapping[str, Any]


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
        return "Le plan n’est pas en œuvre : il faut d’abord que le comité l’arrête."
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
                phrase="a consigné que le comité écarte l’action {code} : {motif}",
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
                "a signalé que l’action {code} est bloquée : {motif}",
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
                "a abandonné l’action {code} : {motif}",
                motif_requis=True,
            ),
            _conduite(
                "reprendre",
                "Reprendre",
                {EtatAction.FAITE, EtatAction.ABANDONNEE},
                EtatAction.EN_COURS,
                "a repris l’action {code} : {motif}",
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
        return f"L’action {tache.action.code} est {etat} : ses tâches n’avancent pas."
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
                "a signalé que la tâche {code} est bloquée : {motif}",
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
                "a abandonné la tâche {code} : {motif}",
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
