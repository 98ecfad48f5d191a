"""How `fixtures/sonar-carte.yaml` becomes rows."""

from collections.abc import Iterable

from django.conf import settings

from communs.echanges.corpus import Corpus, Ligne, recommandations
from communs.echanges.yaml_lignes import Carte
from sonar.carte.catalogue import inscrire_au_catalogue


def _lignes(document: Carte) -> Iterable[Ligne]:
    for pole in document.cartes("poles"):
        yield Ligne("sonar.Pole", {"cle": pole["cle"]}, pole.sauf("cle"), pole.no)
    for question in document.cartes("questions"):
        cle = {"numero": question["numero"]}
        yield Ligne("sonar.QuestionDeCarte", cle, question.sauf("numero"), question.no)
    for concept in document.cartes("concepts"):
        yield Ligne("sonar.Concept", {"cle": concept["cle"]}, concept.sauf("cle"), concept.no)
    yield from recommandations(document.cartes("recommandations"))


CORPUS = Corpus(
    nom="sonar-carte",
    fichier=settings.BASE_DIR / "fixtures" / "sonar-carte.yaml",
    lignes=_lignes,
    apres=inscrire_au_catalogue,
)
