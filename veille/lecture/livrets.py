"""The veille's booklets: a whole issue to keep, and a reader's own selection."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.livrets.gabarits import Gabarit, inscrire
from veille.lecture.panier import MAX_NOTICES, en_vue
from veille.lecture.rendu import contexte_numero
from veille.models import Notice, Numero

NUMERO, PANIER = "veille-numero", "veille-panier"
VERSION = "2"  # of the layout, printed in the colophon


def _obtenir_numero(reference: str, identite: Identite | None) -> Numero | None:
    """An issue, draft included, for whoever may see it; the task reads them all."""
    presents = Numero.objects.presents() if identite is None else Numero.objects.visibles_par(identite)
    return presents.entiers().filter(uuid=UUID(reference)).first()


def _contexte_numero(numero: Numero, parametres: Mapping[str, Any]) -> dict[str, Any]:
    communs = {"version": VERSION, "site": settings.VIGIE_ADRESSE, "media": settings.MEDIA_URL}
    logos = [p for p in numero.partenaires.all() if p.logo is not None and p.logo.apercu]
    return contexte_numero(numero) | communs | {"logos": logos}


def _images(numero: Numero) -> frozenset[str]:
    """The stored names of the cover and of the partners' logos."""
    images = (numero.couverture, *(partenaire.logo for partenaire in numero.partenaires.all()))
    return frozenset(image.apercu for image in images if image is not None and image.apercu)


def _obtenir_panier(reference: str, identite: Identite | None) -> list[Notice] | None:
    """The notices whose keys the reference lists; a basket of which nothing is public any more is gone."""
    cles = [int(cle) for cle in reference.split(",")[:MAX_NOTICES]]
    return en_vue(cles) or None


def _reference_panier(notices: Sequence[Notice]) -> str:
    return ",".join(str(notice.pk) for notice in notices)


def _contexte_panier(notices: Sequence[Notice], parametres: Mapping[str, Any]) -> dict[str, Any]:
    return {"notices": notices, "version": VERSION, "site": settings.VIGIE_ADRESSE}


inscrire(
    Gabarit(
        cle=NUMERO,
        nom="Le numéro en PDF",
        permission="veille.lire",
        template="veille/livrets/numero.html",
        obtenir=_obtenir_numero,
        reference=lambda numero: str(numero.uuid),
        contexte=_contexte_numero,
        fichier=lambda numero: slugify(f"{numero.bulletin.cle} {numero.cle}"),
        retour=lambda numero: numero.get_absolute_url(),
        retour_vers="Revenir au numéro",
        medias=_images,
        piece="piece-veille",
    )
)
inscrire(
    Gabarit(
        cle=PANIER,
        nom="Votre panier de références",
        permission="veille.lire",
        template="veille/livrets/panier.html",
        obtenir=_obtenir_panier,
        reference=_reference_panier,
        contexte=_contexte_panier,
        fichier=lambda notices: "panier-de-veille",
        retour=lambda notices: reverse("veille:panier"),
        retour_vers="Revenir au panier",
        piece="piece-veille",
    )
)
