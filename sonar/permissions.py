"""Who may do what with a handed-in sheet; reading it takes its address only."""

import rules

from communs.collectivites.identite import Identite
from communs.collectivites.permissions import est_a_soi
from sonar.models import Tentative


@rules.predicate
def est_anonyme(identite: Identite, tentative: Tentative) -> bool:
    """Nobody's sheet: holding the address is the only right there is."""
    return tentative.compte_id is None


@rules.predicate
def tient_l_adresse(identite: Identite, tentative: Tentative) -> bool:
    """Whoever reached the sheet holds its address, which is the right to read it, hence its carnet."""
    return True


@rules.predicate
def n_importe_qui(identite: Identite) -> bool:
    """The newspaper holds what the public pages show."""
    return True


rules.add_perm("sonar.lire_carnet", tient_l_adresse)
rules.add_perm("sonar.effacer", est_anonyme | est_a_soi)
rules.add_perm("sonar.envoyer_lien", est_anonyme | est_a_soi)
rules.add_perm("sonar.lire_journal", n_importe_qui)
