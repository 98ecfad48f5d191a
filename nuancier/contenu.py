"""How `fixtures/nuancier.yaml` becomes rows."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from communs.echanges.corpus import Cle, Corpus, Ligne, recommandations
from communs.echanges.yaml_lignes import Carte
from nuancier.enums import BIBLIOGRAPHIES, LISTES
from nuancier.recherche.services import reindexer
from nuancier.services import inscrire_au_catalogue
from nuancier.vie.versions import tenir_a_jour

_A_PART = (*LISTES, *BIBLIOGRAPHIES, "numero", "lacunes", "modules")


def _lignes(document: Carte) -> Iterable[Ligne]:
    nuancier = document.carte("nuancier")
    yield Ligne("nuancier.Nuancier", {"cle": nuancier["cle"]}, nuancier.sauf("cle"), nuancier.no)
    for modele, nom in (("nuancier.Section", "sections"), ("nuancier.Conseil", "conseils")):
        for ligne in document.cartes(nom):
            yield Ligne(modele, {"cle": ligne["cle"]}, ligne.sauf("cle"), ligne.no)
    for ressource in document.cartes("ressources"):
        yield from _ressource(ressource)
    for famille in document.cartes("familles"):
        cle = {"numero": famille["numero"]}
        yield Ligne("nuancier.Famille", cle, famille.sauf("numero", "teintes"), famille.no)
        for teinte in famille.cartes("teintes"):
            yield from _teinte(teinte, cle)
    yield from recommandations(document.cartes("recommandations"))


def _ressource(ressource: Carte) -> Iterable[Ligne]:
    cle = {"cle": ressource["cle"]}
    yield Ligne("nuancier.Ressource", cle, ressource.sauf("cle", "liens"), ressource.no)
    for rang, lien in enumerate(ressource.cartes_si("liens"), 1):
        yield Ligne(
            "nuancier.Lien",
            {"ressource": Cle("nuancier.Ressource", cle), "adresse": lien["adresse"]},
            lien.sauf("adresse") | {"rang": rang},
            lien.no,
        )


def _teinte(teinte: Carte, famille: dict[str, Any]) -> Iterable[Ligne]:
    cle = {"famille": Cle("nuancier.Famille", famille), "numero": teinte["numero"]}
    code = {"code": f"{famille['numero']}.{teinte['numero']}"}
    yield Ligne("nuancier.Teinte", cle, teinte.sauf(*_A_PART) | code, teinte.no)
    parent = {"teinte": Cle("nuancier.Teinte", cle)}
    for partie in LISTES:
        for rang, texte in enumerate(teinte.get(partie, ()), 1):
            cle_element = parent | {"partie": partie.value, "rang": rang}
            yield Ligne("nuancier.Element", cle_element, {"texte": texte}, teinte.no)
    for lacune in teinte.cartes_si("lacunes"):
        yield Ligne(
            "nuancier.Lacune", parent | {"partie": lacune["partie"]}, lacune.sauf("partie"), lacune.no
        )
    for rang, module in enumerate(teinte.cartes_si("modules"), 1):
        yield from _module(module, parent, rang)
    for partie in BIBLIOGRAPHIES:
        for rang, citation in enumerate(teinte.cartes_si(partie), 1):
            ressource = Cle("nuancier.Ressource", {"cle": citation["ressource"]})
            cle_citation = parent | {"partie": partie.value, "ressource": ressource}
            champs = citation.sauf("ressource") | {"rang": rang}
            yield Ligne("nuancier.Citation", cle_citation, champs, citation.no)


def _module(module: Carte, parent: dict[str, Any], rang: int) -> Iterable[Ligne]:
    cle = parent | {"cle": module["cle"]}
    yield Ligne("nuancier.Module", cle, module.sauf("cle", "deroule") | {"rang": rang}, module.no)
    for numero, texte in enumerate(module.get("deroule", ()), 1):
        cle_etape = {"module": Cle("nuancier.Module", cle), "rang": numero}
        yield Ligne("nuancier.Etape", cle_etape, {"texte": texte}, module.no)


def _achever() -> None:
    """Search and catalogue follow, and every teinte that changed has its version."""
    reindexer()
    inscrire_au_catalogue()
    tenir_a_jour()


CORPUS = Corpus("nuancier", settings.BASE_DIR / "fixtures" / "nuancier.yaml", _lignes, apres=_achever)
