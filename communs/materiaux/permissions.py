"""Who may do what with a material."""

import rules

from communs.collectivites.identite import Identite
from communs.dossiers.permissions import participe, pilote
from communs.materiaux.models import Materiau


@rules.predicate
def l_a_depose(identite: Identite, materiau: Materiau) -> bool:
    return identite.compte is not None and materiau.depose_par.compte_id == identite.compte.pk


rules.add_perm("materiaux.deposer", participe)
rules.add_perm("materiaux.modifier", pilote | (participe & l_a_depose))
rules.add_perm("materiaux.montrer", pilote)  # who sees it
