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
from eclaireurs.evaluation.demonstration.desirable import publier
from eclaireurs.evaluation.demonstration.fete import feter
from eclaireurs.evaluation.demonstration.gens import GENS
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.demonstration.trame import raconter
from eclaireurs.evaluation.enums import RoleEvaluation

CONTENU, FETE = Path("fixtures/demo/evaluation.yaml"), Path("fixtures/demo/fete.yaml")
COLLECTIVITE = "port-lumiere"


class Command(BaseCommand):
    help = "Charge une évaluation de démonstration à mi-chemin (mode embarqué seulement)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Ce dossier et ces comptes sont inventés, leur mot de passe est connu de tous : cette "
                "commande ne sert qu’au mode embarqué (VIGIE_DEMO=1)."
            )
        contenu = yaml.safe_load((settings.BASE_DIR / CONTENU).read_text())
        recit = self._charger(contenu)
        if recit is not None:
            publier(recit)
        for role, (email, *_) in GENS.items():
            self.stdout.write(f"  {email:<30} {RoleEvaluation(role).label}, {contenu['dossier']['titre']}")

    @transaction.atomic
    def _charger(self, contenu: dict[str, Any]) -> Recit | None:
        """The story, told once; None when the dossier is there already."""
        collectivite = Collectivite.objects.select_for_update().filter(identifiant=COLLECTIVITE).first()
        if collectivite is None:
            raise CommandError("Chargez d’abord les comptes de démonstration : charger_demo.")
        if not Dossier.objects.filter(
            collectivite=collectivite, genre="evaluation", titre=contenu["dossier"]["titre"]
        ).exists():
            recit = Recit(collectivite, contenu, timezone.localdate())
            raconter(recit)
            self._feter(recit)
            return recit
        return None

    def _feter(self, recit: Recit) -> None:
        """The collectivité's fête, where the evaluation is on the wall."""
        fete = yaml.safe_load((settings.BASE_DIR / FETE).read_text())
        feter(recit.dossier.collectivite, recit.dossier, fete, timezone.localdate())
