"""What a mix says, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communs.catalogue.models import Recommandable, Recommandation
from communs.catalogue.services import Suggestion, lectures_pour, recommandations_pour
from sonar.carte import calculs
from sonar.carte.calculs import Couverture, Point
from sonar.carte.enums import Zone
from sonar.carte.figures import Dessin, dessiner
from sonar.carte.models import Concept, Pole, QuestionDeCarte


@dataclass(frozen=True)
class Lu:
    """A mix: its resources (those that left the map too), its measures, what would balance it."""

    concepts: list[Concept]
    partis: list[Concept]
    centre: tuple[int, int] | None
    ou: Zone | None
    couvertures: list[Couverture]
    vides: list[Zone]
    hybridite: int | None
    voisines: list[Concept]
    opposees: list[Concept]
    dessin: Dessin

    @property
    def nombre(self) -> int:
        return len(self.concepts) + len(self.partis)


def questions() -> list[tuple[str, int, int]]:
    return [(q.texte, q.x, q.y) for q in QuestionDeCarte.objects.all()]


@dataclass(frozen=True)
class Mesure:
    """A mix in three figures."""

    nombre: int
    hybridite: int | None
    ou: Zone | None


def mesurer(cles: Sequence[str], carte: Mapping[str, Concept]) -> Mesure:
    points = [c.place for cle in cles if (c := carte.get(cle)) and c.place and c.retire_le is None]
    centre = calculs.centre_de_gravite(points)
    return Mesure(len(cles), calculs.hybridite(points), calculs.zone(*centre) if centre else None)


def lire(cles: Sequence[str]) -> Lu:
    """Three queries, however many resources."""
    tous = {concept.cle: concept for concept in Concept.objects.all()}
    carte = [concept for concept in tous.values() if concept.place and concept.retire_le is None]
    points = [concept.place for concept in carte if concept.place]
    miens = [tous[cle] for cle in cles if cle in tous]
    presents = [concept for concept in miens if concept.place and concept.retire_le is None]
    mes_points: list[Point] = [concept.place for concept in presents if concept.place]
    centre = calculs.centre_de_gravite(mes_points)
    couvertures = calculs.couvertures(mes_points, points)
    equilibre = calculs.equilibrer(mes_points, points)
    return Lu(
        concepts=presents,
        partis=[concept for concept in miens if concept not in presents],
        centre=centre,
        ou=calculs.zone(*centre) if centre else None,
        couvertures=couvertures,
        vides=[c.zone for c in couvertures if not c.utilisees],
        hybridite=calculs.hybridite(mes_points),
        voisines=[tous[cle] for cle in equilibre.voisines],
        opposees=[tous[cle] for cle in equilibre.opposees],
        dessin=dessiner(carte, questions(), coches=frozenset(c.cle for c in presents)),
    )


def suites(concepts: Sequence[Concept]) -> list[Suggestion]:
    """What to go on with from these resources: trainings, tools, then readings."""
    origines = [("concept", concept.cle) for concept in concepts]
    return [*recommandations_pour(origines), *lectures_pour(origines)]


@dataclass(frozen=True)
class Fiche:
    """A word with what it leads to: (the thing, the reason)."""

    concept: Concept
    suites: list[tuple[Recommandable, str]]


def fiches(concepts: Sequence[Concept]) -> list[Fiche]:
    """Two queries for the whole glossary; only what exists is shown."""
    cles = [concept.cle for concept in concepts]
    liens = list(Recommandation.objects.filter(origine_type="concept", origine_cle__in=cles))
    voulus = {(lien.cible_type, lien.cible_cle) for lien in liens}
    cibles = {
        (r.type, r.cle): r
        for r in Recommandable.objects.filter(cle__in={cle for _, cle in voulus}).order_by("pk")
    }
    par_concept: dict[str, list[tuple[Recommandable, str]]] = {cle: [] for cle in cles}
    for lien in liens:
        if cible := cibles.get((lien.cible_type, lien.cible_cle)):
            par_concept[lien.origine_cle].append((cible, lien.raison))
    return [Fiche(concept, par_concept[concept.cle]) for concept in concepts]


def legende() -> dict[str, Pole]:
    """The four poles by key."""
    return {pole.cle: pole for pole in Pole.objects.all()}
