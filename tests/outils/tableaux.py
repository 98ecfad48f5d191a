"""A conclave being held around its table: the people, their browsers, what they type."""

from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Compte
from communs.etats.tables import franchir
from eclaireurs.evaluation.conclave import cookies
from eclaireurs.evaluation.conclave.enums import EtatConclave, Origine
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.portes import Convive
from eclaireurs.evaluation.conclave.tableau import services
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr
from eclaireurs.evaluation.conclave.tableau.transitions import TABLEAU
from eclaireurs.evaluation.rapport.models import Preconisation
from tests.outils.evaluations import Evaluation

VIF = {"HTTP_VIGIE_VIF": "1"}


def tenir_le_conclave(evaluation: Evaluation) -> Conclave:
    """It is the day: whoever is convoked may come in."""
    Conclave.objects.filter(dossier=evaluation.dossier).update(
        etat=EtatConclave.TENUE,
        le=timezone.localdate(),
        debut=time(9),
        lieu="La criée",
        convoque_le=timezone.now(),
        ouvert_le=timezone.now(),
    )
    return Conclave.objects.get(dossier=evaluation.dossier)


def convoquer(evaluation: Evaluation, prenom: str, *, compte: bool = True) -> Convocation:
    """Somebody who was drawn, with an account of the collectivité or without."""
    sien = None
    if compte:
        sien = Compte.objects.create_user(f"{prenom.lower()}@port-lumiere.example", None, prenom=prenom)
        Adhesion.objects.create(
            compte=sien, collectivite=evaluation.dossier.collectivite, role=Role.MEMBRE, fonction="agent"
        )
    return Convocation.objects.create(
        conclave=Conclave.objects.get(dossier=evaluation.dossier),
        compte=sien,
        nom=prenom,
        email="" if compte else f"{prenom.lower()}@autre.example",
        service="Lecture publique",
        origine=Origine.INVITATION,
    )


def navigateur_de(convocation: Convocation) -> Client:
    """A browser in which she is recognised: by her account, or by the cookie of her convocation."""
    client = Client()
    if convocation.compte is not None:
        client.force_login(convocation.compte)
    else:
        reponse = cookies.poser(HttpResponse(), convocation)
        client.cookies[cookies.NOM] = reponse.cookies[cookies.NOM].value
    return client


def temoin_de(client: Client) -> tuple[str, str]:
    """The cookie by which a browser of tests is recognised: its name and value."""
    nom = settings.SESSION_COOKIE_NAME if settings.SESSION_COOKIE_NAME in client.cookies else cookies.NOM
    return nom, client.cookies[nom].value


def convive(convocation: Convocation) -> Convive:
    return Convive(convocation.uuid, convocation.nom, convocation.service, anime=False)


@dataclass
class Table:
    """A tableau and the one who leads it."""

    evaluation: Evaluation
    tableau: TableauMartyr
    pilote: Compte

    @property
    def identite(self) -> Identite:
        return Identite(self.pilote)

    @property
    def anime(self) -> Convive:
        sien = self.evaluation.dossier.participants.get(compte=self.pilote)
        return Convive(sien.uuid, sien.nom_affiche, "", anime=True)

    def relire(self) -> TableauMartyr:
        self.tableau = TableauMartyr.objects.select_related("dossier__collectivite").get(pk=self.tableau.pk)
        return self.tableau

    def adresse(self, nom: str = "tableau_martyr", *args: object) -> str:
        return self.evaluation.dossier.adresse(f"evaluation:{nom}", *args)

    def preconisation(self, numero: int = 1) -> Preconisation:
        return Preconisation.objects.get(rapport__dossier=self.evaluation.dossier, numero=numero)

    def avancer(self, nom: str) -> None:
        franchir(TABLEAU, identite=self.identite, objet=self.relire(), nom=nom)
        self.relire()

    def ajouter(
        self, titre: str, *, numero: int = 1, action: Proposition | None = None, qui: Convive | None = None
    ) -> Proposition:
        return services.ajouter(
            convive=qui or self.anime,
            tableau=self.relire(),
            preconisation=self.preconisation(numero),
            action=action,
            titre=titre,
            demande=uuid4(),
        )

    def relue(self, proposition: Proposition) -> Proposition:
        return Proposition.objects.select_related("tableau__dossier__collectivite").get(pk=proposition.pk)


def dresser(evaluation: Evaluation, pilote: Compte, *, ouvert: bool = True) -> Table:
    """The table of this evaluation, on the day of its conclave."""
    tenir_le_conclave(evaluation)
    table = Table(
        evaluation, services.preparer(identite=Identite(pilote), dossier=evaluation.dossier), pilote
    )
    if ouvert:
        table.avancer("ouvrir")
    return table


def envoi(demande: UUID | None = None, **champs: Any) -> dict[str, Any]:
    """What a form of a line sends: `titre=("Ouvrir", 1)` is a field with the version that was read."""
    envoye: dict[str, Any] = {"demande": str(demande or uuid4())}
    for nom, (valeur, base) in champs.items():
        envoye |= {nom: valeur, f"base-{nom}": base}
    return envoye
