"""An evaluation with its people, its report and its plan, as tests need it."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte, Service
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.services import ouvrir
from communs.etats.models import Acteur
from communs.etats.tables import franchir
from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.cadrage import services as cadrage
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.collecte.models import Apport, Theme
from eclaireurs.evaluation.collecte.transitions import COLLECTE
from eclaireurs.evaluation.conclave.models import Conclave, Convocation
from eclaireurs.evaluation.conclave.portes import Convive
from eclaireurs.evaluation.conclave.tableau import services as tableaux
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr
from eclaireurs.evaluation.desirable import services as desirable
from eclaireurs.evaluation.desirable.models import Desirable
from eclaireurs.evaluation.desirable.offre import offres
from eclaireurs.evaluation.desirable.transitions import DESIRABLE
from eclaireurs.evaluation.enquete import relais as les_relais
from eclaireurs.evaluation.enquete.models import Enquete, Relais
from eclaireurs.evaluation.enums import RoleEvaluation
from eclaireurs.evaluation.presse import services as presse
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.rapport.models import Preconisation, Rapport
from eclaireurs.evaluation.rapport.transitions import RAPPORT
from eclaireurs.evaluation.suivi import lignes
from eclaireurs.evaluation.suivi.models import Action, Plan, Tache
from eclaireurs.evaluation.suivi.remarques import remarquer
from eclaireurs.evaluation.suivi.transitions import ACTION, PLAN
from tests.outils.enquetes import EnqueteDuDecor, enquete_du_decor


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

    @property
    def enquete(self) -> Enquete:
        return Enquete.objects.get(dossier=self.dossier)

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
        titre="La lecture publique a-t-elle changé la vie des quartiers ?",
        resume="",
        demande=uuid4(),
    )
    evaluation = Evaluation(dossier, {"evaluateur": dossier.participants.get()})
    for role in RoleEvaluation.values:
        if role == "evaluateur":
            continue
        compte = Compte.objects.get_or_create(
            email=f"{role}@port-lumiere.example", defaults={"prenom": role.title()}
        )[0]
        evaluation.gens[role] = Participant.objects.create(
            dossier=dossier, compte=compte, acteur=Acteur.objects.de(compte), roles=[role]
        )
    return evaluation


def remplir_le_plan(evaluation: Evaluation, *, preconisations: int, actions: int, taches: int) -> None:
    """So many recommendations, of so many actions each, of so many tasks each."""
    dossier, plan, rapport = evaluation.dossier, evaluation.plan, evaluation.rapport
    service = Service.objects.get_or_create(
        collectivite=dossier.collectivite, parent=None, nom="Direction de la culture"
    )[0]
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


def preparer_un_tableau(identite: Identite, dossier: Dossier) -> tuple[TableauMartyr, Proposition]:
    """The conclave's table in preparation, with one possible action under the first recommendation."""
    tableau = tableaux.preparer(identite=identite, dossier=dossier)
    pilote = dossier.participants.get(compte=identite.compte)
    proposition = tableaux.ajouter(
        convive=Convive(pilote.uuid, pilote.nom_affiche, "Culture", anime=True),
        tableau=tableau,
        preconisation=Preconisation.objects.filter(rapport__dossier=dossier).order_by("numero")[0],
        action=None,
        titre="Ouvrir le soir",
        demande=uuid4(),
    )
    return tableau, proposition


@dataclass(frozen=True)
class EvaluationDuDecor:
    """One thing of each kind that the addresses of an evaluation name."""

    dossier: Dossier
    preconisation: UUID
    action: UUID
    tache: UUID
    remarque: UUID
    geste: UUID
    theme: UUID
    indice: UUID
    indice_supprime: UUID
    apport: UUID
    article: UUID
    question: UUID
    critere: UUID
    rencontre: UUID
    relais: UUID
    jeton_relais: str
    enquete: EnqueteDuDecor
    convocation: UUID
    convocation_secrete: str
    proposition: UUID
    piece_desirable: UUID
    adresse_desirable: str


