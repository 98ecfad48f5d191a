"""`manage.py fabriquer_polices`: web fonts into `construit/polices/`, only when something changed."""

from django.conf import settings
from django.core.management.base import BaseCommand

from communs.web.polices import fabriquer


class Command(BaseCommand):
    help = "Fabrique les polices web à partir des paquets de caractères."
    requires_system_checks: list[str] = []  # must run before the folder that the checks look for exists

    def handle(self, *args: object, **options: object) -> None:
        dossier = settings.BASE_DIR / "construit" / "polices"
        faites = fabriquer(dossier)
        self.stdout.write(f"Polices {'fabriquées dans' if faites else 'à jour dans'} {dossier}")
