from django.apps import AppConfig


class EssaiConfig(AppConfig):
    name = "tests.fichiers.essai"
    label = "essai"
