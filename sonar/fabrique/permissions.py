"""Who may do what in a fiche de fabrique. Every object here knows its `dossier`."""

import rules

from communs.collectivites.identite import Identite
from communs.dossiers.permissions import a_un_role, participe, pilote
from sonar.fabrique.enums import RoleFabrique
from sonar.fabrique.fiches import EntreeDeBord, UsageDePratique

ecrit = a_un_role(RoleFabrique.RESPONSABLE, RoleFabrique.PLUME)


@rules.predicate
def en_est_l_auteur(identite: Identite, objet: EntreeDeBord | UsageDePratique) -> bool:
    return identite.compte is not None and objet.auteur.compte_id == identite.compte.pk


rules.add_perm("fabrique.lire_affiche", rules.always_allow)  # the public poster is nobody's secret
rules.add_perm("fabrique.ecrire", ecrit)
rules.add_perm("fabrique.tourner", pilote)
rules.add_perm("fabrique.imprimer", participe)
# A logbook entry is its author's; who organises may take one out, never rewrite it.
rules.add_perm("fabrique.corriger_entree", en_est_l_auteur & ecrit)
rules.add_perm("fabrique.retirer_entree", (en_est_l_auteur & ecrit) | pilote)
