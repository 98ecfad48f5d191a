"""Who keeps the chart alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from communs.collectivites.identite import Identite

if TYPE_CHECKING:
    from nuancier.vie.models import Commentaire, Proposition


@rules.predicate
def est_editeur(identite: Identite) -> bool:
    """An editor of the Nuancier: whoever may change a teinte in the administration."""
    return identite.compte is not None and identite.compte.has_perm("nuancier.change_teinte")


@rules.predicate
def est_connecte(identite: Identite) -> bool:
    return identite.compte is not None


@rules.predicate
def est_auteur(identite: Identite, objet: Proposition | Commentaire) -> bool:
    return identite.compte is not None and objet.auteur.compte_id == identite.compte.pk


rules.add_perm("nuancier.contribuer", est_connecte)
rules.add_perm("nuancier.suivre_proposition", est_auteur)
rules.add_perm("nuancier.reprendre_commentaire", est_auteur)
rules.add_perm("nuancier.editer", est_editeur)
# Who may see a selection may take it away: the right lies in obtaining it.
rules.add_perm("nuancier.exporter", rules.always_allow)
