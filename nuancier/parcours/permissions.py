"""Who may do what with a path. What one may read is decided by `Parcours.objects.visibles_par`."""

import rules

from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.permissions import est_connecte
from nuancier.parcours.enums import Visibilite
from nuancier.parcours.models import Parcours
from nuancier.permissions import est_editeur


@rules.predicate
def est_auteur(identite: Identite, parcours: Parcours) -> bool:
    return identite.compte is not None and parcours.auteur_id == identite.compte.pk


@rules.predicate
def le_partage(identite: Identite, parcours: Parcours) -> bool:
    """A member of the collectivité with which it is shared."""
    return (
        parcours.visibilite != Visibilite.PRIVE
        and parcours.collectivite_id is not None
        and identite.adhesion(parcours.collectivite_id) is not None
    )


@rules.predicate
def administre_un_orphelin(identite: Identite, parcours: Parcours) -> bool:
    """An administrator of the collectivité that it is shared with, once its author has left.

    `auteur_present` is an annotation of `visibles_par`.
    """
    if parcours.visibilite == Visibilite.PRIVE or parcours.collectivite_id is None:
        return False
    adhesion = identite.adhesion(parcours.collectivite_id)
    return adhesion is not None and adhesion.role == Role.ADMINISTRATEUR and not parcours.auteur_present


@rules.predicate
def est_public(identite: Identite, parcours: Parcours) -> bool:
    return parcours.visibilite == Visibilite.PUBLIC


@rules.predicate
def edite_le_nuancier(identite: Identite, parcours: Parcours) -> bool:
    return est_editeur.test(identite)


rules.add_perm("nuancier.creer_parcours", est_connecte)
rules.add_perm("nuancier.composer_parcours", est_auteur)
rules.add_perm("nuancier.copier_parcours", est_connecte)  # whoever reads it
rules.add_perm("nuancier.preparer_parcours", est_auteur | le_partage)  # read its checklist
rules.add_perm("nuancier.reprendre_parcours", administre_un_orphelin)
rules.add_perm("nuancier.moderer_parcours", edite_le_nuancier & est_public)
