"""The steps of the plan, of an action and of a task; the sentences of what is done without a step.

Source: Les Éclaireurs 1, « Tableau de suivi »: the committee ranks and picks among the options, it
cannot question the diagnosis; the applicateur then sees the plan through.
"""

from communs.etats import journal
from eclaireurs.evaluation.suivi.transitions_lignes import ACTION, CLOS, TACHE
from eclaireurs.evaluation.suivi.transitions_plan import PLAN

__all__ = ["ACTION", "CLOS", "PLAN", "TACHE"]

journal.inscrire(
    {
        "suivi.ajouter": "a ajouté {code} « {titre} »",
        "suivi.modifier": "a modifié {code} « {titre} »",
        "suivi.amender": "a amendé {code} « {titre} » : {motif}",
        "suivi.supprimer": "a supprimé {code} « {titre} »",
        "suivi.retablir": "a rétabli {code} « {titre} »",
        "suivi.ordonner": "a changé l’ordre autour de {code} « {titre} »",
        "suivi.modifier_lot": "a modifié {nombre} lignes d’un coup : {codes}",
        "suivi.annuler": "a annulé : {libelle}",
        "suivi.reprendre_remarque": "a repris sa remarque sur la préconisation {numero}",
        "suivi.retirer_remarque": "a retiré une remarque sur la préconisation {numero}",
        "suivi.remarquer": "a fait une remarque sur la préconisation {numero}",
        "suivi.donner_avis": "a donné son avis sur l’action {code}",
        "suivi.classer": "a classé les actions dans l’ordre du comité",
        "suivi.geler": "a gelé la version {numero} du plan : {motif}",
        "suivi.importer": "a importé {lignes} lignes dans le tableau de suivi",
    }
)
