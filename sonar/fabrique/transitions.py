"""The sentences of the fiche in the dossier's journal: what was written is never copied there."""

from communs.etats import journal

journal.inscrire(
    {
        "fabrique.repondre": "a répondu à «\u00a0{question}\u00a0»",
        "fabrique.ecarter": "a mis de côté «\u00a0{question}\u00a0»",
        "fabrique.noter_pratique": "a noté la pratique «\u00a0{pratique}\u00a0»",
        "fabrique.corriger_pratique": "a repris ce qui est noté de la pratique «\u00a0{pratique}\u00a0»",
        "fabrique.retirer_pratique": "a retiré ce qui était noté de la pratique «\u00a0{pratique}\u00a0»",
        "fabrique.reprendre_pratique": "a rétabli ce qui était noté de la pratique «\u00a0{pratique}\u00a0»",
        "fabrique.consigner": "a écrit dans le journal de bord, au {jour}",
        "fabrique.corriger_entree": "a corrigé une entrée du journal de bord, au {jour}",
        "fabrique.retirer_entree": "a retiré une entrée du journal de bord, au {jour}",
        "fabrique.reprendre_entree": "a rétabli une entrée du journal de bord, au {jour}",
        "fabrique.tourner": "a ouvert le tour {numero} du cycle",
    }
)
