"""The records of a document, made one where several teintes cite the same."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nuancier.fiches import FicheCitation, FicheRessource, FicheTeinte
from nuancier.imports.lignes import plier

_REPRIS = ("auteurs", "role", "editeur", "dans", "organismes", "date", "annee")


def unir(fiches: Sequence[FicheTeinte], connues: Iterable[FicheRessource] = ()) -> list[FicheTeinte]:
    """The same fiches, with one record for each title and kind; `connues` lend their keys.

    A record takes what another mention of it tells and it does not; a record of the chart stays as it is
    where the document says nothing.
    """
    tables = _Notices(connues)
    for fiche in fiches:
        for citation in (*fiche.ressources, *fiche.references):
            tables.noter(citation.ressource)
    return [
        replace(
            fiche,
            ressources=tables.citer(fiche.ressources),
            references=tables.citer(fiche.references),
        )
        for fiche in fiches
    ]


def reprendre_les_noms(fiche: FicheTeinte, presente: FicheTeinte) -> FicheTeinte:
    """The same fiche; a module of the same title keeps the chart's key, to which courses and bookmarks point,
    and a gap already told keeps its sentence."""
    modules = {plier(module.titre): module for module in presente.modules}
    dites = {(lacune.partie, lacune.genre): lacune for lacune in presente.lacunes}
    return replace(
        fiche,
        modules=tuple(
            replace(module, cle=modules[plier(module.titre)].cle)
            if plier(module.titre) in modules
            else module
            for module in fiche.modules
        ),
        lacunes=tuple(dites.get((lacune.partie, lacune.genre), lacune) for lacune in fiche.lacunes),
    )


class _Notices:
    def __init__(self, connues: Iterable[FicheRessource]) -> None:
        self.unies: dict[tuple[str, str], FicheRessource] = {}
        self.cles: set[str] = set()
        for connue in connues:
            self.unies.setdefault(_nom(connue), connue)
            self.cles.add(connue.cle)

    def noter(self, ressource: FicheRessource) -> None:
        nom = _nom(ressource)
        deja = self.unies.get(nom)
        if deja is None:
            self.unies[nom] = replace(ressource, cle=self._cle(ressource))
            self.cles.add(self.unies[nom].cle)
        else:
            manque = {c: getattr(ressource, c) for c in _REPRIS if not getattr(deja, c)}
            adresses = {lien.adresse for lien in deja.liens}
            neufs = tuple(lien for lien in ressource.liens if lien.adresse not in adresses)
            self.unies[nom] = replace(deja, liens=(*deja.liens, *neufs), **manque)

    def _cle(self, ressource: FicheRessource) -> str:
        """Its own, or one that tells its kind when another record bears it."""
        cle = ressource.cle
        if cle in self.cles:
            cle = f"{ressource.genre}-{cle}"[:80].strip("-")
        rang, base = 2, cle[:74]
        while cle in self.cles:
            cle, rang = f"{base}-{rang}", rang + 1
        return cle

    def citer(self, citations: Iterable[FicheCitation]) -> tuple[FicheCitation, ...]:
        """Each record once."""
        citees: dict[str, FicheCitation] = {}
        for citation in citations:
            ressource = self.unies[_nom(citation.ressource)]
            citees.setdefault(ressource.cle, replace(citation, ressource=ressource))
        return tuple(citees.values())


def _nom(ressource: FicheRessource) -> tuple[str, str]:
    return plier(ressource.titre), ressource.genre
