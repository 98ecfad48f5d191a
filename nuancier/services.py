"""Writes of the chart that touch other rooms."""

from communs.catalogue.services import synchroniser
from communs.web.cache_pages import perimer_pages
from nuancier.enums import Partie
from nuancier.models import Teinte
from nuancier.parcours.publication import synchroniser as synchroniser_les_parcours


def inscrire_au_catalogue() -> None:
    """Bring the catalogue in line with the teintes that the chart shows, and public paths made of them."""
    teintes = Teinte.objects.en_vue().select_related("famille").prefetch_related("elements")
    synchroniser(
        "teinte",
        [
            {
                "cle": teinte.code,
                "titre": teinte.titre,
                "resume": teinte.resume,
                "adresse": teinte.get_absolute_url(),
                "mots_cles": [
                    "Nuancier",
                    "formation",
                    teinte.famille.nom,
                    *(e.texte[:80] for e in teinte.elements.all() if e.partie == Partie.LEXIQUE),
                ],
            }
            for teinte in teintes
        ],
    )
    synchroniser_les_parcours()
    # Whatever changed: the load runs at each start, and an upgrade may bring new templates.
    perimer_pages()
