from collections.abc import Iterator

from communs.collectivites.effacement import avant_une_collectivite
from communs.collectivites.models import Collectivite, Compte
from communs.web.rgpd import Domaine, Ligne, Sort, Trace, declarer
from sonar.trajectoire import services
from sonar.trajectoire.enums import Niveau
from sonar.trajectoire.models import PointTrajectoire, PositionTrajectoire, Sujet, Tour

LOT = 500  # rows read at a time


def _positions(compte: Compte) -> Iterator[Ligne]:
    """Each answer, with the round it belongs to."""
    points = PointTrajectoire.objects.filter(position__compte=compte).select_related(
        "position__tour__sujet__collectivite", "indicateur__etape"
    )
    for point in points.order_by("position", "indicateur__etape__rang", "pk").iterator(chunk_size=LOT):
        sujet = point.position.tour.sujet
        yield {
            "collectivite": sujet.collectivite.nom,
            "sujet": sujet.intitule,
            "tour_ouvert_le": point.position.tour.ouvert_le,
            "remise_le": point.position.remise_le,
            "etape": point.indicateur.etape.nom,
            "indicateur": point.texte,
            "niveau": "" if point.niveau is None else Niveau(point.niveau).label,
            "note": point.note,
        }


def _ouverts(compte: Compte) -> Iterator[Ligne]:
    for sujet in Sujet.objects.filter(cree_par=compte).select_related("collectivite").order_by("pk"):
        yield {"collectivite": sujet.collectivite.nom, "sujet": sujet.intitule, "ouvert_le": sujet.cree_le}


def _tours(compte: Compte) -> Iterator[Ligne]:
    for tour in Tour.objects.filter(ouvert_par=compte).select_related("sujet").order_by("pk"):
        yield {"sujet": tour.sujet.intitule, "ouvert_le": tour.ouvert_le, "clos_le": tour.clos_le}


def _effacer(compte: Compte) -> None:
    """Drafts go, notes go, levels stay nobody's; and the booklets that print the name."""
    siennes = PositionTrajectoire.objects.filter(compte=compte)
    for tour in Tour.objects.filter(positions__in=siennes.remises()).distinct().order_by("pk"):
        services.oublier_les_livrets(tour)
    siennes.filter(remise_le=None).delete()
    points = PointTrajectoire.objects.filter(position__compte=compte)
    points.filter(niveau=None).delete()
    points.update(note="")


def _quitter_la_collectivite(collectivite: Collectivite) -> None:
    """Its subjects go by their keys; their booklets, which no key finds, go here."""
    for tour in Tour.objects.filter(sujet__collectivite=collectivite).order_by("pk"):
        services.oublier_les_livrets(tour)


avant_une_collectivite(_quitter_la_collectivite)

declarer(
    Domaine(
        cle="sonar-trajectoire",
        nom="Sonar, la trajectoire",
        resume="Vos positions sur la trajectoire de vos collectivités, brouillons compris\u00a0: un niveau "
        "et une note par indicateur\u00a0; les sujets et les tours que vous avez ouverts.",
        traces=(
            Trace(
                modele="sonar.PositionTrajectoire",
                nom="Vos positions remises sur la trajectoire",
                sort=Sort.ANONYME,
                pourquoi="Les niveaux restent dans l’historique de la collectivité, sans votre nom ni vos "
                "notes, qui pourraient vous faire reconnaître. Vos brouillons sont effacés.",
                duree="Tant que la collectivité garde ce sujet",
            ),
            Trace(
                modele="sonar.Sujet",
                nom="Les sujets de trajectoire que vous avez ouverts",
                sort=Sort.ANONYME,
                pourquoi="Ils sont ceux de la collectivité\u00a0: vos collègues s’y situent aussi.",
                duree="Tant que la collectivité garde ce sujet",
            ),
            Trace(
                modele="sonar.Tour",
                nom="Les tours de positionnement que vous avez ouverts",
                sort=Sort.ANONYME,
                pourquoi="Ils portent les positions de vos collègues.",
                duree="Tant que la collectivité garde ce sujet",
            ),
        ),
        exporter=lambda compte: [
            ("positions", _positions(compte)),
            ("sujets_ouverts", _ouverts(compte)),
            ("tours_ouverts", _tours(compte)),
        ],
        effacer=_effacer,
    )
)
