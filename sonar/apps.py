from django.apps import AppConfig


class SonarConfig(AppConfig):
    name = "sonar"
    verbose_name = "Sonar"

    def ready(self) -> None:
        from sonar import permissions  # noqa: F401  (registers the rules)
        from sonar.carte import en_seance as _carte_en_seance  # noqa: F401
        from sonar.carte import permissions as _carte  # noqa: F401
        from sonar.seances import test  # noqa: F401  (an exercise of the séances)
        from sonar.fabrique import permissions as fabrique  # noqa: F401
        from sonar.trajectoire import en_seance, livrets  # noqa: F401
        from sonar.trajectoire import permissions as _trajectoire  # noqa: F401
        from sonar.trajectoire import rgpd as _rgpd  # noqa: F401
