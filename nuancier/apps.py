from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

EDITEURS = "Éditeurs du Nuancier"


class NuancierConfig(AppConfig):
    name = "nuancier"
    verbose_name = "Nuancier"

    def ready(self) -> None:
        from nuancier import permissions  # noqa: F401  (registers the rules)
        from nuancier.parcours import permissions as _parcours  # noqa: F401
        from nuancier.sessions import permissions as _sessions  # noqa: F401

        post_migrate.connect(_former_le_groupe, sender=self, dispatch_uid="nuancier.editeurs")


def _former_le_groupe(app_config: AppConfig, using: str, **signal: Any) -> None:
    """Make the group of editors, which the administration gives to people.

    After the migrations and not in one: Django makes permissions only then.
    """
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    create_permissions(app_config, verbosity=0, using=using)
    groupe, _ = Group.objects.using(using).get_or_create(name=EDITEURS)
    groupe.permissions.add(
        Permission.objects.using(using).get(content_type__app_label="nuancier", codename="change_teinte")
    )
