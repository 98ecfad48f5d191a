"""Who runs a session: its trainers, by their account or the address they were named with."""

from typing import Any

import rules

from communs.collectivites.identite import Identite
from communs.collectivites.permissions import est_connecte
from nuancier.sessions.models import Session


@rules.predicate
def anime(identite: Identite, objet: Any) -> bool:
    """One of the trainers of the session, or of the session that this thing belongs to."""
    compte = identite.compte
    if compte is None:
        return False
    session = objet if isinstance(objet, Session) else objet.session
    return any(
        f.compte_id == compte.pk or (f.email and f.email == compte.email) for f in session.formateurs.all()
    )


@rules.predicate
def du_public(identite: Identite, objet: object = None) -> bool:
    """The address is the right: a booklet given to whoever holds its link."""
    return True


rules.add_perm("sessions.animer", anime)
rules.add_perm("sessions.preparer", est_connecte)
rules.add_perm("sessions.lire_document", du_public)
