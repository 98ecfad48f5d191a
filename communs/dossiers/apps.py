from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DossiersConfig(AppConfig):
    name = "communs.dossiers"
    label = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from communs.collectivites import effacement
        from communs.dossiers import emports, permissions, services  # noqa: F401  (rules register)

        effacement.avant_une_collectivite(services.effacer_ceux_de)
        services.avant_un_dossier(emports.oublier_ceux_du_dossier)
        autodiscover_modules("genres")  # each episode's kind of dossier, and its tools
