"""How `fixtures/sonar.yaml` becomes rows: the corpus of the style test."""

from collections.abc import Iterable

from django.conf import settings

from communs.echanges.corpus import Cle, Corpus, Ligne
from communs.echanges.yaml_lignes import Carte
from sonar.services import inscrire_au_catalogue


def _lignes(document: Carte) -> Iterable[Ligne]:
    for question in document.cartes("questions"):
        cle = {"cle": question["cle"]}
        yield Ligne("sonar.Question", cle, question.sauf("cle", "options"), question.no)
        options = question.carte("options")
        for style, texte in options.items():
            yield Ligne(
                "sonar.Option",
                {"question": Cle("sonar.Question", cle), "style": style},
                {"texte": texte},
                options.nos[style],
            )
    for profil in document.cartes("profils"):
        yield Ligne("sonar.Profil", {"cle": profil["cle"]}, profil.sauf("cle"), profil.no)
    for ligne in document.cartes("recommandations"):
        yield Ligne(
            "catalogue.Recommandation",
            {
                "origine_type": "style",
                "origine_cle": ligne["style"],
                "cible_type": ligne["type"],
                "cible_cle": ligne["cible"],
            },
            ligne.sauf("style", "type", "cible"),
            ligne.no,
        )


CORPUS = Corpus(
    nom="sonar",
    fichier=settings.BASE_DIR / "fixtures" / "sonar.yaml",
    lignes=_lignes,
    apres=inscrire_au_catalogue,
)
