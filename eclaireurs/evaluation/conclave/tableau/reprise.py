"""What the tableau de suivi already plans comes onto the table: the room works on it, and types none of it.

A line brought here keeps the identifier of its action or task: at the closing, `versement` completes that
very line with what the room changed, and adds nothing beside it.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats.calculs import en_texte
from communs.etats.services import enregistrer
from eclaireurs.evaluation.conclave.portes import convive_pilote
from eclaireurs.evaluation.conclave.tableau.enums import Geste
from eclaireurs.evaluation.conclave.tableau.models import (
    CHAMPS_ACTION,
    CHAMPS_TACHE,
    Proposition,
    TableauMartyr,
    Trait,
)
from eclaireurs.evaluation.conclave.tableau.services import PROPOSITIONS_MAX, tenir
from eclaireurs.evaluation.suivi.enums import ACTIONS_FINIES, TACHES_FINIES
from eclaireurs.evaluation.suivi.models import Action, Tache


def a_reprendre(tableau: TableauMartyr) -> QuerySet[Action]:
    """The actions still to be carried out that were never on this table, in order."""
    connues = tableau.propositions.values("uuid")
    vivantes = Action.objects.filter(plan__dossier=tableau.dossier_id).exclude(etat__in=ACTIONS_FINIES)
    return vivantes.exclude(uuid__in=connues).order_by("preconisation__numero", "numero")


@transaction.atomic
def reprendre(*, identite: Identite, dossier: Dossier) -> int:
    """Put them on the table with their unfinished tasks; how many actions. Harmless the second time.

    A recommendation takes as many as the table holds. Raises PermissionDenied, Refus (409) once it is closed.
    """
    autoriser(identite, "tableau.conduire", dossier)
    convive = convive_pilote(identite, dossier)
    tableau = tenir(convive, TableauMartyr.objects.select_related("dossier").get(dossier=dossier))
    posees = _poser_les_actions(tableau, a_reprendre(tableau))
    if not posees:
        return 0
    taches = _poser_les_taches(tableau, posees)
    enregistrer(tableau)
    lignes = [*posees, *taches]
    Proposition.objects.filter(pk__in=[ligne.pk for ligne in lignes]).update(pas=tableau.version)
    Trait.objects.bulk_create(
        Trait(
            tableau=tableau,
            proposition=ligne,
            cle=convive.cle,
            geste=Geste.AJOUT,
            demande=ligne.uuid,
            apres={nom: texte for nom in ligne.champs if (texte := en_texte(getattr(ligne, nom)))},
            versions=ligne.versions,
        )
        for ligne in lignes
    )
    return len(posees)


def _poser_les_actions(tableau: TableauMartyr, actions: QuerySet[Action]) -> list[Proposition]:
    siennes = tableau.propositions.filter(action=None).order_by()
    ordres = Counter(dict(siennes.values_list("preconisation").annotate(dernier=Max("ordre"))))
    prises = Counter(siennes.filter(retiree_le=None).values_list("preconisation", flat=True))
    posees = []
    for action in actions.select_related("service"):
        cle = action.preconisation_id
        if prises[cle] < PROPOSITIONS_MAX:
            prises[cle] += 1
            ordres[cle] += 1
            posees.append(_ligne(tableau, action, CHAMPS_ACTION, preconisation_id=cle, ordre=ordres[cle]))
    return Proposition.objects.bulk_create(posees)


def _poser_les_taches(tableau: TableauMartyr, posees: Iterable[Proposition]) -> list[Proposition]:
    par_uuid = {action.uuid: action for action in posees}
    taches = Tache.objects.filter(action__uuid__in=par_uuid).exclude(etat__in=TACHES_FINIES)
    ordres: Counter[int] = Counter()
    lignes = []
    for tache in taches.select_related("action", "service").order_by("action", "numero"):
        sous = par_uuid[tache.action.uuid]
        if ordres[sous.pk] < PROPOSITIONS_MAX:
            ordres[sous.pk] += 1
            place = {"preconisation_id": sous.preconisation_id, "action": sous, "ordre": ordres[sous.pk]}
            lignes.append(_ligne(tableau, tache, CHAMPS_TACHE, **place))
    return Proposition.objects.bulk_create(lignes)


def _ligne(
    tableau: TableauMartyr, planifiee: Action | Tache, champs: Iterable[str], **place: Any
) -> Proposition:
    """The same words, under the same identifier."""
    textes = {nom: getattr(planifiee, nom) for nom in champs}
    return Proposition(uuid=planifiee.uuid, tableau=tableau, du_suivi=True, **textes, **place)
