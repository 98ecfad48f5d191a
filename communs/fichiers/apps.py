from django.apps import AppConfig


class FichiersConfig(AppConfig):
    name = "communs.fichiers"
    label = "fichiers"
    verbose_name = "Fichiers"

    def ready(self) -> None:
        from communs.fichiers.forms import ChampFichier
        from communs.fichiers.models import Fichier
        from communs.web.galerie import exposer
        from communs.web.sante import surveiller_file

        surveiller_file("fichiers", lambda: Fichier.objects.age_du_plus_ancien())
        exposer("piece", lambda: ChampFichier(label="Photo, son ou document", required=False))
