"""Who may do what with a draw. Roles come from its dossier."""

import rules

from communs.collectivites.identite import Identite
from communs.dossiers.permissions import de_la_maison, participe, pilote, releve
from communs.tirages.enums import PUBLICS
from communs.tirages.models import Tirage


@rules.predicate
def est_engage(identite: Identite, tirage: Tirage) -> bool:
    return tirage.etat in PUBLICS


rules.add_perm("tirages.lire", participe | de_la_maison)  # the names of those drawn
rules.add_perm("tirages.organiser", pilote | releve)  # the whole list, the commitment, what follows the draw
rules.add_perm("tirages.relever", participe)  # the dice, by two people of the dossier
rules.add_perm("tirages.verifier", est_engage)  # numbers only: whoever has the address
