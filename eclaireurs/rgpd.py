from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from eclaireurs.models import Retour


def _retours(compte: Compte) -> Iterator[Ligne]:
    champs = (
        "outil",
        "collectivite__nom",
        "essai",
        "avec",
        "duree",
        "suites",
        "consenti_le",
        "etat",
        "retire_le",
    )
    return Retour.objects.filter(auteur=compte).order_by("pk").values(*champs, "motif").iterator()


def _effacer_les_retires(compte: Compte) -> None:
    """Nobody else may bring back what its author has taken back."""
    Retour.objects.filter(auteur=compte, retire_le__isnull=False).delete()


declarer(
    Domaine(
        cle="eclaireurs",
        nom="Retours d’expérience",
        resume="Ce que vous avez raconté de vos essais des outils des Éclaireurs.",
        traces=(
            Trace(
                modele="eclaireurs.Retour",
                nom="Vos retours d’expérience",
                sort=Sort.ANONYME,
                pourquoi="Ils parlent de l’essai de votre collectivité et servent à d’autres ; ils n’ont "
                "jamais montré votre nom. Pour les retirer aussi, faites-le avant de supprimer votre compte.",
                duree="Jusqu’à ce qu’un administrateur de votre collectivité les retire, puis trente jours "
                "pour se raviser. Ceux qui sont déjà retirés sont effacés avec votre compte.",
            ),
        ),
        exporter=lambda compte: [("retours", _retours(compte))],
        effacer=_effacer_les_retires,
    )
)
