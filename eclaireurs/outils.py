"""The explicit list of what exists: episodes, and the tools one can open in a collectivité.

A tool that is not built is not listed. Texts that editors may change are content (`models.py`); this list
holds what the program must know. `numero` is the scene of the scenario in which the tool serves.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

# Where « Ouvrir dans ma collectivité » leads: the one place that says it.
OUVRIR = "dossiers:choisir"


@dataclass(frozen=True)
class Outil:
    """One tool of an episode, at `/eclaireurs/<episode>/<slug>/`."""

    slug: str
    episode: str
    numero: int
    nom: str
    question: str
    promesse: str
    # The frame of an affair is opened and presented like a tool, but it is what the tools hang on.
    cadre: bool = False

    @property
    def cle(self) -> str:
        """Its key in the catalogue and in reports of use: unique among all episodes."""
        return f"{self.episode}-{self.slug}"

    @property
    def dessin(self) -> str:
        return f"eclaireurs/dessins/{self.cle}.html"

    def get_absolute_url(self) -> str:
        return reverse("eclaireurs:outil", args=[self.episode, self.slug])

    def adresse_ouvrir(self) -> str:
        """Where this tool is opened: an episode is a kind of dossier of the same key."""
        return f"{reverse(OUVRIR)}?{urlencode({'genre': self.episode, 'outil': self.slug})}"


OUTILS: tuple[Outil, ...] = (
    Outil(
        slug="cadrage",
        episode="evaluation",
        numero=0,
        nom="Le cadrage",
        question="Que veut-on savoir, et qui s’engage à quoi\u00a0?",
        promesse="Poser le périmètre, les questions, les critères, le comité et les dates d’une évaluation.",
        cadre=True,
    ),
    Outil(
        slug="collecte",
        episode="evaluation",
        numero=1,
        nom="Le kit de collecte d’indices",
        question="Comment rapporter du terrain autre chose que des chiffres\u00a0?",
        promesse="Recueillir des indices de toute nature, les classer, en faire une compilation à débattre.",
    ),
    Outil(
        slug="suivi",
        episode="evaluation",
        numero=4,
        nom="Le tableau de suivi",
        question="Comment s’assurer que ce qui est décidé se fasse\u00a0?",
        promesse="Mener chaque recommandation jusqu’à la tâche faite, sans rouvrir le diagnostic.",
    ),
)


def outils_de(episode: str) -> tuple[Outil, ...]:
    """The tools of an episode, in the order of its scenario."""
    return tuple(outil for outil in OUTILS if outil.episode == episode)


def trouver(episode: str, slug: str) -> Outil | None:
    """The tool at this address, or None."""
    return next((o for o in OUTILS if (o.episode, o.slug) == (episode, slug)), None)


def outil_de_cle(cle: str) -> Outil | None:
    """The tool of this key, or None once it has left the list."""
    return next((o for o in OUTILS if o.cle == cle), None)
