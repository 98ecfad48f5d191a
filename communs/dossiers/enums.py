from django.db.models import TextChoices


class Visibilite(TextChoices):
    """Who may read a dossier; each level includes the one before."""

    PRIVE = "prive", "Les participants seulement"
    COLLECTIVITE = "collectivite", "Les membres des collectivités du dossier"
    LIEN = "lien", "Les membres, et qui a reçu un lien"
    PUBLIC = "public", "Tout le monde"


# The levels at which members of the dossier's collectivités read it.
OUVERTES_AUX_MEMBRES = frozenset({Visibilite.COLLECTIVITE, Visibilite.LIEN, Visibilite.PUBLIC})
# Those at which a laissez-passer opens it.
OUVERTES_PAR_LIEN = frozenset({Visibilite.LIEN, Visibilite.PUBLIC})
