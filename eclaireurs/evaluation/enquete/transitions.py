"""The survey is published, closed, opened again; a contribution is accepted, refused, or sent back."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.models import Acteur
from communs.etats.tables import Table, Transition
from eclaireurs.evaluation.enquete import accueil, rappels
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.enums import EtatContribution, EtatEnquete
from eclaireurs.evaluation.enquete.models import Enquete

Donnees = Mapping[str, Any]


def _muette(enquete: Enquete) -> str:
    if not enquete.introduction:
        return "Dites d’abord au public pourquoi cette enquête : c’est la première chose qu’il lira."
    if enquete.finie or (enquete.ferme_le is not None and enquete.ferme_le <= timezone.now()):
        return "La date de fermeture est déjà passée : changez-la d’abord."
    return ""


def _publier(enquete: Enquete, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    enquete.publiee_le = timezone.now()
    rappels.dire(enquete)
    return ("publiee_le",)


def _clore(enquete: Enquete, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    enquete.close_le = timezone.now()
    rappels.dire(enquete)
    return ("close_le",)


def _rouvrir(enquete: Enquete, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    """A closing date that has passed goes, or it would close again at once."""
    enquete.close_le = None
    enquete.purge_le = None
    if enquete.ferme_le is not None and enquete.ferme_le <= timezone.now():
        enquete.ferme_le = None
    rappels.dire(enquete)
    return ("close_le", "purge_le", "ferme_le")


ENQUETE = tables.inscrire(
    Table(
        cle="enquete",
        modele=Enquete,
        transitions=(
            Transition(
                nom="publier",
                libelle="Publier l’enquête",
                de=frozenset({EtatEnquete.PREPARATION}),
                vers=EtatEnquete.PUBLIEE,
                regle="enquete.regler",
                phrase="a publié l’enquête",
                obstacle=_muette,
                effet=_publier,
            ),
            Transition(
                nom="depublier",
                libelle="Reprendre la préparation",
                de=frozenset({EtatEnquete.PUBLIEE, EtatEnquete.CLOSE}),
                vers=EtatEnquete.PREPARATION,
                regle="enquete.regler",
                phrase="a retiré l’enquête de la vue du public : {motif}",
                motif_requis=True,
                effet=_rouvrir,
            ),
            Transition(
                nom="clore",
                libelle="Clore l’enquête",
                de=frozenset({EtatEnquete.PUBLIEE}),
                vers=EtatEnquete.CLOSE,
                regle="enquete.regler",
                phrase="a clos l’enquête",
                effet=_clore,
            ),
            Transition(
                nom="rouvrir",
                libelle="Rouvrir l’enquête",
                de=frozenset({EtatEnquete.CLOSE}),
                vers=EtatEnquete.PUBLIEE,
                regle="enquete.regler",
                phrase="a rouvert l’enquête",
                effet=_rouvrir,
            ),
        ),
    )
)


def _decider(contribution: Contribution, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    contribution.decidee_le = timezone.now()
    contribution.decidee_par = Acteur.objects.de(identite.personne)
    contribution.motif = donnees.get("motif", "")
    return ("decidee_le", "decidee_par", "motif")


def _accepter(contribution: Contribution, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    accueil.verser(contribution, identite)
    return ("materiau", *_decider(contribution, identite, donnees))


def _revoir(contribution: Contribution, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    contribution.decidee_le = contribution.decidee_par = None
    contribution.motif = ""
    return ("decidee_le", "decidee_par", "motif")


CONTRIBUTION = tables.inscrire(
    Table(
        cle="contribution",
        modele=Contribution,
        transitions=(
            Transition(
                nom="accepter",
                libelle="Accepter",
                de=frozenset({EtatContribution.RECUE}),
                vers=EtatContribution.ACCEPTEE,
                regle="enquete.moderer",
                phrase="a accepté la contribution n° {numero}",
                obstacle=accueil.obstacle,
                effet=_accepter,
            ),
            Transition(
                nom="demander",
                libelle="Demander d’en retirer une partie",
                de=frozenset({EtatContribution.RECUE}),
                vers=EtatContribution.A_REPRENDRE,
                regle="enquete.moderer",
                phrase="a demandé de reprendre la contribution n° {numero}",
                motif_requis=True,
                effet=_decider,
            ),
            Transition(
                nom="refuser",
                libelle="Refuser",
                de=frozenset({EtatContribution.RECUE, EtatContribution.A_REPRENDRE}),
                vers=EtatContribution.REFUSEE,
                regle="enquete.moderer",
                phrase="a refusé la contribution n° {numero}",
                motif_requis=True,
                effet=_decider,
            ),
            Transition(
                nom="revoir",
                libelle="Revoir cette décision",
                de=frozenset({EtatContribution.REFUSEE}),
                vers=EtatContribution.RECUE,
                regle="enquete.moderer",
                phrase="a remis à relire la contribution n° {numero}",
                effet=_revoir,
            ),
        ),
    )
)

journal.inscrire(
    {
        "enquete.regler": "a réglé l’enquête",
        "enquete.choisir": "a choisi ce que le public voit : {nombre} indice(s), {choix}",
        "enquete.recevoir_en_ligne": "a reçu la contribution n° {numero}",
        "enquete.recevoir_papier": "a enregistré la contribution n° {numero}, saisie par {cible}",
        "enquete.reprendre": "a reçu de nouveau la contribution n° {numero}, reprise par qui l’a écrite",
        "enquete.retirer": "a effacé la contribution n° {numero}, retirée par qui l’a écrite",
        "enquete.effacer_adresses": "a effacé les adresses laissées par qui a contribué",
    }
)
