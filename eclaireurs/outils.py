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
    # Where it is opened, when it is not in a dossier.
    ouvrir: str = ""
    # Where the public reads what it has made, and the words of the link to it.
    public: str = ""
    public_dit: str = ""

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
        if self.ouvrir:
            return reverse(self.ouvrir)
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
        slug="enquete",
        episode="evaluation",
        numero=2,
        nom="L’enquête distribuée",
        question="Comment faire de chacun, habitants et collègues, un regard de plus ?",
        promesse="Mettre la compilation en ligne, recevoir ce que chacun y ajoute, dire ce qu’il en advient.",
    ),
    Outil(
        slug="conclave",
        episode="evaluation",
        numero=3,
        nom="Le conclave des préconisations",
        question="Comment passer du diagnostic aux actions, avec ceux qui les feront ?",
        promesse="Tirer au sort des agents, les réunir, et tirer des actions de chaque préconisation.",
    ),
    Outil(
        slug="suivi",
        episode="evaluation",
        numero=4,
        nom="Le tableau de suivi",
        question="Comment s’assurer que ce qui est décidé se fasse\u00a0?",
        promesse="Mener chaque recommandation jusqu’à la tâche faite, sans rouvrir le diagnostic.",
    ),
    Outil(
        slug="desirable",
        episode="evaluation",
        numero=5,
        nom="Le rapport désirable",
        question="Comment donner envie de lire une évaluation\u00a0?",
        promesse="Journal, livret, page web\u00a0: le rapport se met en page de lui-même, et se publie.",
        public="rapports:liste",
        public_dit="Lire les rapports publiés",
    ),
    Outil(
        slug="fete",
        episode="evaluation",
        numero=6,
        nom="La fête de l’évaluation",
        question="Comment apprendre ensemble de ce qui est fait, et de ce qui ne l’est pas\u00a0?",
        promesse="Réunir un jour par an agents et élus devant toutes les évaluations, et décider ensemble.",
        ouvrir="collectivites:espace",  # it belongs to the collectivité: its tab « Fêtes »
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
