from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.fichiers.models import Fichier, Televersement
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer

LOT = 500  # rows read at a time


def _fichiers(compte: Compte) -> Iterator[Ligne]:
    lignes = Fichier.objects.filter(depose_par=compte).order_by("pk")
    champs = ("nom", "type", "mime", "taille", "etat", "cree_le", "collectivite__nom")
    yield from lignes.values(*champs).iterator(chunk_size=LOT)


def _envois(compte: Compte) -> Iterator[Ligne]:
    lignes = Televersement.objects.filter(compte=compte).order_by("pk")
    yield from lignes.values("nom", "taille", "recu", "cree_le", "expire_le").iterator(chunk_size=LOT)


declarer(
    Domaine(
        cle="fichiers",
        nom="Fichiers déposés",
        resume="La liste des fichiers que vous avez déposés et de vos envois en cours. Les fichiers "
        "eux-mêmes se téléchargent depuis la page à laquelle ils sont joints.",
        traces=(
            Trace(
                modele="fichiers.Fichier",
                nom="Les fichiers que vous avez déposés",
                sort=Sort.ANONYME,
                pourquoi="Ils appartiennent au travail de la collectivité, qui en répond. Votre nom n’y est "
                "plus attaché ; ce qu’on y voit ou entend ne change pas. Pour les retirer aussi, "
                "supprimez-les avant votre compte.",
                duree="Tant que ce à quoi ils sont joints existe",
            ),
            Trace(modele="fichiers.Televersement", nom="Vos envois de fichiers en cours"),
        ),
        exporter=lambda compte: [("fichiers", _fichiers(compte)), ("envois_en_cours", _envois(compte))],
    )
)
