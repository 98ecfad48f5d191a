from django.apps import AppConfig


class CollectivitesConfig(AppConfig):
    name = "communs.collectivites"
    label = "collectivites"
    verbose_name = "Collectivités et comptes"

    def ready(self) -> None:
        from communs.collectivites import permissions  # noqa: F401  (registers the rules)
