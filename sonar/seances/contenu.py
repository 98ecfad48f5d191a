"""How `fixtures/sonar-seances.yaml` becomes rows: discussion prompts and the timed script."""

from collections.abc import Iterable

from django.conf import settings

from communs.echanges.corpus import Corpus, Ligne
from communs.echanges.yaml_lignes import Carte


def _lignes(document: Carte) -> Iterable[Ligne]:
    for relance in document.cartes("relances"):
        yield Ligne("sonar.Relance", {"cle": relance["cle"]}, relance.sauf("cle"), relance.no)
    for temps in document.cartes("deroule"):
        yield Ligne("sonar.TempsDuDeroule", {"cle": temps["cle"]}, temps.sauf("cle"), temps.no)


CORPUS = Corpus(
    nom="sonar-seances",
    fichier=settings.BASE_DIR / "fixtures" / "sonar-seances.yaml",
    lignes=_lignes,
)
