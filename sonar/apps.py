from django.apps import AppConfig


class SonarConfig(AppConfig):
    name = "sonar"
    verbose_name = "Sonar"

    def ready(self) -> None:
        from sonar import permissions  # noqa: F401  (registers the rules)
        from sonar.fabrique import permissions as fabrique  # noqa: F401