def evaluation_du_decor(compte: Compte, collectivite: Collectivite) -> EvaluationDuDecor:
    """An evaluation in preparation, organised by this person, who writes about it too."""
    evaluation = creer_evaluation(compte, collectivite)
    seule = evaluation.gens["evaluateur"]
    seule.roles = ["applicateur", "evaluateur", "journaliste"]
    seule.save(update_fields=["roles"])
    remplir_le_plan(evaluation, preconisations=2, actions=1, taches=2)
    plan, tache = evaluation.plan, Tache.objects.order_by("pk")[0]
    geste = lignes.enregistrer(
        identite=Identite(compte), ligne=tache, version=1, champs={"titre": "Écrire aux équipes"}
    ).geste
    remarque = remarquer(
        identite=Identite(compte),
        plan=plan,
        preconisation=tache.action.preconisation,
        texte="Le service des sports l’a déjà essayé.",
        demande=uuid4(),
    )
    theme, indices, apport = remplir_la_collecte(Identite(compte), evaluation.dossier)
    question = cadrage.ajouter_question(
        identite=Identite(compte), cadre=evaluation.dossier.cadre, texte="Qui vient, et qui ne vient pas ?"
    )
    critere = cadrage.ajouter_critere(
        identite=Identite(compte), question=question, titre="Accès", signe="Un arrêt à cinq cents mètres"
    )
    relais = ouvrir_un_relais(evaluation)
    convocation = convoquer_une_personne(evaluation)
    publie = publier_un_rapport(Identite(compte), evaluation.dossier)
    return EvaluationDuDecor(
        dossier=evaluation.dossier,
        preconisation=tache.action.preconisation.uuid,
        action=tache.action.uuid,
        tache=tache.uuid,
        remarque=remarque.uuid,
        geste=geste.uuid,
        theme=theme.uuid,
        indice=indices[0].uuid,
        indice_supprime=indices[1].uuid,
        apport=apport.uuid,
        article=verser_un_article(evaluation, "evaluateur").uuid,
        question=question.uuid,
        critere=critere.uuid,
        rencontre=evaluation.dossier.rencontres.get(genre="premier").uuid,
        relais=relais.uuid,
        jeton_relais=relais.jeton,
        enquete=enquete_du_decor(compte, evaluation.dossier),
        convocation=convocation.uuid,
        convocation_secrete=convocation.jeton,
        proposition=preparer_un_tableau(Identite(compte), evaluation.dossier)[1].uuid,
        piece_desirable=publie.pieces.get(materiau__uuid=indices[0].uuid).uuid,
        adresse_desirable=str(publie.adresse),
    )


def ouvrir_un_relais(
    evaluation: Evaluation, nom: str = "Médiathèque du Phare", lieu: str = "Quai nord"
) -> Relais:
    return les_relais.ouvrir(
        identite=evaluation.identite("evaluateur"),
        enquete=evaluation.enquete,
        demande=uuid4(),
        nom=nom,
        lieu=lieu,
    )


def convoquer_une_personne(evaluation: Evaluation) -> Convocation:
    """A conclave whose people are convoked, without the draw that comes before."""
    le = timezone.localdate() + timedelta(days=30)
    Conclave.objects.filter(dossier=evaluation.dossier).update(
        etat="convocations",
        convoque_le=timezone.now(),
        le=le,
        debut=time(9),
        fin=time(17),
        lieu="Ancienne criée",
        reponses_le=le - timedelta(days=7),
        texte="Une journée pour passer des préconisations aux actions.",
    )
    conclave = Conclave.objects.get(dossier=evaluation.dossier)
    return Convocation.objects.create(
        conclave=conclave,
        origine="invitation",
        nom="Rose Le Bris",
        email="rose@port-lumiere.example",
        service="Cantines",
    )


def publier_un_rapport(identite: Identite, dossier: Dossier) -> Desirable:
    """The rapport désirable of all that the dossier offers, given to the public."""
    rapport = Desirable.objects.select_related("dossier").get(dossier=dossier)
    cles = [offre.cle for offre in offres(rapport)]
    desirable.choisir(identite=identite, rapport=rapport, cles=cles)
    rapport.refresh_from_db()
    champs = {"titre": "Un bus, et qui monte"}
    desirable.ecrire(identite=identite, rapport=rapport, version=rapport.version, champs=champs)
    franchir(DESIRABLE, identite=identite, objet=rapport, nom="publier")
    return Desirable.objects.get(dossier=dossier)


def verser_un_article(evaluation: Evaluation, role: str = "journaliste", **champs: str) -> Article:
    """The journalist's piece, without a file."""
    return presse.verser(
        identite=evaluation.identite(role),
        plan=evaluation.plan,
        demande=uuid4(),
        champs={
            "titre": "Un bus, des livres",
            "media": "La Gazette",
            "texte": "On y monte à huit heures.",
            **champs,
        },
    )


def remplir_la_collecte(identite: Identite, dossier: Dossier) -> tuple[Theme, list[Materiau], Apport]:
    """A theme with one clue, another clue put away, and a remark of the committee."""
    indices = [
        materiaux.deposer(
            identite=identite,
            dossier=dossier,
            demande=uuid4(),
            champs={"genre": "temoignage", "texte": texte, "consentement": "donne"},
        )
        for texte in ("On vient pour la dame, pas pour les livres.", "Fermé le mardi.")
    ]
    materiaux.supprimer(identite=identite, materiau=indices[1])
    dossier = Dossier.objects.get(pk=dossier.pk)
    theme = collecte.ajouter_theme(identite=identite, collecte=dossier.collecte, titre="Venir")
    collecte.ranger(identite=identite, casier=theme, materiaux=indices[:1])
    franchir(COLLECTE, identite=identite, objet=dossier.collecte, nom="presenter")
    apport = collecte.apporter(
        identite=identite,
        collecte=dossier.collecte,
        demande=uuid4(),
        genre="piste",
        texte="Aller voir les écoles.",
        theme=theme,
    )
    return theme, indices, apport
