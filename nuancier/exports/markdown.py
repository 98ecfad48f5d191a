"""The chart as Markdown, in the shape of its source; docs/nuancier-exports.md defines it for the import.

Every text is escaped so that none becomes structure: markup characters by a backslash, the start of a
line that would open a heading, a list or a teinte too.
"""

import re
from collections.abc import Iterable

from communs.echanges.textes import normaliser
from nuancier.enums import BIBLIOGRAPHIES, LISTES, Partie
from nuancier.exports.notices import (
    DEUX_POINTS,
    Paires,
    ecrire_lacune,
    paires_de_la_citation,
    paires_du_module,
)
from nuancier.exports.selection import Chapitre, Selection
from nuancier.fiches import FicheCitation, FicheModule, FicheTeinte

_BALISES = re.compile(r"[\\`*_\[\]<>&~|#$]")
_DEBUT = re.compile(r"^([+\-=:]|\d{1,9}(?=[.)]))")
_TEINTE = re.compile(r"^t(?=einte\b)", re.IGNORECASE)
TITRE_COURT, RESUME = "Titre court", "Résumé"


def sur_une_ligne(texte: str) -> str:
    """Markdown has no line end inside an item: they become spaces."""
    return re.sub(r"[ \t]*[\n\t\u2028\u2029]\s*", " ", normaliser(texte))


def echapper(texte: str) -> str:
    """A text, on one line, that CommonMark shows as it is, wherever it stands."""
    texte = _BALISES.sub(r"\\\g<0>", sur_une_ligne(texte))
    texte = _TEINTE.sub(lambda trouve: f"&#{ord(trouve[0])};", texte)
    trouve = _DEBUT.match(texte)
    if trouve is None:
        return texte
    if trouve[1][0].isdigit():
        return f"{trouve[1]}\\{texte[trouve.end() :]}"
    return f"\\{texte}"


def en_markdown(selection: Selection) -> str:
    """The whole document, ending with a line end."""
    lignes = [*_entete(selection)]
    for chapitre in selection.chapitres:
        lignes += _famille(chapitre)
        for fiche in chapitre.fiches:
            lignes += _teinte(fiche)
    return "\n".join(lignes).rstrip() + "\n"


def _entete(selection: Selection) -> list[str]:
    nuancier = selection.nuancier
    licence = f"{echapper(nuancier.licence)} ({echapper(nuancier.licence_nom)})"
    paires = (
        ("Contenu", f"{echapper(selection.genre)}, {echapper(selection.titre)}"),
        ("Adresse", f"<{selection.adresse}>"),
        (
            "Source",
            f"{echapper(nuancier.titre)}, {echapper(nuancier.auteur)}, {echapper(nuancier.programme)}",
        ),
        ("Attribution", echapper(nuancier.attribution)),
        ("Licence", f"{licence} <{nuancier.licence_adresse}>"),
    )
    return [*(f"> {nom}{DEUX_POINTS}{texte}  " for nom, texte in paires), ""]


def _famille(chapitre: Chapitre) -> list[str]:
    famille = chapitre.famille
    paragraphes = [p for p in re.split(r"\n\s*\n", famille.introduction.replace("\r", "")) if p.strip()]
    lignes = [f"# {echapper(famille.nom)}", "", f"## {echapper(famille.nom)}", ""]
    for paragraphe in (*paragraphes, *famille.questions):
        lignes += [echapper(paragraphe), ""]
    return lignes


def _teinte(fiche: FicheTeinte) -> list[str]:
    lignes = [f"TEINTE N° {fiche.code}", "", f"# {echapper(fiche.titre)}", ""]
    lignes += _paires([(TITRE_COURT, fiche.titre_court), (RESUME, fiche.resume)])
    for partie in LISTES:
        lignes += _partie(partie, getattr(fiche, partie))
    for module in fiche.modules:
        lignes += _module(module)
    for partie in BIBLIOGRAPHIES:
        lignes += _bibliographie(partie, getattr(fiche, partie))
    return lignes + _partie("Lacunes", [ecrire_lacune(lacune) for lacune in fiche.lacunes])


def _titre(partie: Partie | str) -> str:
    return str(partie.label if isinstance(partie, Partie) else partie).upper()


def _partie(partie: Partie | str, textes: Iterable[str], niveau: str = "##") -> list[str]:
    items = [f"- {echapper(texte)}" for texte in textes]
    return [f"{niveau} {_titre(partie)}", "", *items, ""] if items else []


def _paires(paires: Paires, retrait: str = "") -> list[str]:
    """« - Nom : valeur »; an address stands between angle brackets."""
    lignes = [f"{retrait}- {nom}{DEUX_POINTS}{_valeur(valeur)}" for nom, valeur in paires if valeur]
    return lignes if retrait else [*lignes, ""]


def _valeur(valeur: str) -> str:
    adresse, espace, suite = valeur.partition(" ")
    if re.fullmatch(r"https?://[^\s<>\\]+", adresse):
        return f"<{adresse}>{espace}{echapper(suite)}"
    return echapper(valeur)


def _module(module: FicheModule) -> list[str]:
    lignes = [f"## {_titre(Partie.MODULE)}", ""]
    if module.titre:
        lignes += [f"**« {echapper(module.titre)} »**", ""]
    lignes += ["### MODALITÉS", "", *_paires(paires_du_module(module))]
    return lignes + _partie("Déroulé", module.deroule, "###")


def _bibliographie(partie: Partie, citations: Iterable[FicheCitation]) -> list[str]:
    lignes: list[str] = []
    for citation in citations:
        lignes += [
            f"- **{echapper(citation.ressource.titre)}**",
            *_paires(paires_de_la_citation(citation), "  "),
        ]
    return [f"## {_titre(partie)}", "", *lignes, ""] if lignes else []
