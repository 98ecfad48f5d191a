from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from communs.collectivites.models import Compte
from communs.livrets import services as livrets
from communs.web.rgpd import Domaine, Ligne, Piece, Sort, Trace, declarer
from sonar import calculs
from sonar.carte import rgpd as _carte  # noqa: F401  (declares its own)
from sonar.enums import Style
from sonar.fabrique import rgpd as _fabrique  # noqa: F401  (declares its own)
from sonar.models import Profil, Reponse, Tentative
from sonar.seances.services import PORTRAIT
from sonar.services import CARNET
from sonar.trajectoire import rgpd as _trajectoire  # noqa: F401  (declares its own)

LOT = 500  # rows read at a time


def _feuilles(compte: Compte) -> Iterator[Ligne]:
    """Each sheet with its answers, its count and its profile, as the result's page shows them.

    Plain values, read as they are written: models and their caches would pile up.
    """
    noms = dict(Profil.objects.values_list("cle", "nom"))
    reponses = Reponse.objects.filter(tentative__compte=compte).order_by("tentative", "question__numero")
    valeurs = reponses.values("tentative", "tentative__remise_le", "question__intitule", "texte", "style")
    for _, groupe in groupby(valeurs.iterator(chunk_size=LOT), key=itemgetter("tentative")):
        lignes = list(groupe)
        comptes = calculs.compter(ligne["style"] for ligne in lignes)
        yield {
            "remise_le": lignes[0]["tentative__remise_le"],
            "profil": noms.get(calculs.cle_de_profil(calculs.dominants(comptes)), ""),
            "points": {style.label: nombre for style, nombre in comptes.items()},
            "reponses": [
                {
                    "question": ligne["question__intitule"],
                    "reponse": ligne["texte"],
                    "style": Style(ligne["style"]).label,
                }
                for ligne in lignes
            ],
        }


def _carnets(compte: Compte) -> Iterator[Piece]:
    """The carnets already printed for these sheets, named after the day of each."""
    lot: dict[str, Tentative] = {}
    for feuille in Tentative.objects.filter(compte=compte).order_by("pk").iterator(chunk_size=LOT):
        lot[str(feuille.uuid)] = feuille
        if len(lot) == LOT:
            yield from _imprimes(lot)
            lot = {}
    yield from _imprimes(lot)


def _imprimes(lot: dict[str, Tentative]) -> Iterator[Piece]:
    for livret, fichier in livrets.fichiers(gabarit=CARNET, references=list(lot)):
        jour = lot[livret.reference].remise_le
        yield Piece(nom=f"sonar-carnet-{jour:%Y-%m-%d}.{livret.format}", fichier=fichier)


def _effacer(compte: Compte) -> None:
    """The portraits printed of the séances that go with this account."""
    for uuid in compte.seances_animees.values_list("uuid", flat=True):
        livrets.oublier(gabarits=(PORTRAIT,), reference=str(uuid))


declarer(
    Domaine(
        cle="sonar",
        nom="Sonar, le test de style",
        resume="Chaque feuille remise avec votre compte : vos six réponses, le décompte, le profil. "
        "Vos carnets déjà imprimés sont joints en PDF.",
        traces=(
            Trace(
                modele="sonar.Tentative",
                nom="Vos feuilles du test et leurs réponses",
                sort=Sort.ANONYME,
                pourquoi="Elles ne sont plus rattachées à personne, et ne contiennent que six réponses et "
                "une date : elles servent aux statistiques du test, et qui en a l’adresse secrète les lit "
                "encore. Pour les effacer aussi, effacez chaque résultat depuis sa page avant de supprimer "
                "votre compte.",
                duree="Sans limite, une fois anonymes ; les carnets imprimés, trente jours au plus",
            ),
        ),
        exporter=lambda compte: [("feuilles", _feuilles(compte))],
        pieces=_carnets,
        effacer=_effacer,
    )
)
