"""What imports know of a person: who sent a file. Never what the file says of people beyond its authors."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from veille.imports.models import ImportDeNumero


def _imports(compte: Compte) -> Iterator[Ligne]:
    siens = ImportDeNumero.objects.filter(auteur__compte=compte).order_by("pk")
    return siens.values("fichier", "empreinte", "cree_le", "confirme_le").iterator()


declarer(
    Domaine(
        cle="veille-imports",
        nom="Imports de numéros de la veille",
        resume="Les bulletins que vous avez importés.",
        traces=(
            Trace(
                modele="veille.ImportDeNumero",
                nom="Vos imports de numéros",
                sort=Sort.ANONYME,
                pourquoi="Un import explique d’où vient un numéro. Il reste, sans votre nom.",
                duree="Sept jours s’il n’est pas confirmé\u00a0; sinon comme le bulletin, le texte un mois.",
            ),
        ),
        exporter=lambda compte: (("imports", _imports(compte)),),
    )
)
