from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DossiersConfig(AppConfig):
    name = "communs.dossiers"
    label = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from communs.collectivites import effacement
        from communs.dossiers import participants, permissions, services  # noqa: F401  (registers the rules)

        effacement.avant_une_collectivite(services.effacer_ceux_de)
        effacement.avant_un_compte(participants.oublier_compte)
        autodiscover_modules("genres")  # each episode's kind of dossier, and its tools
