from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EtatsConfig(AppConfig):
    name = "communs.etats"
    label = "etats"
    verbose_name = "États et journal"

    def ready(self) -> None:
        autodiscover_modules("transitions")  # each app's tables and the sentences of its journal
