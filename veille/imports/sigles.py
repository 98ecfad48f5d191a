"""A body named by its acronym alone takes the full name that another notice of the issue gives it."""

import re
from collections.abc import Iterable
from dataclasses import replace

from veille.imports.enums import Niveau
from veille.imports.rapport import NumeroLu
from veille.notices.fiches import FicheNotice
from veille.numeros.fiches import FicheNumero

_ENTIER = re.compile(r"^.{6,}\s\(([A-Z][\w-]{1,14})\)$")


def developper(numero: FicheNumero, lu: NumeroLu) -> FicheNumero:
    """The same issue, its acronyms developed; each replacement is said once."""
    noms = _connus([*numero.une, *(n for r in numero.rubriques for n in r.notices)])
    dits: set[str] = set()

    def une(fiche: FicheNotice) -> FicheNotice:
        auteurs = tuple(replace(a, nom=noms.get(a.nom, a.nom)) if a.organisme else a for a in fiche.auteurs)
        editeur = noms.get(fiche.editeur, fiche.editeur)
        dits.update(a.nom for a in fiche.auteurs if a.organisme and a.nom in noms)
        return replace(fiche, auteurs=auteurs, editeur=editeur)

    rubriques = tuple(replace(r, notices=tuple(map(une, r.notices))) for r in numero.rubriques)
    developpe = replace(numero, une=tuple(map(une, numero.une)), rubriques=rubriques)
    for sigle in sorted(dits):
        lu.dire(
            0,
            Niveau.CHOIX,
            f"«\u00a0{sigle}\u00a0» devient «\u00a0{noms[sigle]}\u00a0», comme dans une autre notice.",
        )
    return developpe


def _connus(fiches: Iterable[FicheNotice]) -> dict[str, str]:
    """Acronyms that have one full name, and one only."""
    trouves: dict[str, set[str]] = {}
    for fiche in fiches:
        for auteur in fiche.auteurs:
            if auteur.organisme and (entier := _ENTIER.match(auteur.nom)):
                trouves.setdefault(entier[1], set()).add(auteur.nom)
    return {sigle: next(iter(noms)) for sigle, noms in trouves.items() if len(noms) == 1}
