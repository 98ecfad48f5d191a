from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LivretsConfig(AppConfig):
    name = "communs.livrets"
    label = "livrets"
    verbose_name = "Livrets"

    def ready(self) -> None:
        from communs.livrets.models import Tirage
        from communs.web.sante import surveiller_file

        surveiller_file("livrets", lambda: Tirage.objects.age_du_plus_ancien())
        autodiscover_modules("livrets")  # each app's gabarits
