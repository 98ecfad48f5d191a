from django.apps import AppConfig


class ScrutinsConfig(AppConfig):
    name = "communs.scrutins"
    label = "scrutins"
    verbose_name = "Scrutins"

    def ready(self) -> None:
        from communs.scrutins import dossier, permissions  # noqa: F401  (they register)
