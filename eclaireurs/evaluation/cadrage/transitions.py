"""The frame is written, proposed to the first committee, validated by it; meetings are held or not."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.tables import Table, Transition
from eclaireurs.evaluation.cadrage import rappels
from eclaireurs.evaluation.cadrage.enums import EtatCadre, EtatRencontre
from eclaireurs.evaluation.cadrage.models import Cadre, Rencontre

Donnees = Mapping[str, Any]


def _incomplet(cadre: Cadre) -> str:
    if not cadre.perimetre.strip():
        return "Dites d’abord le périmètre : le comité doit savoir de quoi il parle."
    if not cadre.questions.exists():
        return "Écrivez au moins une question évaluative."
    return ""


def _valider(cadre: Cadre, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    cadre.valide_le = timezone.now()
    return ("valide_le",)


def _rouvrir(cadre: Cadre, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    cadre.valide_le = None
    return ("valide_le",)


CADRE = tables.inscrire(
    Table(
        cle="cadrage",
        modele=Cadre,
        transitions=(
            Transition(
                nom="proposer",
                libelle="Proposer au premier comité",
                de=frozenset({EtatCadre.ECRITURE}),
                vers=EtatCadre.PROPOSE,
                regle="cadrage.ecrire",
                phrase="a proposé le cadre au premier comité de pilotage",
                obstacle=_incomplet,
            ),
            Transition(
                nom="valider",
                libelle="Valider le cadre",
                de=frozenset({EtatCadre.PROPOSE}),
                vers=EtatCadre.VALIDE,
                regle="cadrage.valider",
                phrase="a consigné que le premier comité valide le cadre",
                obstacle=_incomplet,
                effet=_valider,
            ),
            Transition(
                nom="reprendre",
                libelle="Reprendre l’écriture",
                de=frozenset({EtatCadre.PROPOSE, EtatCadre.VALIDE}),
                vers=EtatCadre.ECRITURE,
                regle="cadrage.ecrire",
                phrase="a repris l’écriture du cadre : {motif}",
                motif_requis=True,
                effet=_rouvrir,
            ),
        ),
    )
)


def _sans_date(rencontre: Rencontre) -> str:
    return "" if rencontre.le else "Donnez d’abord la date de la rencontre."


def _tenir(rencontre: Rencontre, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    rencontre.tenue_le = timezone.now()
    rappels.dire(rencontre)
    return ("tenue_le",)


def _annuler(rencontre: Rencontre, identite: Identite, donnees: Donnees) -> None:
    rappels.dire(rencontre)


def _reprevoir(rencontre: Rencontre, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    rencontre.tenue_le = None
    rappels.dire(rencontre)
    return ("tenue_le",)


RENCONTRE = tables.inscrire(
    Table(
        cle="cadrage.rencontre",
        modele=Rencontre,
        transitions=(
            Transition(
                nom="tenir",
                libelle="Déclarer tenue",
                de=frozenset({EtatRencontre.PREVUE}),
                vers=EtatRencontre.TENUE,
                regle="cadrage.ecrire",
                phrase="a déclaré tenue la rencontre « {titre} »",
                obstacle=_sans_date,
                effet=_tenir,
            ),
            Transition(
                nom="annuler",
                libelle="Annuler",
                de=frozenset({EtatRencontre.PREVUE}),
                vers=EtatRencontre.ANNULEE,
                regle="cadrage.ecrire",
                phrase="a annulé la rencontre « {titre} » : {motif}",
                motif_requis=True,
                effet=_annuler,
            ),
            Transition(
                nom="reprogrammer",
                libelle="Remettre au calendrier",
                de=frozenset({EtatRencontre.TENUE, EtatRencontre.ANNULEE}),
                vers=EtatRencontre.PREVUE,
                regle="cadrage.ecrire",
                phrase="a remis au calendrier la rencontre « {titre} »",
                effet=_reprevoir,
            ),
        ),
    )
)

journal.inscrire(
    {
        "cadrage.modifier": "a modifié le périmètre",
        "cadrage.ajouter": "a ajouté « {titre} » au cadre",
        "cadrage.corriger": "a corrigé « {titre} » dans le cadre",
        "cadrage.supprimer": "a supprimé « {titre} » du cadre",
        "cadrage.ordonner": "a changé l’ordre du cadre",
        "cadrage.programmer": "a programmé la rencontre « {titre} »",
        "cadrage.preciser": "a précisé la rencontre « {titre} »",
        "cadrage.emarger": "a tenu la feuille de présence de « {titre} »",
        "cadrage.signer": "s’engage : {intitule}",
    }
)
