"""The life of a séance: prepared, open, closed; it may open again, under another code."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats.tables import Table, Transition, inscrire
from communs.seances import activites
from communs.seances.codes import code_libre
from communs.seances.enums import EtatSeance
from communs.seances.models import DUREE, Seance
from communs.seances.version import perimer

RANGEE = ("activite", "objet", "moment")


def _ouvrir(seance: Seance, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    seance.code = code_libre()
    seance.ouverte_le = timezone.now()
    seance.expire_le = seance.ouverte_le + DUREE
    seance.close_le, seance.entree_fermee = None, False
    perimer(seance)
    return ("code", "ouverte_le", "expire_le", "close_le", "entree_fermee")


def fermer(seance: Seance) -> tuple[str, ...]:
    """Clear the stage and date the end; the code stays for latecomers. Return the fields that were set."""
    for activite in activites.toutes():
        activite.terminer(seance)
    seance.close_le = timezone.now()
    seance.activite, seance.objet, seance.moment = "", None, ""
    perimer(seance)
    return ("close_le", *RANGEE)


def _clore(seance: Seance, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    return fermer(seance)


SEANCE = inscrire(
    Table(
        cle="seances",
        modele=Seance,
        transitions=(
            Transition(
                nom="ouvrir",
                libelle="Ouvrir la séance",
                de=frozenset({EtatSeance.PREPARATION}),
                vers=EtatSeance.OUVERTE,
                regle="seances.animer",
                phrase="a ouvert une séance",
                effet=_ouvrir,
            ),
            Transition(
                nom="clore",
                libelle="Clore la séance",
                de=frozenset({EtatSeance.OUVERTE}),
                vers=EtatSeance.CLOSE,
                regle="seances.animer",
                phrase="a clos une séance",
                effet=_clore,
            ),
            Transition(
                nom="rouvrir",
                libelle="Rouvrir la séance, avec un nouveau code",
                de=frozenset({EtatSeance.CLOSE}),
                vers=EtatSeance.OUVERTE,
                regle="seances.animer",
                phrase="a rouvert une séance",
                effet=_ouvrir,
            ),
        ),
    )
)
