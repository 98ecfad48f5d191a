"""Public paths in the catalogue: what the platform's search says of them.

Never who wrote them: a name would outlive there the account it came from.
"""

from django.utils.text import Truncator

from communs.catalogue import services as catalogue
from communs.catalogue.enums import Type
from nuancier.parcours.models import Parcours
from nuancier.parcours.mots import liste

RESUME_MAX = 300
MOTS_MAX = 40


def publier(parcours: Parcours) -> None:
    """Bring the catalogue in line with a path: there while it is public, out of it otherwise."""
    public = Parcours.objects.publics().pour_une_liste().filter(pk=parcours.pk).first()
    if public is None:
        catalogue.retirer(type=Type.PARCOURS, cle=str(parcours.uuid))
    else:
        catalogue.inscrire(type=Type.PARCOURS, **_entree(public))


def synchroniser() -> None:
    """Bring the catalogue in line with all public paths: a teinte may have changed its name."""
    publics = Parcours.objects.publics().pour_une_liste().order_by("pk")
    catalogue.synchroniser(Type.PARCOURS, [_entree(parcours) for parcours in publics])


def _entree(parcours: Parcours) -> catalogue.Entree:
    teintes = list(dict.fromkeys(pastille.teinte for pastille in parcours.pastilles.all()))
    familles = dict.fromkeys(teinte.famille.nom for teinte in teintes)
    noms = liste(teinte.titre_court for teinte in teintes)
    return {
        "cle": str(parcours.uuid),
        "titre": parcours.titre,
        "resume": Truncator(parcours.intention or noms).chars(RESUME_MAX),
        "adresse": parcours.get_absolute_url(),
        "mots_cles": [
            texte[:80]
            for texte in ("Nuancier", "formation", *familles, *(teinte.titre_court for teinte in teintes))
        ][:MOTS_MAX],
    }
