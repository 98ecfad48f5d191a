"""Who leads a séance, and who sees that there was one."""

import rules

from communs.dossiers.permissions import participe, pilote, releve

rules.add_perm("seances.animer", pilote | releve)
rules.add_perm("seances.voir", participe | releve)
