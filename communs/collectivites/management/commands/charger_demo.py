"""Demo collectivités and accounts, for `make run`: something to look at in the first minute."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communs.collectivites.enums import Role, TypeCollectivite
from communs.collectivites.models import Adhesion, Collectivite, Compte, Service

MOT_DE_PASSE = "phare-de-demonstration"  # known to all: the command refuses to run anywhere else
# SIREN numbers of people who do not exist: they pass Luhn's check and Insee gives none of this form.
COLLECTIVITES = (
    (
        "port-lumiere",
        "Communauté d’agglomération de Port-Lumière",
        TypeCollectivite.INTERCOMMUNALITE,
        "000000018",
    ),
    ("kermadec", "Ville de Kermadec", TypeCollectivite.COMMUNE, "000000026"),
)
SERVICES = {
    "port-lumiere": (
        ("Direction générale des services", None),
        ("Transformation et innovation", "Direction générale des services"),
        ("Ressources humaines", "Direction générale des services"),
        ("Formation", "Ressources humaines"),
        ("Direction de l’aménagement", "Direction générale des services"),
        ("Mobilités", "Direction de l’aménagement"),
        ("Habitat", "Direction de l’aménagement"),
    ),
    "kermadec": (("Mairie", None), ("Vie associative", "Mairie")),
}
COMPTES = (
    # e-mail, first name, name, collectivité, role, service
    (
        "alice@port-lumiere.example",
        "Alice",
        "Kerguelen",
        "port-lumiere",
        Role.ADMINISTRATEUR,
        "Transformation et innovation",
    ),
    ("bachir@port-lumiere.example", "Bachir", "Le Goff", "port-lumiere", Role.MEMBRE, "Formation"),
    ("chloe@kermadec.example", "Chloé", "Ferrand", "kermadec", Role.ADMINISTRATEUR, "Vie associative"),
)
EQUIPE = "equipe@vigie.example"


class Command(BaseCommand):
    help = "Charge les collectivités et les comptes de démonstration (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Ces comptes ont un mot de passe connu de tous : cette commande ne sert qu’au mode embarqué "
                "(VIGIE_DEMO=1)."
            )
        for identifiant, nom, type_, siren in COLLECTIVITES:
            collectivite, _ = Collectivite.objects.get_or_create(
                siren=siren, defaults={"identifiant": identifiant, "nom": nom, "type": type_}
            )
            self._services(collectivite, identifiant)
        for email, prenom, nom, identifiant, role, service in COMPTES:
            self._compte(email, prenom, nom, identifiant, role, service)
        if not Compte.objects.filter(email=EQUIPE).exists():
            Compte.objects.create_superuser(EQUIPE, MOT_DE_PASSE, prenom="Équipe", nom="Vigie")
        self._annoncer()

    def _services(self, collectivite: Collectivite, identifiant: str) -> None:
        if collectivite.services.exists():
            return
        faits: dict[str | None, Service | None] = {None: None}
        for nom, parent in SERVICES[identifiant]:
            faits[nom] = Service.objects.create(collectivite=collectivite, nom=nom, parent=faits[parent])

    def _compte(self, email: str, prenom: str, nom: str, identifiant: str, role: str, service: str) -> None:
        """An account that exists already is left as its owner has made it."""
        if Compte.objects.filter(email=email).exists():
            return
        compte = Compte.objects.create_user(email, MOT_DE_PASSE, prenom=prenom, nom=nom)
        EmailAddress.objects.create(user=compte, email=email, verified=True, primary=True)
        siren = next(siren for nom_court, _, _, siren in COLLECTIVITES if nom_court == identifiant)
        collectivite = Collectivite.objects.get(siren=siren)
        Adhesion.objects.create(
            compte=compte,
            collectivite=collectivite,
            role=role,
            service=collectivite.services.filter(nom=service).first(),
        )

    def _annoncer(self) -> None:
        lignes = [(email, f"{role.label}, {identifiant}") for email, _, _, identifiant, role, _ in COMPTES]
        lignes.append((EQUIPE, "administration (règle son second facteur à la première entrée)"))
        self.stdout.write(f"Comptes de démonstration (mot de passe : {MOT_DE_PASSE})")
        for email, qui in lignes:
            self.stdout.write(f"  {email:<30} {qui}")
