"""What an evaluation knows of a person beyond her part in the dossier."""

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
        cle="evaluations",
        nom="Évaluations",
        resume="Ce que vous avez versé au débat d’un comité.",
        traces=(
            Trace(
                modele="evaluation.Apport",
                nom="Vos apports au débat d’un comité",
                sort=Sort.ANONYME,
                pourquoi="La suite qui leur a été donnée garde son sens.",
                duree="Autant que le dossier.",
            ),
        ),
        exporter=lambda compte: [("apports", _apports(compte))],
    )
)
