"""Who may tell how a tool went, take it back, and decide that it is shown."""

import rules

from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.collectivites.permissions import est_de_chez_soi
from eclaireurs.models import Retour


@rules.predicate
def est_membre(identite: Identite, collectivite: Collectivite) -> bool:
    return identite.adhesion(collectivite.pk) is not None


@rules.predicate
def est_auteur(identite: Identite, retour: Retour) -> bool:
    return identite.compte is not None and retour.auteur_id == identite.compte.pk


@rules.predicate
def administre_la_collectivite(identite: Identite, retour: Retour) -> bool:
    """A report speaks in its collectivité's name: those who answer for it may take it back too."""
    adhesion = identite.adhesion(retour.collectivite_id)
    return adhesion is not None and adhesion.role == Role.ADMINISTRATEUR


@rules.predicate
def est_de_l_equipe(identite: Identite, retour: Retour) -> bool:
    return identite.compte is not None and identite.compte.is_staff


rules.add_perm("eclaireurs.raconter", est_de_chez_soi & est_membre)
rules.add_perm("eclaireurs.retirer_retour", est_auteur | administre_la_collectivite)
rules.add_perm("eclaireurs.moderer", est_de_l_equipe)
