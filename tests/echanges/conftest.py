"""A corpus of the tests' own: a YAML file of recommandables, shipped again and again."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from communs.catalogue.models import Recommandable
from communs.echanges.corpus import Corpus, Ligne
from communs.echanges.rapport import Rapport
from communs.echanges.services import charger
from communs.echanges.yaml_lignes import Carte


def lignes(document: Carte) -> Iterable[Ligne]:
    for fiche in document.cartes("fiches"):
        cle = {"type": "page", "cle": fiche["cle"]}
        yield Ligne("catalogue.Recommandable", cle, fiche.sauf("cle"), fiche.no)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus("essai", tmp_path / "essai.yaml", lignes)


@pytest.fixture
def livrer(corpus: Corpus, db: None) -> Callable[..., Rapport]:
    """`livrer(bouee={"titre": …})` writes the file and loads it; a row not named is not shipped."""

    def _livrer(verifier: bool = False, **fiches: dict[str, Any]) -> Rapport:
        contenu = [{"cle": cle, "adresse": f"/{cle}/", **champs} for cle, champs in fiches.items()]
        corpus.fichier.write_text(yaml.safe_dump({"fiches": contenu}, allow_unicode=True))
        return charger(corpus, verifier=verifier)

    return _livrer


@pytest.fixture
def editer() -> Callable[..., None]:
    """`editer("bouee", titre=…)`: what an editor changes by hand."""

    def _editer(cle: str, **champs: Any) -> None:
        assert Recommandable.objects.filter(cle=cle).update(**champs) == 1

    return _editer


def lue(cle: str) -> Recommandable:
    return Recommandable.objects.get(type="page", cle=cle)
