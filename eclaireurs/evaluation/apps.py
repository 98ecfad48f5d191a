from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "eclaireurs.evaluation"
    label = "evaluation"
    verbose_name = "Éclaireurs : l’évaluation engagée"

    def ready(self) -> None:
        from eclaireurs.evaluation import permissions  # noqa: F401  (registers the rules)
        from eclaireurs.evaluation.collecte import recepteurs  # noqa: F401  (what is withdrawn leaves the booklets)
