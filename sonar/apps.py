from django.apps import AppConfig


class SonarConfig(AppConfig):
    name = "sonar"
    verbose_name = "Sonar"

    def ready(self) -> None:
        from sonar import permissions  # noqa: F401  (registers the rules)
        from sonar.carte import en_seance as _carte_en_seance  # noqa: F401
        from sonar.carte import permissions as _carte  # noqa: F401
        from sonar.seances import test  # noqa: F401  (an exercise of the séances)
