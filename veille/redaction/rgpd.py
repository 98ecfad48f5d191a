"""What the making of an issue knows of a person: that she reads it before it comes out, and her remarks."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from veille.models import Numero
from veille.redaction.models import Remarque


def _relectures(compte: Compte) -> Iterator[Ligne]:
    siennes = Numero.objects.filter(relecteur=compte).order_by("pk")
    return siennes.values("bulletin__nom", "numero", "titre", "etat").iterator()


def _remarques(compte: Compte) -> Iterator[Ligne]:
    siennes = Remarque.objects.filter(auteur__compte=compte).order_by("pk")
    return siennes.values("numero__titre", "texte", "cree_le", "resolue_le").iterator()


declarer(
    Domaine(
        cle="veille-redaction",
        nom="Relecture des bulletins",
        resume="Les numéros qui vous sont confiés et les remarques que vous y faites.",
        traces=(
            Trace(
                modele="veille.Numero",
                nom="Les numéros que vous relisez",
                sort=Sort.ANONYME,
                pourquoi="Le numéro appartient à son bulletin : il reste, et ne vous nomme plus.",
                duree="Autant que le bulletin.",
            ),
            Trace(
                modele="veille.Bulletin",
                nom="L’adresse de contact des bulletins",
                sort=Sort.GARDE,
                absence="Elle se lit sur la page de chaque bulletin.",
                pourquoi="C’est l’adresse publique d’un bulletin, choisie par sa rédaction, et non la vôtre.",
                duree="Autant que le bulletin.",
            ),
            Trace(
                modele="veille.Remarque",
                nom="Vos remarques",
                sort=Sort.ANONYME,
                pourquoi="La rédaction y a répondu en corrigeant le numéro. Elles restent, sans votre nom.",
                duree="Autant que le numéro.",
            ),
        ),
        exporter=lambda compte: (("relectures", _relectures(compte)), ("remarques", _remarques(compte))),
    )
)
