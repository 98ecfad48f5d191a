"""What waits on the editors' desk, for its tabs."""

from nuancier.models import Commentaire, Proposition, Verification
from nuancier.vie.enums import A_RELIRE


def comptes_de_l_atelier() -> dict[str, int]:
    """Three counts, in three queries."""
    return {
        "a_relire": Proposition.objects.filter(etat__in=A_RELIRE).count(),
        "nombre_signales": Commentaire.objects.signales().count(),
        "liens_morts": Verification.objects.mortes().count(),
    }
