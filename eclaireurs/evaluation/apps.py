from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from communs.collectivites.models import Collectivite
    from eclaireurs.essais.recits import Raconte


class EvaluationConfig(AppConfig):
    name = "eclaireurs.evaluation"
    label = "evaluation"
    verbose_name = "Éclaireurs : l’évaluation engagée"

    def ready(self) -> None:
        from eclaireurs.essais import recits
        from eclaireurs.evaluation import permissions  # noqa: F401  (registers the rules)
        from eclaireurs.evaluation.inscrits import importer

        importer("permissions")
        importer("recepteurs")  # what is withdrawn elsewhere leaves the tools

        recits.inscrire("evaluation", _raconter)


def _raconter(collectivite: "Collectivite") -> "Raconte":
    """The demonstration is imported by who tells it, a worker."""
    from eclaireurs.evaluation.demonstration.essai import raconter

    return raconter(collectivite)
