from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "communs.questionnaires"
    label = "questionnaires"
    verbose_name = "Questionnaires"

    def ready(self) -> None:
        from communs.questionnaires import (  # noqa: F401  (they register)
            dossier,
            en_seance,
            permissions,
            transitions,
        )
