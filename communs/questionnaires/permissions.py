"""Who asks, who types what came on paper, and who reads what was answered: those who organise the dossier."""

import rules

from communs.dossiers.permissions import participe, pilote, releve

rules.add_perm("questionnaires.mener", pilote | releve)
rules.add_perm("questionnaires.saisir", pilote | releve)
rules.add_perm("questionnaires.voir", participe | releve)
