"""The report's steps: written, handed to the applicateur, sealed when the final committee opens."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.models import Acteur
from communs.etats.tables import Table, Transition
from eclaireurs.evaluation.rapport.calculs import empreinte
from eclaireurs.evaluation.rapport.enums import EtatRapport
from eclaireurs.evaluation.rapport.models import Rapport


def _incomplet(rapport: Rapport) -> str:
    if not rapport.preconisations.exists():
        return "Le rapport n’a encore aucune préconisation : écrivez-en au moins une."
    return ""


def _dater(rapport: Rapport, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    rapport.remis_le = timezone.now()
    return ("remis_le",)


def _reprendre(rapport: Rapport, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    rapport.remis_le = None
    return ("remis_le",)


def _sceller(rapport: Rapport, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    champs = ("numero", "titre", "texte")
    rapport.empreinte = empreinte(
        rapport.conclusions.values_list(*champs), rapport.preconisations.values_list(*champs)
    )
    rapport.scelle_le, rapport.scelle_par = timezone.now(), Acteur.objects.de(identite.personne)
    return ("empreinte", "scelle_le", "scelle_par")


RAPPORT = tables.inscrire(
    Table(
        cle="rapport",
        modele=Rapport,
        transitions=(
            Transition(
                nom="remettre",
                libelle="Remettre le rapport à l’applicateur",
                de=frozenset({EtatRapport.REDACTION}),
                vers=EtatRapport.REMIS,
                regle="rapport.remettre",
                phrase="a remis le rapport final à l’applicateur",
                obstacle=_incomplet,
                effet=_dater,
            ),
            Transition(
                nom="reprendre",
                libelle="Reprendre la rédaction",
                de=frozenset({EtatRapport.REMIS}),
                vers=EtatRapport.REDACTION,
                regle="rapport.remettre",
                phrase="a repris la rédaction du rapport final : {motif}",
                motif_requis=True,
                effet=_reprendre,
            ),
            Transition(
                nom="sceller",
                libelle="Sceller le rapport",
                de=frozenset({EtatRapport.REMIS}),
                vers=EtatRapport.SCELLE,
                regle="suivi.presenter",
                phrase="a scellé le rapport final en le présentant au comité",
                obstacle=_incomplet,
                effet=_sceller,
            ),
        ),
    )
)

journal.inscrire(
    {
        "rapport.ajouter": "a ajouté « {titre} » au rapport final",
        "rapport.modifier": "a modifié « {titre} » dans le rapport final",
        "rapport.supprimer": "a supprimé « {titre} » du rapport final",
        "rapport.ordonner": "a changé l’ordre du rapport final",
        "rapport.designer_services": "a désigné les services concernés par « {titre} » : {services}",
    }
)
