"""What draws know of a person: that she was on a list, and whether she came out."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from communs.collectivites.emails import verifiees_de
from communs.collectivites.models import Compte
from communs.tirages.models import Ecriture, Inscrit
from communs.tirages.registre import SORTIS
from communs.tirages.services import oublier
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer


def _siens(compte: Compte) -> QuerySet[Inscrit]:
    """By her account, and by the addresses that she has verified."""
    adresses = verifiees_de(compte).values_list("email", flat=True)
    return Inscrit.objects.filter(
        Q(compte=compte) | Q(reference__in=[adresse.lower() for adresse in adresses])
    )


def _inscriptions(compte: Compte) -> Iterator[Ligne]:
    sorties = Ecriture.objects.filter(inscrit=OuterRef("pk"), genre__in=SORTIS)
    siens = _siens(compte).annotate(sortie=Exists(sorties)).select_related("tirage__dossier")
    for inscrit in siens.order_by("pk").iterator():
        yield {
            "tirage": inscrit.tirage.titre,
            "dossier": inscrit.tirage.dossier.titre,
            "nom": inscrit.nom,
            "service": inscrit.groupe,
            "numero": inscrit.numero,
            "exclusion": inscrit.get_exclusion_display() if inscrit.exclusion else "",
            "tiree": inscrit.sortie,
            "sel": inscrit.sel,
            "sceau": inscrit.sceau,
        }


declarer(
    Domaine(
        cle="tirages",
        nom="Tirages au sort",
        resume="Les listes de tirage au sort où vous figurez, votre numéro, et si vous avez été tiré.",
        traces=(
            Trace(
                modele="tirages.Inscrit",
                nom="Votre place sur une liste de tirage au sort",
                sort=Sort.ANONYME,
                pourquoi="Le tirage doit pouvoir se rejouer : il reste un numéro et un sceau que plus "
                "rien ne relie à vous.",
                duree="Autant que le dossier.",
            ),
        ),
        exporter=lambda compte: (("inscriptions", _inscriptions(compte)),),
        effacer=lambda compte: oublier(_siens(compte)),
    )
)
