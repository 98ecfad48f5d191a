"""What the evaluation's tools know of a person beyond her part in the dossier."""

from communs.web.rgpd import Domaine, Trace, declarer

declarer(
    Domaine(
        cle="evaluation",
        nom="Éclaireurs : l’évaluation engagée",
        resume="Ce que vous écrivez dans un tableau de suivi appartient au dossier ; votre part y est.",
        traces=(
            Trace(
                modele="evaluation.GesteAnnulable",
                nom="Votre dernier geste, le temps de pouvoir l’annuler",
                absence="C’est une copie du tableau de suivi, gardée un jour pour le bouton « Annuler ».",
            ),
        ),
        exporter=lambda compte: (),
    )
)
