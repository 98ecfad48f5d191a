from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

# Beat asks every ten minutes, and a run may take eight: two hours is a silence, not a busy morning.
RETARD_MAX = 7200.0  # seconds


class EcheancesConfig(AppConfig):
    name = "communs.echeances"
    label = "echeances"
    verbose_name = "Échéances et relances"

    def ready(self) -> None:
        from communs.echeances.lectures import age_du_plus_ancien_rappel
        from communs.web.sante import surveiller_file

        surveiller_file("rappels", age_du_plus_ancien_rappel, RETARD_MAX)
        autodiscover_modules("echeances")  # each tool's kinds of dated things
