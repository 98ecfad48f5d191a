"""An evaluation with its people, its report and its plan, as tests need it."""

from dataclasses import dataclass, field
from uuid import uuid4

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte, Service
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.services import ouvrir
from communs.etats.models import Acteur
from communs.etats.tables import franchir
from eclaireurs.evaluation.enums import RoleEvaluation
from eclaireurs.evaluation.rapport.models import Preconisation, Rapport
from eclaireurs.evaluation.rapport.transitions import RAPPORT
from eclaireurs.evaluation.suivi.models import Action, Plan, Tache
from eclaireurs.evaluation.suivi.transitions import ACTION, PLAN


@dataclass
class Evaluation:
    """One dossier; `gens` are its participants by role, each of his own account."""

    dossier: Dossier
    gens: dict[str, Participant] = field(default_factory=dict)

    def identite(self, role: str) -> Identite:
        return Identite(Compte.objects.get(pk=self.gens[role].compte_id))

    @property
    def rapport(self) -> Rapport:
        return Rapport.objects.get(dossier=self.dossier)

    @property
    def plan(self) -> Plan:
        return Plan.objects.get(dossier=self.dossier)

    def remettre(self) -> None:
        franchir(RAPPORT, identite=self.identite("evaluateur"), objet=self.rapport, nom="remettre")

    def presenter(self) -> None:
        franchir(PLAN, identite=self.identite("applicateur"), objet=self.plan, nom="presenter")

    def arreter(self) -> None:
        """Through the committee: the proposed actions are kept, and the plan frozen."""
        identite = self.identite("applicateur")
        self.remettre()
        self.presenter()
        for action in self.plan.actions.filter(etat="proposee"):
            franchir(ACTION, identite=identite, objet=action, nom="retenir", code=action.code)
        franchir(PLAN, identite=identite, objet=self.plan, nom="arreter")


def creer_evaluation(fondatrice: Compte, collectivite: Collectivite) -> Evaluation:
    """A dossier opened by its evaluator, with one person per other role."""
    dossier = ouvrir(
        identite=Identite(fondatrice),
        collectivite=collectivite,
        genre_cle="evaluation",
        titre="La lecture publique a-t-elle changé la vie des quartiers ?",
        resume="",
        demande=uuid4(),
    )
    evaluation = Evaluation(dossier, {"evaluateur": dossier.participants.get()})
    for role in RoleEvaluation.values:
        if role == "evaluateur":
            continue
        compte = Compte.objects.create_user(f"{role}@port-lumiere.example", None, prenom=role.title())
        evaluation.gens[role] = Participant.objects.create(
            dossier=dossier, compte=compte, acteur=Acteur.objects.de(compte), roles=[role]
        )
    return evaluation


def remplir_le_plan(evaluation: Evaluation, *, preconisations: int, actions: int, taches: int) -> None:
    """So many recommendations, of so many actions each, of so many tasks each."""
    dossier, plan, rapport = evaluation.dossier, evaluation.plan, evaluation.rapport
    service = Service.objects.create(collectivite=dossier.collectivite, nom="Direction de la culture")
    textes = Preconisation.objects.bulk_create(
        Preconisation(rapport=rapport, numero=n, titre=f"Préconisation {n}")
        for n in range(1, preconisations + 1)
    )
    faites = Action.objects.bulk_create(
        Action(plan=plan, preconisation=p, numero=n, titre=f"Action {p.numero}.{n}", service=service)
        for p in textes
        for n in range(1, actions + 1)
    )
    Tache.objects.bulk_create(
        Tache(
            action=a,
            numero=n,
            titre=f"Tâche {n} de {a.titre}",
            service=service,
            responsable=evaluation.gens["agent"],
        )
        for a in faites
        for n in range(1, taches + 1)
    )
