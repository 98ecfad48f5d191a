"""Who may position a collectivité on the trajectory, and read what was said."""

import rules

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.collectivites.permissions import administre
from sonar.trajectoire.models import PositionTrajectoire, Sujet, Tour

Objet = Collectivite | Sujet | Tour | PositionTrajectoire


def _collectivite_de(objet: Objet) -> int:
    if isinstance(objet, Collectivite):
        return objet.pk
    if isinstance(objet, PositionTrajectoire):
        objet = objet.tour
    return objet.sujet.collectivite_id if isinstance(objet, Tour) else objet.collectivite_id


@rules.predicate
def tout_le_monde(identite: Identite, objet: object) -> bool:
    return True


@rules.predicate
def est_membre(identite: Identite, objet: Objet) -> bool:
    return identite.adhesion(_collectivite_de(objet)) is not None


@rules.predicate
def administre_la_sienne(identite: Identite, objet: Sujet | Tour) -> bool:
    return bool(administre.test(identite, objet.sujet if isinstance(objet, Tour) else objet))


@rules.predicate
def a_ouvert_le_tour(identite: Identite, tour: Tour) -> bool:
    return identite.compte is not None and tour.ouvert_par_id == identite.compte.pk


@rules.predicate
def a_ouvert_le_sujet(identite: Identite, sujet: Sujet) -> bool:
    return identite.compte is not None and sujet.cree_par_id == identite.compte.pk


@rules.predicate
def peut_comparer(identite: Identite, tour: Tour) -> bool:
    """Others' positions are read once one's own is handed in, or once the round is closed."""
    if not tour.ouvert:
        return True
    compte = identite.compte
    return compte is not None and tour.positions.remises().filter(compte=compte).exists()


@rules.predicate
def est_la_sienne(identite: Identite, position: PositionTrajectoire) -> bool:
    return identite.compte is not None and position.compte_id == identite.compte.pk


rules.add_perm("trajectoire.lire_affiche", tout_le_monde)
rules.add_perm("trajectoire.voir", est_membre)
rules.add_perm("trajectoire.ouvrir", est_membre)  # a subject, a round
rules.add_perm("trajectoire.archiver", est_membre & (a_ouvert_le_sujet | administre_la_sienne))
rules.add_perm("trajectoire.clore", est_membre & (a_ouvert_le_tour | administre_la_sienne))
rules.add_perm("trajectoire.comparer", est_membre & peut_comparer)
rules.add_perm("trajectoire.ecrire", est_membre & est_la_sienne)
