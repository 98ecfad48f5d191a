"""The sentences of the materials' journal."""

from communs.etats import journal

journal.inscrire(
    {
        "materiaux.deposer": "a déposé « {titre} »",
        "materiaux.modifier": "a modifié « {titre} »",
        "materiaux.supprimer": "a supprimé « {titre} »",
        "materiaux.reprendre": "a rétabli « {titre} »",
    }
)
