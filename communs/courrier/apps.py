from django.apps import AppConfig


class CourrierConfig(AppConfig):
    name = "communs.courrier"
    label = "courrier"
    verbose_name = "Courriels sortants"

    def ready(self) -> None:
        from communs.courrier.models import Courriel
        from communs.web.sante import surveiller_file

        surveiller_file("courrier", lambda: Courriel.objects.age_du_plus_ancien())
