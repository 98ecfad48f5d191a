"""Modules, records and gaps as pairs « name : value », the grammar that Markdown and tables share."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from communs.echanges.textes import sans_accents
from nuancier.enums import Manque, Partie
from nuancier.exports.champs import (
    LIEN,
    MODULE,
    PRECISION,
    RESSOURCE,
    Champ,
    Illisible,
    ecrire_valeurs,
    lire_valeur,
    lire_valeurs,
)
from nuancier.fiches import FicheCitation, FicheLacune, FicheLien, FicheModule, FicheRessource

Paires = list[tuple[str, str]]
DEUX_POINTS, TIRET = " : ", " — "
_SEPARE = re.compile(r"([^:]+?)\s*:\s+(.+)", re.DOTALL)


def paires_du_module(module: FicheModule) -> Paires:
    """What the module says, its title and steps apart."""
    return [(c.libelle, texte) for c in MODULE for texte in ecrire_valeurs(c, getattr(module, c.nom))]


def paires_de_la_citation(citation: FicheCitation) -> Paires:
    """The record, its title apart, then its links and why this teinte cites it."""
    paires = [
        (c.libelle, texte)
        for c in RESSOURCE
        for texte in ecrire_valeurs(c, getattr(citation.ressource, c.nom))
    ]
    paires += [(LIEN, f"{lien.adresse} {lien.libelle}".rstrip()) for lien in citation.ressource.liens]
    return paires + ([(PRECISION, citation.precision)] if citation.precision else [])


def separer(ligne: str) -> tuple[str, str]:
    """The name and the value of « nom : valeur », whatever space stands before the colon; no name: none."""
    trouve = _SEPARE.match(ligne)
    return (trouve[1].strip(), trouve[2].strip()) if trouve else ("", ligne)


def ecrire_lacune(lacune: FicheLacune) -> str:
    """« Ressources : à compléter — remarque »."""
    dit = f"{Partie(lacune.partie).label}{DEUX_POINTS}{Manque(lacune.genre).label}"
    return f"{dit}{TIRET}{lacune.remarque}" if lacune.remarque else dit


_LACUNE = (Champ("partie", "Partie", enum=Partie), Champ("genre", "Ce qui manque", enum=Manque))


def lire_lacune(texte: str) -> FicheLacune:
    partie, reste = separer(texte)
    if not partie:
        raise Illisible("Une lacune s’écrit « Ressources : à compléter ».")
    genre, _, remarque = reste.partition(TIRET)
    return FicheLacune(
        lire_valeur(_LACUNE[0], partie.strip()), lire_valeur(_LACUNE[1], genre.strip()), remarque.strip()
    )


def lire_module(titre: str, paires: Paires, deroule: Iterable[str]) -> FicheModule:
    valeurs = _lire(MODULE, paires)
    if not valeurs["cle"]:
        raise Illisible("Un module a besoin d’une clé.")
    if not valeurs["format"]:
        raise Illisible("Un module a besoin d’un format.")
    return FicheModule(titre=titre, deroule=tuple(deroule), **valeurs)


def lire_citation(titre: str, paires: Paires) -> FicheCitation:
    liens = tuple(_lien(texte) for nom, texte in paires if nom == LIEN)
    precisions = [texte for nom, texte in paires if nom == PRECISION]
    valeurs = _lire(RESSOURCE, [p for p in paires if p[0] not in (LIEN, PRECISION)])
    if not valeurs["cle"] or not valeurs["genre"]:
        raise Illisible(f"La notice « {titre[:60]} » a besoin d’une clé et d’un genre.")
    ressource = FicheRessource(titre=titre, liens=liens, **valeurs)
    return FicheCitation(ressource, precisions[0] if precisions else "")


def _lien(texte: str) -> FicheLien:
    adresse, _, libelle = texte.partition(" ")
    return FicheLien(adresse, libelle.strip())


def _lire(champs: Sequence[Champ], paires: Paires) -> dict[str, Any]:
    connus = {sans_accents(champ.libelle): champ for champ in champs}
    textes: dict[str, list[str]] = {champ.nom: [] for champ in champs}
    for nom, texte in paires:
        champ = connus.get(sans_accents(nom))
        if champ is None:
            raise Illisible(f"« {nom[:60]} » n’est pas un champ connu.")
        textes[champ.nom].append(texte)
    return {champ.nom: lire_valeurs(champ, textes[champ.nom]) for champ in champs}
