"""Two demonstration sessions for `make run`: one half-way, one whose follow-up has been answered."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communs.collectivites.models import Collectivite, Compte
from nuancier.sessions.demonstration import raconter
from nuancier.sessions.models import Session

CONTENU = Path("fixtures/demo/nuancier.yaml")
COLLECTIVITE, FORMATEUR = "port-lumiere", "bachir@port-lumiere.example"


class Command(BaseCommand):
    help = "Charge un parcours et deux sessions de démonstration (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Ces personnes sont inventées : cette commande ne sert qu’au mode embarqué (VIGIE_DEMO=1)."
            )
        collectivite = Collectivite.objects.select_for_update().filter(identifiant=COLLECTIVITE).first()
        compte = Compte.objects.filter(email=FORMATEUR).first()
        if collectivite is None or compte is None:
            raise CommandError("Chargez d’abord les comptes de démonstration : charger_demo.")
        contenu = yaml.safe_load((settings.BASE_DIR / CONTENU).read_text())
        for recit in contenu["sessions"]:
            if not Session.objects.filter(collectivite=collectivite, titre=recit["titre"]).exists():
                raconter(compte, collectivite, contenu["parcours"], recit)
