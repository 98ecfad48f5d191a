"""`manage.py lire_rebuts`: what a mail server pipes delivery reports into (docs/veille-abonnements.md)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from veille.abonnements.rebuts import RapportIllisible, lire_rapport

TAILLE_MAX = 10 * 1024 * 1024


class Command(BaseCommand):
    help = "Lit un rapport de remise (RFC 3464) sur l’entrée standard et compte le refus."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(lire_rapport(sys.stdin.buffer.read(TAILLE_MAX)))
        except RapportIllisible as erreur:
            raise CommandError(str(erreur)) from erreur
