from django.apps import AppConfig


class EclaireursConfig(AppConfig):
    name = "eclaireurs"
    verbose_name = "Les Éclaireurs"

    def ready(self) -> None:
        from eclaireurs import permissions  # noqa: F401  (registers the rules)
