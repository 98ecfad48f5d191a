"""Who leads a séance, and who sees that there was one.

In a dossier, its people; without dossier, the account that leads it and nobody else.
"""

import rules

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.dossiers.permissions import participe, pilote, releve
from communs.seances.models import Seance

Objet = Dossier | Seance


@rules.predicate
def dans_un_dossier(identite: Identite, objet: Objet) -> bool:
    return isinstance(objet, Dossier) or objet.dossier_id is not None


@rules.predicate
def est_la_sienne(identite: Identite, objet: Objet) -> bool:
    if isinstance(objet, Dossier) or identite.compte is None:
        return False
    return objet.animee_par_id == identite.compte.pk


rules.add_perm("seances.animer", est_la_sienne | (dans_un_dossier & (pilote | releve)))
rules.add_perm("seances.voir", est_la_sienne | (dans_un_dossier & (participe | releve)))
