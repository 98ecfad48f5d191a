from django.apps import AppConfig


class MateriauxConfig(AppConfig):
    name = "communs.materiaux"
    label = "materiaux"
    verbose_name = "Matériaux"

    def ready(self) -> None:
        from communs.materiaux import permissions  # noqa: F401  (registers the rules)
