"""The map in the catalogue: its pages, and each resource at its anchor in the glossary."""

from django.urls import reverse

from communs.catalogue.services import inscrire, synchroniser
from communs.web.cache_pages import perimer_pages
from sonar.carte.models import Concept

RESUME_MAX = 300


def _resume(definition: str) -> str:
    """Its first sentences, whole words."""
    if len(definition) <= RESUME_MAX:
        return definition
    return definition[:RESUME_MAX].rsplit(" ", 1)[0] + "…"


def inscrire_au_catalogue() -> None:
    """Bring the catalogue in line with the map."""
    inscrire(
        type="page",
        cle="sonar-carte",
        titre="La carte des ressources de l’innovation publique",
        resume="Du jugaad aux communs, de Scrum au nudge\u00a0: où se tiennent les méthodes dont on parle, "
        "et lesquelles vous utilisez.",
        adresse=reverse("sonar:carte"),
        mots_cles=("carte", "ressources", "méthodes", "outils", "hybridation"),
    )
    inscrire(
        type="page",
        cle="sonar-definitions",
        titre="Les mots de l’innovation publique, définis",
        resume="Chaque mot de la carte, en deux ou trois phrases et un exemple.",
        adresse=reverse("sonar:definitions"),
        mots_cles=("définitions", "glossaire", "lexique", "vocabulaire"),
    )
    synchroniser(
        "concept",
        [
            {
                "cle": concept.cle,
                "titre": concept.nom[:200],
                "resume": _resume(concept.definition),
                "adresse": concept.get_absolute_url(),
                "mots_cles": ["carte", *([concept.zone.label] if concept.zone else [])],
            }
            for concept in Concept.objects.definis()
        ],
    )
    perimer_pages()
