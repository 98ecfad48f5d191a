from django.apps import AppConfig


class TiragesConfig(AppConfig):
    name = "communs.tirages"
    label = "tirages"
    verbose_name = "Tirages au sort"

    def ready(self) -> None:
        from communs.tirages import dossier, permissions  # noqa: F401  (page of the dossier, rules)
        from communs.tirages.models import ListeRecue
        from communs.web.sante import surveiller_file

        surveiller_file("listes de tirage", lambda: ListeRecue.objects.age_de_la_plus_ancienne())
