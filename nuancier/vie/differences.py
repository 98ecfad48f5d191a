"""What changed between two fiches, in words: a pure function, without a query.

A fiche is laid out as groups of lines (one per list, per module, per record); two layouts are compared
line by line, and changed lines word by word.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from nuancier.enums import BIBLIOGRAPHIES, LISTES, Manque, Partie
from nuancier.fiches import (
    CHAMPS_MODULE,
    CHAMPS_RESSOURCE,
    CHAMPS_TEINTE,
    FicheCitation,
    FicheModule,
    FicheTeinte,
)
from nuancier.models import Module, Ressource, Teinte

PRESENTATION = "presentation"
MANQUES = "lacunes"
# Below this likeness two lines are one removed and one added, not one changed.
PARENTE = 0.45
_MOTS = re.compile(r"\s+|[\w’'-]+|[^\w\s]")


@dataclass(frozen=True)
class Texte:
    """One line of a layout; `libelle` is empty in a list."""

    texte: str
    libelle: str = ""


@dataclass(frozen=True)
class Groupe:
    """Lines that go together under one key: a list, a module, a record."""

    cle: str
    titre: str
    lignes: tuple[Texte, ...]


@dataclass(frozen=True)
class Morceau:
    """Some words of a changed line; `genre`: egal, ajoute or retire."""

    genre: str
    texte: str


@dataclass(frozen=True)
class Ligne:
    """One line of a diff; `genre`: egal, ajoute, retire or change."""

    genre: str
    libelle: str
    morceaux: tuple[Morceau, ...]


@dataclass(frozen=True)
class Difference:
    """One group that differs; `genre`: ajoute, retire or change. Unchanged lines stay, for the context."""

    titre: str
    genre: str
    lignes: tuple[Ligne, ...]


def comparer(avant: FicheTeinte, apres: FicheTeinte) -> tuple[Difference, ...]:
    """What differs, group by group, in the order of a teinte's page; empty when nothing does."""
    return comparer_groupes(groupes(avant), groupes(apres))


def comparer_groupes(avant: Sequence[Groupe], apres: Sequence[Groupe]) -> tuple[Difference, ...]:
    """The same over two layouts."""
    anciens = {groupe.cle: groupe for groupe in avant}
    nouveaux = {groupe.cle: groupe for groupe in apres}
    rendues = []
    for cle in [*anciens, *(cle for cle in nouveaux if cle not in anciens)]:
        ancien, nouveau = anciens.get(cle), nouveaux.get(cle)
        lignes = tuple(_lignes(ancien.lignes if ancien else (), nouveau.lignes if nouveau else ()))
        if any(ligne.genre != "egal" for ligne in lignes):
            genre = "change" if ancien and nouveau else "ajoute" if nouveau else "retire"
            rendues.append(Difference((nouveau or ancien or _RIEN).titre, genre, lignes))
    return tuple(rendues)


_RIEN = Groupe("", "", ())


def _lignes(avant: Sequence[Texte], apres: Sequence[Texte]) -> Iterator[Ligne]:
    """Labelled lines meet by label, those of a list by likeness."""
    if any(ligne.libelle for ligne in (*avant, *apres)):
        par_libelle = {ligne.libelle: ligne.texte for ligne in apres}
        for ligne in avant:
            yield _ligne(ligne.libelle, ligne.texte, par_libelle.pop(ligne.libelle, None))
        for libelle, texte in par_libelle.items():
            yield _ligne(libelle, None, texte)
        return
    anciens, nouveaux = [ligne.texte for ligne in avant], [ligne.texte for ligne in apres]
    for geste, i, j, k, n in SequenceMatcher(None, anciens, nouveaux, autojunk=False).get_opcodes():
        if geste == "equal":
            yield from (_ligne("", texte, texte) for texte in anciens[i:j])
        else:
            yield from _remplacer(anciens[i:j], nouveaux[k:n])


def _remplacer(anciens: list[str], nouveaux: list[str]) -> Iterator[Ligne]:
    """Old lines that became new ones: each with its nearest, in order."""
    reste = list(nouveaux)
    for ancien in anciens:
        proche = max(reste, key=lambda nouveau: _parente(ancien, nouveau), default=None)
        if proche is None or _parente(ancien, proche) < PARENTE:
            yield _ligne("", ancien, None)
            continue
        for nouveau in reste[: reste.index(proche)]:
            yield _ligne("", None, nouveau)
        del reste[: reste.index(proche) + 1]
        yield _ligne("", ancien, proche)
    yield from (_ligne("", None, nouveau) for nouveau in reste)


def _parente(un: str, autre: str) -> float:
    return SequenceMatcher(None, _MOTS.findall(un), _MOTS.findall(autre), autojunk=False).ratio()


