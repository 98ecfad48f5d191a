"""What training paths know of a person."""

from collections.abc import Iterator

from communs.collectivites.effacement import avant_une_collectivite
from communs.collectivites.models import Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from nuancier.parcours.enums import Visibilite
from nuancier.parcours.models import DELAI_REPENTIR, Parcours
from nuancier.parcours.services import effacer, quitter_la_collectivite


def _parcours(compte: Compte) -> Iterator[Ligne]:
    siens = Parcours.objects.filter(auteur=compte, supprime_le=None)
    for p in siens.prefetch_related("pastilles__teinte", "gestes").order_by("pk").iterator(chunk_size=50):
        yield {
            "titre": p.titre,
            "intention": p.intention,
            "qui_peut_lire": p.get_visibilite_display(),
            "participants": p.participants,
            "jours": p.jours,
            "cree_le": p.cree_le,
            "modifie_le": p.modifie_le,
            "pastilles": [
                {"teinte": str(c.teinte), "jour": c.jour, "moment": c.moment, "note": c.note}
                for c in sorted(p.pastilles.all(), key=lambda c: c.rang)
            ],
            "preparation": [
                {"geste": g.texte, "fait_le": g.fait_le, "note": g.note}
                for g in sorted(p.gestes.all(), key=lambda g: (g.rang, g.pk))
            ],
        }


def _effacer(compte: Compte) -> None:
    """What nobody else reads goes with its author, its journal too."""
    siens = Parcours.objects.filter(auteur=compte)
    for parcours in siens.filter(visibilite=Visibilite.PRIVE) | siens.filter(supprime_le__isnull=False):
        effacer(parcours)


avant_une_collectivite(quitter_la_collectivite)

declarer(
    Domaine(
        cle="parcours",
        nom="Parcours de formation",
        resume="Les parcours que vous composez avec le Nuancier, leurs notes et leur préparation. Votre "
        "panier, tant que vous n’en faites pas un parcours, n’est que dans votre session.",
        traces=(
            Trace(
                modele="nuancier.Parcours",
                nom="Vos parcours de formation",
                sort=Sort.ANONYME,
                pourquoi="Ceux que vous avez partagés servent à d’autres ; ils restent, sans votre nom. Ceux "
                "que vous seul lisiez sont effacés avec votre compte.",
                duree="Jusqu’à ce que la collectivité les supprime. Un parcours supprimé est effacé après "
                f"{DELAI_REPENTIR.days} jours.",
            ),
        ),
        exporter=lambda compte: [("parcours", _parcours(compte))],
        effacer=_effacer,
    )
)
