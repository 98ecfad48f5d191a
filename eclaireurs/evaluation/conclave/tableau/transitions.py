"""The steps of the tableau: prepared by those who lead, open for a day, closed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import tables
from communs.etats.tables import Table, Transition
from eclaireurs.evaluation.conclave.tableau.enums import EtatTableau
from eclaireurs.evaluation.conclave.tableau.models import TableauMartyr

VERSE = "Ses propositions sont déjà au tableau de suivi : c’est là qu’elles se changent désormais."
SANS_PRECONISATION = "Le rapport ne contient encore aucune préconisation : il n’y aurait rien à travailler."
Donnees = Mapping[str, Any]


def _rien_a_travailler(tableau: TableauMartyr) -> str:
    return "" if tableau.dossier.rapport.preconisations.exists() else SANS_PRECONISATION


def _deja_verse(tableau: TableauMartyr) -> str:
    return VERSE if tableau.verse_le is not None else ""


def _ouvrir(tableau: TableauMartyr, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    tableau.ouvert_le = tableau.ouvert_le or timezone.now()
    return ("ouvert_le",)


def _clore(tableau: TableauMartyr, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    tableau.clos_le = timezone.now()
    return ("clos_le",)


def _rouvrir(tableau: TableauMartyr, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    tableau.clos_le = None
    return ("clos_le",)


TABLEAU = tables.inscrire(
    Table(
        cle="tableau",
        modele=TableauMartyr,
        transitions=(
            Transition(
                nom="ouvrir",
                libelle="Ouvrir le tableau aux participants",
                de=frozenset({EtatTableau.PREPARATION}),
                vers=EtatTableau.OUVERT,
                regle="tableau.conduire",
                phrase="a ouvert le tableau martyr aux participants du conclave",
                obstacle=_rien_a_travailler,
                effet=_ouvrir,
            ),
            Transition(
                nom="suspendre",
                libelle="Reprendre la préparation",
                de=frozenset({EtatTableau.OUVERT}),
                vers=EtatTableau.PREPARATION,
                regle="tableau.conduire",
                phrase="a repris la préparation du tableau martyr",
            ),
            Transition(
                nom="clore",
                libelle="Clore le tableau",
                de=frozenset({EtatTableau.OUVERT}),
                vers=EtatTableau.CLOS,
                regle="tableau.conduire",
                phrase="a clos le tableau martyr",
                effet=_clore,
            ),
            Transition(
                nom="rouvrir",
                libelle="Rouvrir le tableau",
                de=frozenset({EtatTableau.CLOS}),
                vers=EtatTableau.OUVERT,
                regle="tableau.conduire",
                phrase="a rouvert le tableau martyr",
                obstacle=_deja_verse,
                effet=_rouvrir,
            ),
        ),
    )
)
