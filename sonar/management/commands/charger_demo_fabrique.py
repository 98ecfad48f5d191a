"""A fiche de fabrique half filled, for `make run`: answers, practices, and a logbook of some months."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte
from communs.dossiers import invitations
from communs.dossiers import services as dossiers
from communs.dossiers.models import Dossier
from sonar.fabrique import services
from sonar.fabrique.enums import RoleFabrique
from sonar.fabrique.fiches import EntreeDeBord
from sonar.fabrique.models import Pratique

CONTENU = Path("fixtures/demo/fabrique.yaml")
COLLECTIVITE, RESPONSABLE, PLUME = "port-lumiere", "alice@port-lumiere.example", "bachir@port-lumiere.example"


class Command(BaseCommand):
    help = "Charge une fiche de fabrique de démonstration (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Cette fiche est inventée\u00a0: la commande ne sert qu’au mode embarqué (VIGIE_DEMO=1)."
            )
        contenu = yaml.safe_load((settings.BASE_DIR / CONTENU).read_text())
        collectivite = Collectivite.objects.select_for_update().filter(identifiant=COLLECTIVITE).first()
        if collectivite is None:
            raise CommandError("Chargez d’abord les comptes de démonstration\u00a0: charger_demo.")
        if not collectivite.dossiers.filter(genre="fabrique", titre=contenu["dossier"]["titre"]).exists():
            self._raconter(collectivite, contenu)

    def _raconter(self, collectivite: Collectivite, contenu: dict[str, Any]) -> None:
        gens = {email: Identite(Compte.objects.get(email=email)) for email in (RESPONSABLE, PLUME)}
        dossier = dossiers.ouvrir(
            identite=gens[RESPONSABLE],
            collectivite=collectivite,
            genre_cle="fabrique",
            demande=uuid4(),
            **contenu["dossier"],
        )
        invitations.inviter(
            identite=gens[RESPONSABLE],
            dossier=dossier,
            email=PLUME,
            nom="",
            organisation="",
            roles=[RoleFabrique.PLUME],
        )
        for reponse in contenu["reponses"]:
            self._repondre(gens[reponse["par"]], dossier, reponse)
        for usage in contenu["pratiques"]:
            services.noter_pratique(
                identite=gens[usage["par"]],
                dossier=dossier,
                pratique=Pratique.objects.get(cle=usage["pratique"]),
                demande=uuid4(),
                champs={nom: usage[nom] for nom in ("quand", "avec_qui", "changement")},
            )
        for entree in contenu["bord"]:
            self._consigner(gens[entree["par"]], dossier, entree)

    def _repondre(self, identite: Identite, dossier: Dossier, reponse: dict[str, Any]) -> None:
        motif = reponse.get("motif", "")
        services.repondre(
            identite=identite,
            dossier=dossier,
            question_cle=reponse["question"],
            numero=1,
            version=1,
            champs={"texte": reponse.get("texte", ""), "sans_objet": bool(motif), "motif": motif},
        )

    def _consigner(self, identite: Identite, dossier: Dossier, ligne: dict[str, Any]) -> None:
        """Written the evening of its day, as far as its own row says."""
        jour = timezone.localdate() + timedelta(days=ligne["jours"])
        cle = ligne.get("pratique", "")
        entree = services.consigner(
            identite=identite,
            dossier=dossier,
            demande=uuid4(),
            champs={
                "le": jour,
                "texte": ligne["texte"],
                "etape": ligne.get("etape", ""),
                "pratique_cle": cle,
                "pratique_nom": Pratique.objects.get(cle=cle).nom if cle else "",
            },
        )
        soir = datetime.combine(jour, time(18), tzinfo=dossier.fuseau)
        EntreeDeBord.objects.filter(pk=entree.pk).update(cree_le=soir)
