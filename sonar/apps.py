from django.apps import AppConfig


class SonarConfig(AppConfig):
    name = "sonar"
    verbose_name = "Sonar"

    def ready(self) -> None:
        # The rules first, then the exercises of the séances in the order in which they are proposed.
        from sonar import permissions  # noqa: F401
        from sonar.carte import permissions as _carte  # noqa: F401
        from sonar.fabrique import permissions as _fabrique  # noqa: F401
        from sonar.seances import test  # noqa: F401
        from sonar.trajectoire import permissions as _trajectoire  # noqa: F401

        # isort: split
        from sonar.carte import en_seance as _carte_en_seance  # noqa: F401
        from sonar.trajectoire import en_seance as _trajectoire_en_seance  # noqa: F401
