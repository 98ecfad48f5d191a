"""What materials know of a person: who deposited them. Of people shown or quoted, the dossier answers."""

from collections.abc import Iterator

from communs.collectivites.models import Compte
from communs.fichiers.enums import Etat
from communs.materiaux.models import Materiau
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer


def _deposes(compte: Compte) -> Iterator[Ligne]:
    siens = Materiau.objects.filter(depose_par__compte=compte, supprime_le=None)
    for m in siens.select_related("dossier", "fichier").order_by("pk").iterator():
        yield {
            "dossier": m.dossier.titre,
            "sorte": m.get_genre_display(),
            "titre": m.titre,
            "texte": m.texte,
            "valeur": m.valeur_lisible,
            "source": m.source,
            "lieu": m.lieu,
            "recueilli_le": m.recueilli_le,
            "description": m.description,
            "accord": m.get_consentement_display(),
            "fichier": m.fichier.nom if m.fichier is not None and m.fichier.etat == Etat.PRET else "",
            "cree_le": m.cree_le,
        }


declarer(
    Domaine(
        cle="indices",
        nom="Indices",
        resume="Ce que vous avez déposé dans un dossier : photos, paroles, chiffres, documents.",
        traces=(
            Trace(
                modele="materiaux.Materiau",
                nom="Les indices que vous avez déposés",
                sort=Sort.ANONYME,
                pourquoi="Ils nourrissent le travail des autres participants. Supprimez-les d’abord si vous "
                "préférez.",
                duree="Autant que le dossier.",
            ),
        ),
        exporter=lambda compte: [("deposes", _deposes(compte))],
    )
)
