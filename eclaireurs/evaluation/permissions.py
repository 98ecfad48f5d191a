"""Who may do what in an evaluation. Every object here knows its `dossier`."""

import rules

from communs.collectivites.identite import Identite
from communs.dossiers.permissions import a_un_role, participe, pilote
from eclaireurs.evaluation.collecte.models import Apport
from eclaireurs.evaluation.conclave.enums import DEHORS
from eclaireurs.evaluation.conclave.models import Conclave
from eclaireurs.evaluation.conclave.regle import hors_conclave
from eclaireurs.evaluation.enums import RoleEvaluation
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.suivi.models import Action, GesteAnnulable, Remarque, Tache

evalue = a_un_role(RoleEvaluation.EVALUATEUR)
applique = a_un_role(RoleEvaluation.APPLICATEUR)
siege = a_un_role(RoleEvaluation.COMITE)
raconte = a_un_role(RoleEvaluation.JOURNALISTE)


def _est_le_compte(identite: Identite, objet: Action | Tache) -> bool:
    if identite.compte is None or objet.responsable is None:
        return False
    return objet.responsable.compte_id == identite.compte.pk


@rules.predicate
def en_repond(identite: Identite, objet: Action | Tache) -> bool:
    """The person who answers for it, or for the action it belongs to, while she is in the dossier."""
    siennes = _est_le_compte(identite, objet) or (
        isinstance(objet, Tache) and _est_le_compte(identite, objet.action)
    )
    return siennes and participe(identite, objet)


@rules.predicate
def est_l_auteur(identite: Identite, objet: Remarque | Article | Apport) -> bool:
    return identite.compte is not None and objet.auteur.compte_id == identite.compte.pk


@rules.predicate
def est_son_geste(identite: Identite, objet: GesteAnnulable) -> bool:
    return identite.compte is not None and objet.compte_id == identite.compte.pk


@rules.predicate
def est_du_conclave(identite: Identite, conclave: Conclave) -> bool:
    """In the dossier or convoked, still coming, and kept out by no function."""
    if identite.compte is None or hors_conclave(conclave.dossier, compte=identite.compte):
        return False
    convoquees = conclave.convocations.exclude(reponse__in=DEHORS)
    return participe(identite, conclave) or convoquees.filter(compte=identite.compte).exists()


# The report is the evaluator's; nobody else touches it, and nobody at all once it is sealed.
rules.add_perm("rapport.ecrire", evalue)
rules.add_perm("rapport.remettre", evalue)
rules.add_perm("rapport.designer", pilote)  # the services concerned, drawn up together
# The tracking table is the applicateur's; the committee only picks among what is proposed.
rules.add_perm("suivi.preparer", pilote)  # actions and tasks, before the committee and by amendment
rules.add_perm("suivi.remarquer", participe)
rules.add_perm("suivi.reprendre_remarque", est_l_auteur & participe)
rules.add_perm("suivi.retirer_remarque", est_l_auteur & participe | pilote)
rules.add_perm("suivi.annuler", est_son_geste)  # and the rights that the gesture itself asked
rules.add_perm("suivi.presenter", applique)
rules.add_perm("suivi.donner_avis", siege)
rules.add_perm("suivi.arbitrer", applique | siege)
rules.add_perm("suivi.arreter", applique)
rules.add_perm("suivi.conduire", applique | en_repond)
# A piece is its author's alone: whom the press writes about neither edits nor removes it.
rules.add_perm("presse.verser", raconte)
rules.add_perm("presse.reprendre", est_l_auteur & participe)
rules.add_perm("cadrage.ecrire", pilote)
rules.add_perm("cadrage.valider", evalue | siege)
# The compilation is the évaluateur's to present; the committee brings, the évaluateur answers.
rules.add_perm("collecte.classer", pilote)
rules.add_perm("collecte.presenter", evalue)
rules.add_perm("collecte.apporter", siege | evalue)  # the évaluateur takes notes for the room
rules.add_perm("collecte.retirer_apport", est_l_auteur & participe)
rules.add_perm("collecte.repondre", evalue)
rules.add_perm("collecte.imprimer", participe)
rules.add_perm("collecte.lire_modele", rules.always_allow)  # the empty sheets are nobody's secret
# What the public reads is the évaluateur's to say; both who organise read what the public sends.
rules.add_perm("enquete.regler", evalue)
rules.add_perm("enquete.moderer", pilote)
rules.add_perm("tableau.conduire", pilote)  # the conclave's table: prepare, open, close, print
# The two compose together; the évaluateur signs what the public reads.
rules.add_perm("desirable.composer", pilote)
rules.add_perm("desirable.publier", evalue)
rules.add_perm("desirable.lire_publie", rules.always_allow)  # `lisible` has decided; nothing more is asked
rules.add_perm("suivi.noter", pilote | en_repond)  # how far it is, and a note
rules.add_perm("suivi.avancer", participe)  # to ask for a step: each has its own rule
# The conclave: its pilots prepare it; who sits in it knows who comes. Élus and directors do neither.
rules.add_perm("conclave.preparer", pilote)
rules.add_perm("conclave.savoir_qui_vient", est_du_conclave)
rules.add_perm("conclave.lire_sa_convocation", rules.always_allow)  # whoever holds its secret address
