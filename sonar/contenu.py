"""How `fixtures/sonar.yaml` becomes rows: the corpus of the style test."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from communs.echanges.corpus import Cle, Corpus, Ligne
from sonar.services import inscrire_au_catalogue


def _lignes(document: dict[str, Any]) -> Iterable[Ligne]:
    for question in document["questions"]:
        cle = {"cle": question["cle"]}
        champs = {nom: question[nom] for nom in ("numero", "titre", "intitule")}
        yield Ligne("sonar.Question", cle, champs, question.no)
        for style, texte in question["options"].items():
            yield Ligne(
                "sonar.Option",
                {"question": Cle("sonar.Question", cle), "style": style},
                {"texte": texte},
                question.no,
            )
    for profil in document["profils"]:
        champs = {nom: valeur for nom, valeur in profil.items() if nom != "cle"}
        yield Ligne("sonar.Profil", {"cle": profil["cle"]}, champs, profil.no)
    for ligne in document["recommandations"]:
        yield Ligne(
            "catalogue.Recommandation",
            {
                "origine_type": "style",
                "origine_cle": ligne["style"],
                "cible_type": ligne["type"],
                "cible_cle": ligne["cible"],
            },
            {"rang": ligne["rang"], "raison": ligne["raison"]},
            ligne.no,
        )


CORPUS = Corpus(
    nom="sonar",
    fichier=settings.BASE_DIR / "fixtures" / "sonar.yaml",
    lignes=_lignes,
    apres=inscrire_au_catalogue,
)
