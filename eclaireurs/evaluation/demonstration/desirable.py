"""The demonstration's rapport désirable: composed a fortnight after the final committee, then published."""

from django.db import transaction

from communs.fichiers import preparation
from communs.fichiers.models import Fichier
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.desirable import services
from eclaireurs.evaluation.desirable.enums import Sorte
from eclaireurs.evaluation.desirable.models import Desirable
from eclaireurs.evaluation.desirable.offre import offres
from eclaireurs.evaluation.desirable.transitions import DESIRABLE

COMPOSITION, PUBLICATION = -84, -80


def composer(recit: Recit) -> None:
    """What was chosen: every clue that may be shown, conclusions, some recommendations, plan, press."""
    quoi, qui = recit.contenu["desirable"], recit.identite("evaluateur")
    rapport = Desirable.objects.get(dossier=recit.dossier)
    recommandees = {f"{numero}. " for numero in quoi["preconisations"]}
    with recit.le(COMPOSITION, 10):
        services.choisir(
            identite=qui,
            rapport=rapport,
            cles=[
                offre.cle
                for offre in offres(rapport)
                if offre.sorte != Sorte.PRECONISATION or offre.nom.partition(" ")[0] + " " in recommandees
            ],
        )
        for titre, legende in quoi["legendes"].items():
            piece = rapport.pieces.get(materiau__titre=titre)
            services.legender(identite=qui, piece=piece, version=piece.version, champs={"legende": legende})
        rapport.refresh_from_db()
        services.ecrire(
            identite=qui,
            rapport=rapport,
            version=rapport.version,
            champs={
                "titre": quoi["titre"],
                "chapeau": quoi["chapeau"],
                "couverture": rapport.pieces.get(materiau__titre=quoi["couverture"]),
            },
        )


def publier(recit: Recit) -> None:
    """Outside the story's transaction: the pictures are prepared first, as a worker would."""
    for pk in (
        Fichier.objects.filter(materiau__dossier=recit.dossier).order_by("pk").values_list("pk", flat=True)
    ):
        preparation.traiter(pk)
    rapport = Desirable.objects.select_related("dossier__collectivite").get(dossier=recit.dossier)
    with transaction.atomic(), recit.le(PUBLICATION, 9):
        recit.franchir(DESIRABLE, rapport, "publier", "evaluateur")
