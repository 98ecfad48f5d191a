"""A demonstration of the veille, for `make run`: who keeps the base, a duplicate, an issue to read again."""

from dataclasses import replace
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communs.collectivites.identite import Identite
from communs.collectivites.management.commands.charger_demo import MOT_DE_PASSE
from communs.collectivites.models import Collectivite, Compte
from veille.apps import DOCUMENTALISTES
from veille.enums import EtatNumero
from veille.models import Bulletin, Notice
from veille.notices import services
from veille.notices.fiches import lire
from veille.numeros.fiches import FicheNumero, FicheRubrique
from veille.numeros.fiches import creer as creer_numero

DOCUMENTALISTE, RELECTEUR = "denise@vigie.example", "bachir@port-lumiere.example"
COLLECTIVITE, BULLETIN, NUMERO = "port-lumiere", "en-quelques-clics", "a-relire"


class Command(BaseCommand):
    help = "Charge une documentaliste et un numéro à relire (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Ce compte a un mot de passe connu de tous : cette commande ne sert qu’au mode embarqué "
                "(VIGIE_DEMO=1)."
            )
        collectivite = Collectivite.objects.filter(identifiant=COLLECTIVITE).first()
        relecteur = Compte.objects.filter(email=RELECTEUR).first()
        if collectivite is None or relecteur is None:
            raise CommandError("Chargez d’abord les comptes de démonstration : charger_demo.")
        denise = self._documentaliste()
        bulletin = Bulletin.objects.filter(cle=BULLETIN).first()
        if bulletin is not None:
            if bulletin.collectivite is None:
                bulletin.collectivite = collectivite
                bulletin.save(update_fields=["collectivite"])
            if not bulletin.numeros.filter(cle=NUMERO).exists():
                self._numero(bulletin, relecteur, Identite(denise))
        self.stdout.write(f"  {DOCUMENTALISTE:<30} Documentaliste : /veille/atelier/notices/")

    def _documentaliste(self) -> Compte:
        compte = Compte.objects.filter(email=DOCUMENTALISTE).first()
        if compte is None:
            compte = Compte.objects.create_user(DOCUMENTALISTE, MOT_DE_PASSE, prenom="Denise", nom="Rousseau")
            EmailAddress.objects.create(user=compte, email=DOCUMENTALISTE, verified=True, primary=True)
            compte.groups.add(Group.objects.get(name=DOCUMENTALISTES))
        return compte

    def _numero(self, bulletin: Bulletin, relecteur: Compte, denise: Identite) -> None:
        """An issue of three notices of the base, and one of them described a second time by mistake."""
        notices = list(Notice.objects.en_vue().entieres().order_by("pk")[:3])
        if not notices:
            return
        connues = {lire(notice): notice for notice in notices}
        fiche = FicheNumero(
            cle=NUMERO,
            titre="Relire pour mieux choisir",
            date="2026-12",
            editorial="Trois lectures à reprendre, avant de composer le prochain numéro.",
            rubriques=(FicheRubrique(cle="a-reprendre", titre="À reprendre", notices=tuple(connues)),),
        )
        numero = creer_numero(bulletin, fiche, connues=connues)
        numero.etat, numero.relecteur = EtatNumero.RELECTURE, relecteur
        numero.save(update_fields=["etat", "relecteur"])
        copie = replace(lire(notices[0]), resume="", themes=(), note="Trouvée aussi dans le panier.")
        services.creer(identite=denise, fiche=copie)
