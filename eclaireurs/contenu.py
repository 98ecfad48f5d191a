"""How `fixtures/eclaireurs/*.yaml` become rows: one corpus per episode."""

from collections.abc import Iterable

from django.conf import settings

from communs.echanges.corpus import Cle, Corpus, Ligne, recommandations
from communs.echanges.yaml_lignes import Carte
from eclaireurs.services import inscrire_au_catalogue


def _lignes(document: Carte) -> Iterable[Ligne]:
    episode = document.carte("episode")
    cle = {"cle": episode["cle"]}
    yield Ligne("eclaireurs.Episode", cle, episode.sauf("cle"), episode.no)
    parent = {"episode": Cle("eclaireurs.Episode", cle)}
    for acteur in document.cartes("acteurs"):
        yield Ligne("eclaireurs.Acteur", parent | {"cle": acteur["cle"]}, acteur.sauf("cle"), acteur.no)
    for scene in document.cartes("scenes"):
        cle_scene = parent | {"cle": scene["cle"]}
        yield Ligne("eclaireurs.Scene", cle_scene, scene.sauf("cle", "engagements"), scene.no)
        for engagement in scene.cartes("engagements"):
            yield Ligne(
                "eclaireurs.Engagement",
                {"scene": Cle("eclaireurs.Scene", cle_scene), "voix": engagement["voix"]},
                engagement.sauf("voix"),
                engagement.no,
            )
    for fiche in document.cartes("fiches"):
        yield Ligne("eclaireurs.Fiche", parent | {"outil": fiche["outil"]}, fiche.sauf("outil"), fiche.no)
    yield from recommandations(document.cartes("recommandations"))


EVALUATION = Corpus(
    nom="eclaireurs-evaluation",
    fichier=settings.BASE_DIR / "fixtures" / "eclaireurs" / "evaluation.yaml",
    lignes=_lignes,
    apres=inscrire_au_catalogue,
)
