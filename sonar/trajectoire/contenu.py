"""How `fixtures/sonar-trajectoire.yaml` becomes rows."""

from collections.abc import Iterable

from django.conf import settings

from communs.echanges.corpus import Cle, Corpus, Ligne, recommandations
from communs.echanges.yaml_lignes import Carte
from sonar.trajectoire.catalogue import inscrire_au_catalogue


def _lignes(document: Carte) -> Iterable[Ligne]:
    for passage in document.cartes("passages"):
        yield Ligne("sonar.PassageTrajectoire", {"cle": passage["cle"]}, passage.sauf("cle"), passage.no)
    for etape in document.cartes("etapes"):
        cle = {"cle": etape["cle"]}
        yield Ligne("sonar.EtapeTrajectoire", cle, etape.sauf("cle", "passage", "indicateurs"), etape.no)
        parent = {"etape": Cle("sonar.EtapeTrajectoire", cle)}
        passage = etape.carte("passage")
        cle_passage = {"passage": Cle("sonar.PassageTrajectoire", {"cle": passage["cle"]})}
        yield Ligne("sonar.Rattachement", parent | cle_passage, passage.sauf("cle"), passage.no)
        for rang, indicateur in enumerate(etape.cartes("indicateurs"), 1):
            yield Ligne(
                "sonar.Indicateur",
                parent | {"cle": indicateur["cle"]},
                indicateur.sauf("cle") | {"rang": rang},
                indicateur.no,
            )
    for principe in document.cartes("principes"):
        yield Ligne("sonar.Principe", {"cle": principe["cle"]}, principe.sauf("cle"), principe.no)
    yield from recommandations(document.cartes("recommandations"))


CORPUS = Corpus(
    nom="sonar-trajectoire",
    fichier=settings.BASE_DIR / "fixtures" / "sonar-trajectoire.yaml",
    lignes=_lignes,
    apres=inscrire_au_catalogue,
)
