"""Who may do what in a collectivité: pure predicates over (identite, object)."""

from typing import Any

import rules

from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Collectivite, Demande, Invitation, Service


def _collectivite_de(objet: Collectivite | Service | Adhesion | Invitation | Demande) -> int:
    return objet.pk if isinstance(objet, Collectivite) else objet.collectivite_id


@rules.predicate
def est_connecte(identite: Identite, objet: object = None) -> bool:
    return identite.compte is not None


@rules.predicate
def est_de_chez_soi(identite: Identite, objet: object = None) -> bool:
    """Somebody, and not the invented people of a trial."""
    return identite.compte is not None and identite.compte.essai_id is None


@rules.predicate
def est_membre(identite: Identite, objet: Collectivite | Service | Adhesion | Invitation | Demande) -> bool:
    return identite.adhesion(_collectivite_de(objet)) is not None


@rules.predicate
def administre(identite: Identite, objet: Collectivite | Service | Adhesion | Invitation | Demande) -> bool:
    adhesion = identite.adhesion(_collectivite_de(objet))
    return adhesion is not None and adhesion.role == Role.ADMINISTRATEUR


@rules.predicate
def est_a_soi(identite: Identite, objet: Any) -> bool:
    """The row bears one's own account in its `compte`; for every app."""
    return identite.compte is not None and objet.compte_id == identite.compte.pk


rules.add_perm("collectivites.creer", est_de_chez_soi)
rules.add_perm("collectivites.voir", est_membre)
rules.add_perm("collectivites.modifier", administre)
rules.add_perm("collectivites.organiser", administre)  # services
rules.add_perm("collectivites.inviter", administre)
rules.add_perm("collectivites.changer_role", administre)
rules.add_perm("collectivites.retirer", administre)
rules.add_perm("collectivites.quitter", est_a_soi)
rules.add_perm("collectivites.transmettre", administre & est_a_soi)
