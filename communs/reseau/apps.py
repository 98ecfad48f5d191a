from django.apps import AppConfig


class ReseauConfig(AppConfig):
    name = "communs.reseau"
    label = "reseau"
    verbose_name = "Visites à d’autres sites"
