from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EcheancesConfig(AppConfig):
    name = "communs.echeances"
    label = "echeances"
    verbose_name = "Échéances et relances"

    def ready(self) -> None:
        autodiscover_modules("echeances")  # each tool's kinds of dated things
