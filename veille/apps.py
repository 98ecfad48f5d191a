from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

DOCUMENTALISTES = "Documentalistes"


class VeilleConfig(AppConfig):
    name = "veille"
    verbose_name = "Veille"

    def ready(self) -> None:
        from communs.web.sante import surveiller_file
        from veille import permissions  # noqa: F401  (registers the rules)
        from veille.abonnements.envois import preparer_envoi
        from veille.abonnements.models import Envoi
        from veille.publications import A_LA_PARUTION

        if preparer_envoi not in A_LA_PARUTION:
            A_LA_PARUTION.append(preparer_envoi)

        surveiller_file("envois", lambda: Envoi.objects.attente())
        post_migrate.connect(_former_le_groupe, sender=self, dispatch_uid="veille.documentalistes")


def _former_le_groupe(app_config: AppConfig, using: str, **signal: Any) -> None:
    """Make the group of documentalistes, which the administration gives to people.

    After the migrations and not in one: Django makes permissions only then.
    """
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    create_permissions(app_config, verbosity=0, using=using)
    groupe, _ = Group.objects.using(using).get_or_create(name=DOCUMENTALISTES)
    groupe.permissions.add(
        Permission.objects.using(using).get(content_type__app_label="veille", codename="change_numero")
    )
