from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "communs.catalogue"
    label = "catalogue"
    verbose_name = "Catalogue"
