from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from sonar.carte.models import Concept, Melange


def _melanges(compte: Compte) -> Iterator[Ligne]:
    noms = dict(Concept.objects.values_list("cle", "nom"))
    for melange in Melange.objects.filter(compte=compte).order_by("pk").iterator():
        yield {
            "remis_le": melange.remis_le,
            "ressources": [noms.get(cle, cle) for cle in melange.concepts],
        }


declarer(
    Domaine(
        cle="carte",
        nom="Sonar, la carte des ressources",
        resume="Chaque mélange gardé avec votre compte\u00a0: les ressources que vous avez cochées.",
        traces=(
            Trace(
                modele="sonar.Melange",
                nom="Vos mélanges de ressources",
                sort=Sort.ANONYME,
                pourquoi="Ils ne sont plus rattachés à personne\u00a0; qui en a l’adresse secrète les lit "
                "encore. Pour les effacer aussi, effacez chaque mélange depuis sa page avant de supprimer "
                "votre compte.",
                duree="Sans limite, une fois anonymes",
            ),
        ),
        exporter=lambda compte: [("melanges", _melanges(compte))],
    )
)
