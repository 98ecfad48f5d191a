"""A subject of the demonstration on the trajectory, for `make run`: two dated rounds, people who disagree."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.models import Collectivite, Compte
from sonar.trajectoire.enums import Genre
from sonar.trajectoire.models import Indicateur, PointTrajectoire, PositionTrajectoire, Sujet, Tour

COLLECTIVITE = "port-lumiere"
PERSONNES_MIN = 3
# Levels by stage (0, 1, 2; a dot: no answer), round by round, one line for each person.
TOURS = (
    (300, ("221000100", "210000200", "22100.000")),
    (40, ("222110201", "221000200", "22220.110")),
)
NOTES = {
    (1, 0, "tests"): "Deux essais à l’accueil du centre social, le second après les remarques des agents.",
    (1, 1, "tests"): "Je n’ai entendu parler que d’un seul essai.",
    (1, 0, "institutionnalisation"): "Une ligne au budget, et Alice en répond.",
    (1, 2, "institutionnalisation"): "La ligne existe, mais pour un an.",
}


def _uuid(quoi: str) -> UUID:
    """The same at each run: what exists is not made again."""
    return uuid5(NAMESPACE_URL, f"vigie-demonstration-trajectoire-{quoi}")


class Command(BaseCommand):
    help = "Charge un sujet de trajectoire d’exemple, avec deux tours (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Ces positions sont inventées\u00a0: cette commande ne sert qu’au mode embarqué "
                "(VIGIE_DEMO=1)."
            )
        collectivite = Collectivite.objects.filter(identifiant=COLLECTIVITE).first()
        if collectivite is None:
            raise CommandError("Chargez d’abord les comptes de démonstration\u00a0: charger_demo.")
        gens = list(
            Compte.objects.filter(adhesions__collectivite=collectivite, is_active=True).order_by("pk")[:3]
        )
        if len(gens) < PERSONNES_MIN or Sujet.objects.filter(uuid=_uuid("sujet")).exists():
            return
        il_y_a = timezone.now() - timedelta(days=TOURS[0][0])
        sujet = Sujet.objects.create(
            uuid=_uuid("sujet"),
            collectivite=collectivite,
            genre=Genre.PROJET,
            intitule="La démarche d’accueil des usagers",
            cree_par=gens[0],
            cree_le=il_y_a,
        )
        for rang, (jours, lignes) in enumerate(TOURS):
            self._tour(sujet, rang, timezone.now() - timedelta(days=jours), gens, lignes)

    def _tour(
        self, sujet: Sujet, rang: int, le: datetime, gens: list[Compte], lignes: tuple[str, ...]
    ) -> None:
        """One closed round, its positions handed in the days that follow its opening."""
        tour = Tour.objects.create(
            uuid=_uuid(f"tour-{rang}"),
            sujet=sujet,
            ouvert_le=le,
            ouvert_par=gens[0],
            clos_le=le + timedelta(days=14),
        )
        indicateurs = list(Indicateur.objects.filter(retire=False).select_related("etape"))
        for qui, (compte, ligne) in enumerate(zip(gens, lignes, strict=True)):
            position = PositionTrajectoire.objects.create(
                uuid=_uuid(f"position-{rang}-{qui}"),
                tour=tour,
                compte=compte,
                commencee_le=le,
                remise_le=le + timedelta(days=3 + qui),
            )
            PointTrajectoire.objects.bulk_create(
                PointTrajectoire(
                    position=position,
                    indicateur=indicateur,
                    texte=indicateur.texte,
                    niveau=_niveau(int(ligne[indicateur.etape.rang - 1]), indicateur.rang),
                    note=NOTES.get((rang, qui, indicateur.etape.cle), "") if indicateur.rang == 1 else "",
                )
                for indicateur in indicateurs
                if ligne[indicateur.etape.rang - 1] != "."
            )


def _niveau(etape: int, rang: int) -> int:
    """The last indicators of a stage come later than its first ones."""
    return max(0, etape - 1) if rang >= 4 else etape
