"""A demonstration evaluation, half-way, for `make run`: one account per role, a plan under way."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.models import Collectivite
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.demonstration.collecte import collecter
from eclaireurs.evaluation.demonstration.gens import GENS
from eclaireurs.evaluation.demonstration.plan import RecitDuPlan
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.enums import RoleEvaluation

CONTENU = Path("fixtures/demo/evaluation.yaml")
COLLECTIVITE = "port-lumiere"


class Command(BaseCommand):
    help = "Charge une évaluation de démonstration à mi-chemin (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Ce dossier et ces comptes sont inventés, leur mot de passe est connu de tous : cette "
                "commande ne sert qu’au mode embarqué (VIGIE_DEMO=1)."
            )
        contenu = yaml.safe_load((settings.BASE_DIR / CONTENU).read_text())
        collectivite = Collectivite.objects.select_for_update().filter(identifiant=COLLECTIVITE).first()
        if collectivite is None:
            raise CommandError("Chargez d’abord les comptes de démonstration : charger_demo.")
        if not Dossier.objects.filter(
            collectivite=collectivite, genre="evaluation", titre=contenu["dossier"]["titre"]
        ).exists():
            self._raconter(Recit(collectivite, contenu, timezone.localdate()))
        for role, (email, *_) in GENS.items():
            self.stdout.write(f"  {email:<30} {RoleEvaluation(role).label}, {contenu['dossier']['titre']}")

    def _raconter(self, recit: Recit) -> None:
        recit.ouvrir()
        recit.cadrer()
        recit.reunir()
        recit.signer()
        collecter(recit)
        recit.rapporter()
        plan = RecitDuPlan(recit)
        plan.proposer()
        plan.decider()
        plan.conduire()
        plan.amender()
        plan.commenter()
