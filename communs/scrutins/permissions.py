"""Who may do what in a vote."""

import rules

from communs.collectivites.identite import Identite
from communs.dossiers.genres import genre
from communs.dossiers.models import Dossier
from communs.dossiers.permissions import de_la_maison, participe, pilote, releve, roles_dans
from communs.scrutins.enums import Electorat
from communs.scrutins.models import Scrutin


@rules.predicate
def vote_des_participants(identite: Identite, objet: Scrutin | Dossier) -> bool:
    return isinstance(objet, Dossier) or objet.electorat == Electorat.PARTICIPANTS


@rules.predicate
def a_voix(identite: Identite, objet: Scrutin | Dossier) -> bool:
    """Takes part otherwise than to observe (journalists of an evaluation)."""
    dossier = objet if isinstance(objet, Dossier) else objet.dossier
    return bool(roles_dans(identite, dossier) - genre(dossier.genre).observateurs)


rules.add_perm("scrutins.voir", participe | de_la_maison)
rules.add_perm("scrutins.organiser", pilote | releve)
rules.add_perm("scrutins.voter", a_voix & vote_des_participants)
rules.add_perm("scrutins.exporter", participe)
