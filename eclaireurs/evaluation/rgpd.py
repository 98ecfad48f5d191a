"""What the evaluation's tools know of a person beyond her part in the dossier."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from eclaireurs.evaluation.collecte.models import Apport


def _apports(compte: Compte) -> Iterator[Ligne]:
    siens = Apport.objects.filter(auteur__compte=compte).select_related("collecte__dossier")
    for apport in siens.order_by("pk").iterator():
        yield {
            "dossier": apport.collecte.dossier.titre,
            "nature": apport.get_genre_display(),
            "texte": apport.texte,
            "cree_le": apport.cree_le,
        }


declarer(
    Domaine(
        cle="evaluation",
        nom="Éclaireurs : l’évaluation engagée",
        resume="Ce que vous avez versé au débat d’un comité. Ce que vous écrivez dans un tableau de suivi "
        "appartient au dossier ; votre part y est.",
        traces=(
            Trace(
                modele="evaluation.Apport",
                nom="Vos apports au débat d’un comité",
                sort=Sort.ANONYME,
                pourquoi="La suite qui leur a été donnée garde son sens.",
                duree="Autant que le dossier.",
            ),
            Trace(
                modele="evaluation.GesteAnnulable",
                nom="Votre dernier geste, le temps de pouvoir l’annuler",
                absence="C’est une copie du tableau de suivi, gardée un jour pour le bouton « Annuler ».",
            ),
        ),
        exporter=lambda compte: [("apports", _apports(compte))],
    )
)
