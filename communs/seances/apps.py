from django.apps import AppConfig


class SeancesConfig(AppConfig):
    name = "communs.seances"
    label = "seances"
    verbose_name = "Séances"

    def ready(self) -> None:
        from communs.seances import dossier, permissions, transitions  # noqa: F401  (they register)
