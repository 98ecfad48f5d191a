"""What Les Éclaireurs know of a person beyond her dossiers: what she said of a tool."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from eclaireurs.models import Retour


def _retours(compte: Compte) -> Iterator[Ligne]:
    valeurs = Retour.objects.filter(auteur=compte).order_by("pk")
    yield from valeurs.values(
        "outil", "collectivite__nom", "essai", "avec", "duree", "suites", "consenti_le", "etat", "motif"
    ).iterator()


declarer(
    Domaine(
        cle="eclaireurs",
        nom="Les Éclaireurs",
        resume="Vos retours d’expérience sur les outils.",
        traces=(
            Trace(
                modele="eclaireurs.Retour",
                nom="Vos retours d’expérience",
                sort=Sort.ANONYME,
                pourquoi="Ils parlent de l’outil, au nom de votre collectivité.",
                duree="Jusqu’à ce que la collectivité les retire.",
            ),
        ),
        exporter=lambda compte: (("retours", _retours(compte)),),
    )
)
