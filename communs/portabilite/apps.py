from django.apps import AppConfig


class PortabiliteConfig(AppConfig):
    name = "communs.portabilite"
    label = "portabilite"
    verbose_name = "Portabilité des données"

    def ready(self) -> None:
        from communs.portabilite import permissions  # noqa: F401  (registers the rule)
