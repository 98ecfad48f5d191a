"""A demonstration of the living chart, for `make run`: an editor, comments, two proposals to read."""

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from communs.collectivites.identite import Identite
from communs.collectivites.management.commands.charger_demo import MOT_DE_PASSE
from communs.collectivites.models import Compte
from nuancier.apps import EDITEURS
from nuancier.models import Nuancier, Proposition, Teinte
from nuancier.vie import commentaires, propositions, versions

TEINTE = "4.1"
EDITRICE = "edith@vigie.example"
BACHIR, CHLOE = "bachir@port-lumiere.example", "chloe@kermadec.example"
CONTENU = "Une demi-journée au guichet, racontée le soir même à ceux qui n’y étaient pas"
RESSOURCE = {
    "ressource": {
        "titre": "Carnet d’immersion de Port-Lumière",
        "genre": "guide",
        "auteurs": [],
        "role": "",
        "editeur": "",
        "dans": "",
        "organismes": ["Communauté d’agglomération de Port-Lumière"],
        "date": "2026",
        "annee": 2026,
        "langue": "fr",
        "liens": [{"adresse": "https://port-lumiere.example/carnet", "libelle": "Le carnet"}],
    },
    "precision": "Les pages sur les guichets.",
}


def _demande(quoi: str) -> UUID:
    """The same at each run: what exists is not made again."""
    return uuid5(NAMESPACE_URL, f"vigie-demonstration-nuancier-{quoi}")


class Command(BaseCommand):
    help = "Charge une éditrice, des commentaires et des propositions d’exemple (mode embarqué seulement)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.VIGIE_DEMO:
            raise CommandError(
                "Ces comptes ont un mot de passe connu de tous : cette commande ne sert qu’au mode embarqué "
                "(VIGIE_DEMO=1)."
            )
        gens = {c.email: Identite(c) for c in Compte.objects.filter(email__in=[BACHIR, CHLOE])}
        if len(gens) < 2:
            raise CommandError("Chargez d’abord les comptes de démonstration : charger_demo.")
        editrice = self._editrice()
        teinte = Teinte.objects.en_vue().filter(code=TEINTE).first()
        if teinte is not None:
            self._commenter(teinte, gens)
            self._proposer(teinte, gens, Identite(editrice))
        self.stdout.write(f"  {EDITRICE:<30} Éditrice du Nuancier : /nuancier/atelier/")

    def _editrice(self) -> Compte:
        compte = Compte.objects.filter(email=EDITRICE).first()
        if compte is None:
            compte = Compte.objects.create_user(EDITRICE, MOT_DE_PASSE, prenom="Édith", nom="Morvan")
            EmailAddress.objects.create(user=compte, email=EDITRICE, verified=True, primary=True)
            compte.groups.add(Group.objects.get(name=EDITEURS))
        return compte

    def _licence(self) -> str:
        return Nuancier.objects.values_list("licence", flat=True).get()

    def _commenter(self, teinte: Teinte, gens: dict[str, Identite]) -> None:
        premier = commentaires.commenter(
            identite=gens[CHLOE],
            teinte=teinte,
            texte="Essayé en deux demi-journées avec la vie associative : la moitié du groupe n’était jamais "
            "passée de l’autre côté du guichet. Prévoir du temps pour raconter.",
            licence=self._licence(),
            demande=_demande("commentaire"),
        )
        commentaires.commenter(
            identite=gens[BACHIR],
            teinte=teinte,
            texte="Chez nous aussi. Le carnet rempli sur place a mieux marché que le questionnaire.",
            licence=self._licence(),
            demande=_demande("reponse"),
            parent=premier,
        )

    def _proposer(self, teinte: Teinte, gens: dict[str, Identite], editrice: Identite) -> None:
        if Proposition.objects.filter(uuid=_demande("contenu")).exists():
            return
        contenus = versions.relire(teinte).contenus
        propositions.proposer(
            identite=gens[BACHIR],
            teinte=teinte,
            partie="contenus",
            valeurs=[*contenus, CONTENU],
            raison="C’est ce que notre groupe a retenu : raconter compte autant qu’aller voir.",
            licence=self._licence(),
            demande=_demande("contenu"),
        )
        ressource = propositions.proposer(
            identite=gens[CHLOE],
            teinte=teinte,
            partie="ressources",
            valeurs=RESSOURCE,
            raison="Des collègues nous ont prêté leur carnet, il est prêt à l’emploi.",
            licence=self._licence(),
            demande=_demande("ressource"),
        )
        propositions.faire_un_geste(
            identite=editrice,
            proposition=ressource,
            nom="questionner",
            texte="Le carnet est-il public, ou seulement prêté ?",
            version=None,
        )
