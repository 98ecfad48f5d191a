from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "communs.api"
    label = "api"
    verbose_name = "API"