def _ligne(libelle: str, avant: str | None, apres: str | None) -> Ligne:
    if avant == apres:
        return Ligne("egal", libelle, (Morceau("egal", avant or ""),))
    if avant is None:
        return Ligne("ajoute", libelle, (Morceau("ajoute", apres or ""),))
    if apres is None:
        return Ligne("retire", libelle, (Morceau("retire", avant),))
    return Ligne("change", libelle, tuple(_mots(avant, apres)))


def _mots(avant: str, apres: str) -> Iterator[Morceau]:
    anciens, nouveaux = _MOTS.findall(avant), _MOTS.findall(apres)
    for geste, i, j, k, n in SequenceMatcher(None, anciens, nouveaux, autojunk=False).get_opcodes():
        if geste == "equal":
            yield Morceau("egal", "".join(anciens[i:j]))
            continue
        if retire := "".join(anciens[i:j]):
            yield Morceau("retire", retire)
        if ajoute := "".join(nouveaux[k:n]):
            yield Morceau("ajoute", ajoute)


# --- the layout of a fiche -----------------------------------------------------------------------


def groupes(fiche: FicheTeinte) -> tuple[Groupe, ...]:
    """A whole fiche as groups of lines."""
    presentation = {nom: getattr(fiche, nom) for nom in CHAMPS_TEINTE}
    listes = {p: getattr(fiche, p) for p in LISTES}
    return (
        groupe_de_presentation(presentation),
        *(groupe_de_liste(Partie(p).label, p, textes) for p, textes in listes.items()),
        *(groupe for module in fiche.modules for groupe in groupes_du_module(module)),
        *(groupe_de_citation(p, c) for p in BIBLIOGRAPHIES for c in getattr(fiche, p)),
        groupe_de_liste("Ce qui manque", MANQUES, _manques(fiche)),
    )


def groupe_de_presentation(valeurs: Mapping[str, Any]) -> Groupe:
    return Groupe(PRESENTATION, "Présentation", tuple(_champs(Teinte, valeurs)))


def groupe_de_liste(titre: str, cle: str, textes: Sequence[str]) -> Groupe:
    return Groupe(cle, titre, tuple(Texte(texte) for texte in textes))


def groupes_du_module(module: FicheModule) -> tuple[Groupe, Groupe]:
    """Its fields, then its steps."""
    titre = f"Module « {module.titre or module.cle} »"
    valeurs = {nom: getattr(module, nom) for nom in CHAMPS_MODULE}
    return (
        Groupe(f"module:{module.cle}", titre, tuple(_champs(Module, valeurs))),
        groupe_de_liste(f"{titre} : déroulé", f"deroule:{module.cle}", module.deroule),
    )


def groupe_de_citation(partie: str, citation: FicheCitation) -> Groupe:
    fiche = citation.ressource
    lignes = [*_champs(Ressource, {nom: getattr(fiche, nom) for nom in CHAMPS_RESSOURCE})]
    lignes += [Texte(f"{lien.libelle} {lien.adresse}".strip(), f"Lien {n}") for n, lien in
               enumerate(fiche.liens, 1)]  # fmt: skip
    if citation.precision:
        lignes.append(Texte(citation.precision, "Précision"))
    return Groupe(f"{partie}:{fiche.cle}", f"{Partie(partie).label} : {fiche.titre}", tuple(lignes))


def _manques(fiche: FicheTeinte) -> tuple[str, ...]:
    return tuple(
        f"{Partie(m.partie).label} : {Manque(m.genre).label}{f' ({m.remarque})' if m.remarque else ''}"
        for m in fiche.lacunes
    )


def _champs(modele: type, valeurs: Mapping[str, Any]) -> Iterator[Texte]:
    """Fields that say something, under their French names, choices by their labels."""
    for nom, valeur in valeurs.items():
        texte = en_clair(modele, nom, valeur)
        if texte:
            libelle = str(modele._meta.get_field(nom).verbose_name)  # type: ignore[attr-defined]
            yield Texte(texte, libelle[0].upper() + libelle[1:])


def en_clair(modele: type, nom: str, valeur: Any) -> str:
    """A field's value as a reader reads it; empty when it says nothing."""
    if valeur in (None, "", False, (), []):
        return ""
    if valeur is True:
        return "oui"
    champ = modele._meta.get_field(nom)  # type: ignore[attr-defined]
    choix = dict(getattr(getattr(champ, "base_field", champ), "flatchoices", ()))
    valeurs = valeur if isinstance(valeur, list | tuple) else (valeur,)
    return ", ".join(str(choix.get(v, v)) for v in valeurs)
