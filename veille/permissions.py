"""Who prepares the veille."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules

from communs.collectivites.identite import Identite
from veille.enums import EtatNumero

if TYPE_CHECKING:
    from veille.numeros.models import Numero


@rules.predicate
def est_documentaliste(identite: Identite) -> bool:
    """Whoever may change an issue in the administration."""
    return identite.compte is not None and identite.compte.has_perm("veille.change_numero")


@rules.predicate
def est_relecteur(identite: Identite, numero: Numero) -> bool:
    """The person named to read this issue before it is published."""
    return (
        identite.compte is not None
        and numero.relecteur_id == identite.compte.pk
        and numero.etat in (EtatNumero.RELECTURE, EtatNumero.PROGRAMME)
    )


rules.add_perm("veille.documenter", est_documentaliste)
rules.add_perm("veille.relire", est_documentaliste | est_relecteur)
# Who may see an issue or a notice may take it away: the right lies in obtaining it.
rules.add_perm("veille.lire", rules.always_allow)
