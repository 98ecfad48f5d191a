"""`manage.py fabriquer_teintes`: the colours of nuancier/couleurs.py into their style sheet."""

from django.conf import settings
from django.core.management.base import BaseCommand

from nuancier.couleurs import feuille


class Command(BaseCommand):
    help = "Écrit static/css/nuancier-teintes.css d’après nuancier/couleurs.py."

    def handle(self, *args: object, **options: object) -> None:
        chemin = settings.BASE_DIR / "static" / "css" / "nuancier-teintes.css"
        chemin.write_text(feuille())
        self.stdout.write(f"Teintes écrites dans {chemin}")
