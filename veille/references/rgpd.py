"""What imports of references know of a person: who sent a file. Never what the file says of people beyond
the authors of published works."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from veille.references.models import ImportReferences


def _imports(compte: Compte) -> Iterator[Ligne]:
    siens = ImportReferences.objects.filter(auteur__compte=compte).order_by("pk")
    return siens.values("fichier", "cree_le").iterator()


declarer(
    Domaine(
        cle="veille-references",
        nom="Imports de références dans la veille",
        resume="Les fichiers de références que vous y avez importés.",
        traces=(
            Trace(
                modele="veille.ImportReferences",
                nom="Vos imports de références",
                sort=Sort.ANONYME,
                pourquoi="Un import explique d’où viennent des notices. Il reste, sans votre nom.",
                duree="Autant que la base documentaire.",
            ),
        ),
        exporter=lambda compte: (("imports", _imports(compte)),),
    )
)
