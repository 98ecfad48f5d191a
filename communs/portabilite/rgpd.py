from communs.portabilite.services import DUREE, oublier
from communs.web.rgpd import Domaine, Trace, declarer

declarer(
    Domaine(
        cle="archives",
        nom="Archives de vos données",
        resume="Les archives demandées, dont celle-ci.",
        traces=(
            Trace(
                modele="",
                nom="Archive de vos données",
                absence="C’est le fichier que vous tenez. "
                f"Vigie l’efface au bout de {DUREE.days} jours, ou quand vous en demandez une autre.",
            ),
        ),
        exporter=lambda compte: (),
        effacer=oublier,
    )
)
