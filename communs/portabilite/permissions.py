"""One's data are one's own: not even staff download somebody's archive."""

import rules

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte


@rules.predicate
def est_soi(identite: Identite, compte: Compte) -> bool:
    return identite.compte is not None and identite.compte.pk == compte.pk


rules.add_perm("portabilite.emporter", est_soi)
