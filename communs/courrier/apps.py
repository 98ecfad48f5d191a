from django.apps import AppConfig


class CourrierConfig(AppConfig):
    name = "communs.courrier"
    label = "courrier"
    verbose_name = "Courriels sortants"
