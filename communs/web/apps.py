from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "communs.web"
    label = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        autodiscover_modules("rgpd")  # what each app knows of people
