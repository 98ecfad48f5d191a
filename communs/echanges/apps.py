from django.apps import AppConfig


class EchangesConfig(AppConfig):
    name = "communs.echanges"
    label = "echanges"
    verbose_name = "Échanges"
