"""How `fixtures/sonar-fabrique.yaml` becomes rows."""

from collections.abc import Iterable

from django.conf import settings

from communs.echanges.corpus import Corpus, Ligne, recommandations
from communs.echanges.yaml_lignes import Carte
from sonar.fabrique.catalogue import inscrire_au_catalogue

MODELES = {
    "textes": "sonar.TexteDeFabrique",
    "etapes": "sonar.EtapeDuCycle",
    "questions": "sonar.QuestionDuCycle",
    "pratiques": "sonar.Pratique",
}


def _lignes(document: Carte) -> Iterable[Ligne]:
    for nom, modele in MODELES.items():
        for carte in document.cartes(nom):
            yield Ligne(modele, {"cle": carte["cle"]}, carte.sauf("cle"), carte.no)
    yield from recommandations(document.cartes("recommandations"))


CORPUS = Corpus(
    nom="sonar-fabrique",
    fichier=settings.BASE_DIR / "fixtures" / "sonar-fabrique.yaml",
    lignes=_lignes,
    apres=inscrire_au_catalogue,
)
