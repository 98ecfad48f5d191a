"""What the pages of an episode read: its scenes with their tools, its actors with their commitments."""

from dataclasses import dataclass

from eclaireurs.models import Acteur, Engagement, Episode, Scene
from eclaireurs.outils import Outil, outils_de


@dataclass(frozen=True)
class SceneLue:
    """A scene, and the tools that serve in it."""

    scene: Scene
    outils: tuple[Outil, ...]


@dataclass(frozen=True)
class ActeurLu:
    """An actor, and what he commits to, scene by scene."""

    acteur: Acteur
    engagements: tuple[Engagement, ...]


@dataclass(frozen=True)
class EpisodeLu:
    episode: Episode
    scenes: tuple[SceneLue, ...]
    acteurs: tuple[ActeurLu, ...]


def lire_episode(episode: Episode) -> EpisodeLu:
    """Put scenes, tools and commitments together; `episode` comes from `entiers()`: no query here."""
    outils = outils_de(episode.cle)
    scenes = tuple(
        SceneLue(scene, tuple(outil for outil in outils if outil.numero == scene.numero))
        for scene in episode.scenes.all()
    )
    engagements = [engagement for lue in scenes for engagement in lue.scene.engagements.all()]
    acteurs = tuple(
        ActeurLu(acteur, tuple(e for e in engagements if acteur.cle in e.voix.split("+")))
        for acteur in episode.acteurs.all()
    )
    return EpisodeLu(episode=episode, scenes=scenes, acteurs=acteurs)


def scene_de(episode: Episode, outil: Outil) -> Scene | None:
    """The scene in which a tool serves, with its commitments."""
    return episode.scenes.filter(numero=outil.numero).prefetch_related("engagements").first()
