"""The sentences of a path's journal."""

from communs.etats import journal

journal.inscrire(
    {
        "parcours.creer": "a créé ce parcours",
        "parcours.copier": "a créé ce parcours à partir de «\u00a0{modele}\u00a0»",
        "parcours.modifier": "a modifié la présentation",
        "parcours.ajouter": "a ajouté la teinte {code}",
        "parcours.retirer": "a retiré la teinte {code}",
        "parcours.remettre": "a remis la teinte {code}",
        "parcours.deplacer": "a déplacé la teinte {code} au rang {rang}",
        "parcours.regler": "a réglé la pastille de la teinte {code}",
        "parcours.partager": "a changé qui peut lire\u00a0: {lecteurs}",
        "parcours.moderer": "a retiré ce parcours de la liste publique",
        "parcours.reprendre": "a repris ce parcours, dont l’auteur est parti",
        "parcours.supprimer": "a supprimé ce parcours",
        "parcours.retablir": "a rétabli ce parcours",
        "parcours.cocher": "a fait «\u00a0{geste}\u00a0»",
        "parcours.decocher": "a décoché «\u00a0{geste}\u00a0»",
        "parcours.noter": "a modifié un geste de la préparation",
    }
)
