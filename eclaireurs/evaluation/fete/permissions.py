"""Who may do what at the fête."""

import rules

from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.permissions import pilote
from eclaireurs.evaluation.fete.enums import GenreDecision
from eclaireurs.evaluation.fete.models import Atelier, Decision, Fete

Objet = Collectivite | Fete | Atelier | Decision
# The right that each kind of decision asks in the tracking table.
DROITS = {
    GenreDecision.DEBLOQUER: "suivi.conduire",
    GenreDecision.ARRETER: "suivi.conduire",
    GenreDecision.REORIENTER: "suivi.preparer",
}


def _collectivite_de(objet: Objet) -> int:
    if isinstance(objet, Collectivite):
        return objet.pk
    return objet.collectivite_id if isinstance(objet, Fete) else objet.fete.collectivite_id


@rules.predicate
def est_membre(identite: Identite, objet: Objet) -> bool:
    return identite.adhesion(_collectivite_de(objet)) is not None


@rules.predicate
def prepare(identite: Identite, objet: Objet) -> bool:
    """An administrator of the collectivité, or a member of it who organises one of its evaluations."""
    adhesion = identite.adhesion(_collectivite_de(objet))
    if adhesion is None:
        return False
    if adhesion.role == Role.ADMINISTRATEUR:
        return True
    return (
        Participant.objects.pilotes()
        .filter(
            compte=identite.compte,
            dossier__collectivite=adhesion.collectivite_id,
            dossier__genre="evaluation",
            dossier__supprime_le=None,
        )
        .exists()
    )


@rules.predicate
def porte(identite: Identite, atelier: Atelier) -> bool:
    """Who proposed the session."""
    return identite.compte is not None and atelier.porteur.compte_id == identite.compte.pk


@rules.predicate
def tranche(identite: Identite, decision: Decision) -> bool:
    """Whoever could do it in the tracking table itself, in her own name."""
    return decision.action is not None and identite.peut(
        DROITS[GenreDecision(decision.genre)], decision.action
    )


@rules.predicate
def affiche(identite: Identite, dossier: Dossier) -> bool:
    return pilote(identite, dossier)


rules.add_perm("fete.voir", est_membre)
rules.add_perm("fete.preparer", prepare)
rules.add_perm("fete.proposer", est_membre)
rules.add_perm("fete.tenir", est_membre & (porte | prepare))  # a session: its words, its place, its minutes
rules.add_perm("fete.noter_une_decision", est_membre)
rules.add_perm("fete.trancher", tranche)
rules.add_perm("fete.afficher", affiche)  # a private dossier on the wall: its pilots alone
