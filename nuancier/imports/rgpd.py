"""What imports know of a person: who sent a file, who decided of a draft. Never what the file says of people
beyond the authors of public works."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from nuancier.imports.models import Brouillon, Import

POURQUOI = "Un import explique d’où vient un texte du Nuancier. Il reste, sans votre nom."
DUREE = "Autant que le Nuancier."


def _imports(compte: Compte) -> Iterator[Ligne]:
    siens = Import.objects.filter(auteur__compte=compte).order_by("pk")
    return siens.values("fichier", "empreinte", "cree_le").iterator()


def _brouillons(compte: Compte) -> Iterator[Ligne]:
    siens = Brouillon.objects.filter(decide_par__compte=compte).order_by("pk")
    return siens.values("code", "etat", "decide_le", "importation__fichier").iterator()


declarer(
    Domaine(
        cle="nuancier-imports",
        nom="Imports dans le Nuancier",
        resume="Les fichiers que vous y avez importés, et les brouillons que vous avez décidés.",
        traces=(
            Trace(
                modele="nuancier.Import",
                nom="Vos imports de fichiers",
                sort=Sort.ANONYME,
                pourquoi=POURQUOI,
                duree=DUREE,
            ),
            Trace(
                modele="nuancier.Brouillon",
                nom="Vos décisions sur les brouillons importés",
                sort=Sort.ANONYME,
                pourquoi=POURQUOI,
                duree=DUREE,
            ),
        ),
        exporter=lambda compte: (("imports", _imports(compte)), ("brouillons", _brouillons(compte))),
    )
)
