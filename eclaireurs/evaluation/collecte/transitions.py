"""The compilation is gathered, put before the intermediate committee, debated; it may be taken up again."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.tables import Table, Transition
from eclaireurs.evaluation.collecte.enums import EtatCollecte
from eclaireurs.evaluation.collecte.models import Collecte

Donnees = Mapping[str, Any]


def _vide(collecte: Collecte) -> str:
    if not collecte.themes.exists():
        return "Créez au moins un thème : c’est par thèmes que le comité lira la compilation."
    if not collecte.dossier.materiaux.montrables().filter(classements__theme__isnull=False).exists():
        return (
            "Rangez au moins un indice dans un thème : un indice que son accord permet de montrer, et qui "
            "n’est pas réservé."
        )
    return ""


def _presenter(collecte: Collecte, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    collecte.presentee_le = timezone.now()
    return ("presentee_le",)


def _debattre(collecte: Collecte, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    collecte.debattue_le = timezone.now()
    return ("debattue_le",)


def _reprendre(collecte: Collecte, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    collecte.debattue_le = None
    return ("debattue_le",)


COLLECTE = tables.inscrire(
    Table(
        cle="collecte",
        modele=Collecte,
        transitions=(
            Transition(
                nom="presenter",
                libelle="Présenter au comité intermédiaire",
                de=frozenset({EtatCollecte.EN_COURS}),
                vers=EtatCollecte.PRESENTEE,
                regle="collecte.presenter",
                phrase="a présenté la compilation au comité intermédiaire",
                obstacle=_vide,
                effet=_presenter,
            ),
            Transition(
                nom="debattre",
                libelle="Clore le débat",
                de=frozenset({EtatCollecte.PRESENTEE}),
                vers=EtatCollecte.DEBATTUE,
                regle="collecte.presenter",
                phrase="a clos le débat sur la compilation",
                effet=_debattre,
            ),
            Transition(
                nom="reprendre",
                libelle="Rouvrir la collecte",
                de=frozenset({EtatCollecte.PRESENTEE, EtatCollecte.DEBATTUE}),
                vers=EtatCollecte.EN_COURS,
                regle="collecte.presenter",
                phrase="a rouvert la collecte : {motif}",
                motif_requis=True,
                effet=_reprendre,
            ),
        ),
    )
)

journal.inscrire(
    {
        "collecte.ajouter": "a ouvert le thème « {titre} »",
        "collecte.modifier": "a travaillé le thème « {titre} »",
        "collecte.supprimer": "a supprimé le thème « {titre} »",
        "collecte.ordonner": "a changé l’ordre des thèmes",
        "collecte.ranger": "a rangé {nombre} indice(s) dans « {titre} »",
        "collecte.retirer": "a retiré {nombre} indice(s) de « {titre} »",
        "collecte.apporter": "a versé au débat : {sorte}",
        "collecte.retirer_apport": "a retiré du débat : {sorte}",
        "collecte.repondre": "a dit la suite donnée à un apport du comité",
    }
)
