"""A conclave taken step by step through the services, as tests need it."""

from datetime import time, timedelta

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Collectivite, Compte, Service
from communs.etats.tables import franchir
from communs.tirages import ceremonie
from communs.tirages.models import Tirage
from communs.tirages.transitions import TIRAGE
from eclaireurs.evaluation.conclave import convocations, places, services
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.transitions import CONCLAVE
from tests.outils.evaluations import Evaluation
from tests.outils.tirages import DES


def peupler(collectivite: Collectivite, service: str, nombre: int) -> list[Compte]:
    """So many agents of this service, each with an account whose address is verified."""
    lieu = Service.objects.get_or_create(collectivite=collectivite, parent=None, nom=service)[0]
    gens = []
    for rang in range(1, nombre + 1):
        email = f"{service.lower().replace('é', 'e')}{rang}@port-lumiere.example"
        compte = Compte.objects.create(email=email, prenom=f"Agent {rang}", nom=service)
        compte.emailaddress_set.create(email=email, verified=True, primary=True)
        Adhesion.objects.create(compte=compte, collectivite=collectivite, service=lieu, fonction="agent")
        gens.append(compte)
    return gens


class Histoire:
    """The conclave of an evaluation of two recommendations: « Voirie » and « Écoles » are concerned."""

    def __init__(self, evaluation: Evaluation, voirie: int = 5, ecoles: int = 4) -> None:
        self.evaluation = evaluation
        collectivite = evaluation.dossier.collectivite
        self.gens = {
            "Voirie": peupler(collectivite, "Voirie", voirie),
            "Écoles": peupler(collectivite, "Écoles", ecoles),
        }
        for nom, preconisation in zip(
            ("Voirie", "Écoles"), evaluation.rapport.preconisations.order_by("numero"), strict=True
        ):
            preconisation.services.add(
                Service.objects.get_or_create(collectivite=collectivite, parent=None, nom=nom)[0]
            )

    @property
    def pilote(self) -> Identite:
        return self.evaluation.identite("evaluateur")

    @property
    def conclave(self) -> Conclave:
        return Conclave.objects.select_related("dossier__collectivite", "tirage").get(
            dossier=self.evaluation.dossier
        )

    @property
    def tirage(self) -> Tirage:
        return Tirage.objects.select_related("dossier__collectivite").get(conclave=self.conclave)

    def convocations(self, **filtre: object) -> list[Convocation]:
        toutes = Convocation.objects.filter(conclave=self.conclave, **filtre).order_by("pk")
        return list(toutes.select_related("conclave__dossier__collectivite", "compte", "inscrit"))

    def une(self, service: str = "Voirie", **filtre: object) -> Convocation:
        return self.convocations(service=service, **filtre)[0]

    def franchir(self, nom: str) -> None:
        franchir(CONCLAVE, identite=self.pilote, objet=self.conclave, nom=nom)

    def preciser(self, jours: int = 30, **champs: object) -> None:
        """The day, in so many days; answers a week before."""
        le = timezone.localdate() + timedelta(days=jours)
        voulus: dict[str, object] = {
            "le": le,
            "debut": time(9),
            "fin": time(17),
            "lieu": "Ancienne criée",
            "reponses_le": le - timedelta(days=7),
            "texte": "Une journée pour transformer trente préconisations en actions.",
        }
        conclave = self.conclave
        services.preciser(
            identite=self.pilote, conclave=conclave, version=conclave.version, champs={**voulus, **champs}
        )

    def repartir(self, **voulues: tuple[int, int]) -> None:
        conclave = self.conclave
        lignes = places.services_concernes(conclave)
        par_nom = {ligne.service.nom: ligne.service.pk for ligne in lignes}
        cles = {par_nom[nom]: deux for nom, deux in voulues.items()}
        places.repartir(identite=self.pilote, conclave=conclave, version=conclave.version, places=cles)

    def preparer_le_tirage(self, **voulues: tuple[int, int]) -> None:
        """The report is handed over, the draw prepared."""
        if self.evaluation.rapport.etat == "redaction":
            self.evaluation.remettre()
        if voulues:
            self.repartir(**voulues)
        self.franchir("preparer_le_tirage")

    def engager(self) -> None:
        tirage = self.tirage
        franchir(TIRAGE, identite=self.pilote, objet=tirage, nom="engager", titre=tirage.titre)

    def tirer(self, **voulues: tuple[int, int]) -> None:
        """The whole draw: by default two places and one stand-in in each service."""
        self.preparer_le_tirage(**(voulues or {"Voirie": (2, 1), "Écoles": (2, 1)}))
        self.engager()
        for role in ("evaluateur", "comite"):
            ceremonie.relever(identite=self.evaluation.identite(role), tirage=self.tirage, texte=DES)

    def convoquer(self, **voulues: tuple[int, int]) -> None:
        self.tirer(**voulues)
        self.preciser()
        self.franchir("convoquer")

    def ouvrir(self) -> None:
        """The day has come."""
        Conclave.objects.filter(pk=self.conclave.pk).update(
            le=timezone.localdate(), reponses_le=timezone.localdate() - timedelta(days=7)
        )
        self.franchir("ouvrir")

    def accepter(self, convocation: Convocation) -> Convocation:
        return convocations.repondre(convocation=convocation, reponse="acceptee")

    def refuser(self, convocation: Convocation, motif: str = "") -> Convocation:
        return convocations.repondre(convocation=convocation, reponse="refusee", motif=motif)


def nommer(compte: Compte, fonction: str) -> None:
    """Her administrators now declare her an élue, or of the direction."""
    compte.adhesions.update(fonction=fonction)
