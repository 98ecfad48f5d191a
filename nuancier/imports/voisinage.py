"""What the other lines of a document tell about one of its records or titles.

A name read once lends itself: the host of an address, a series, a word's capital. Nothing is invented: what
is added stands somewhere in the document, and never takes the place of what a line says.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from nuancier.fiches import FicheCitation, FicheLien, FicheRessource, FicheTeinte
from nuancier.imports.lignes import plier

_MOT = re.compile(r"[^\W\d_]+")
_DATEE = re.compile(r"/((?:19|20)\d\d)/(?:0[1-9]|1[0-2])/")  # the address of a dated entry
_COLLECTION = re.compile(r"^(?:série vidéo|série|programme|collection|revue) ", re.IGNORECASE)


def noms_propres(document: str, titres: Iterable[str]) -> dict[str, str]:
    """The words of these titles that the document writes with a capital in its sentences, never without."""
    voulus = {mot.casefold() for titre in titres for mot in _MOT.findall(titre)}
    noms: dict[str, str] = {}
    petits: set[str] = set()
    fin, dans_une_phrase = 0, False
    for trouve in _MOT.finditer(document):
        mot = trouve[0]
        suit = dans_une_phrase and document[fin : trouve.start()] in (" ", "'", "’")
        fin, dans_une_phrase = trouve.end(), mot.islower()
        if mot.casefold() not in voulus:
            continue
        if dans_une_phrase:
            petits.add(mot)
        elif suit:
            noms[mot.casefold()] = mot
    return {bas: mot for bas, mot in noms.items() if bas not in petits}


def en_casse(titre: str, noms: dict[str, str]) -> str:
    """A title in capitals becomes a sentence, its names kept; one that has small letters stays as it is."""
    if titre != titre.upper():
        return titre
    phrase = _MOT.sub(lambda mot: noms.get(mot[0].casefold(), mot[0].lower()), titre)
    return phrase[:1].upper() + phrase[1:]


def completer(fiches: Sequence[FicheTeinte]) -> list[FicheTeinte]:
    """The same fiches; a record that tells no organism, link or year takes what its neighbours tell."""
    voisins = _Voisins([c.ressource for f in fiches for c in (*f.ressources, *f.references)])

    def tous(citations: Iterable[FicheCitation]) -> tuple[FicheCitation, ...]:
        return tuple(replace(c, ressource=voisins.completer(c.ressource)) for c in citations)

    return [replace(f, ressources=tous(f.ressources), references=tous(f.references)) for f in fiches]


class _Voisins:
    """Who is named, what series belong to whom, whose home page stands where; all by folded name."""

    def __init__(self, ressources: Iterable[FicheRessource]) -> None:
        self.organismes: dict[str, str] = {}
        self.series: dict[str, tuple[str, ...]] = {}
        self.accueils: dict[str, FicheLien] = {}
        for ressource in ressources:
            for nom in ressource.organismes:
                self.organismes.setdefault(plier(nom), nom)
            if ressource.organismes:
                self.series.setdefault(plier(ressource.titre), ressource.organismes)
            for lien in ressource.liens:
                if _est_un_accueil(lien.adresse):
                    self.accueils.setdefault(_hote(lien.adresse), lien)

    def completer(self, ressource: FicheRessource) -> FicheRessource:
        titre = plier(ressource.titre)
        if not ressource.liens and titre in self.accueils:
            ressource = replace(ressource, liens=(self.accueils[titre],))
        if not ressource.organismes and not ressource.auteurs:
            ressource = replace(ressource, organismes=self._a_qui(ressource, titre))
        if ressource.annee is None and not ressource.date:
            dates = [int(a) for lien in ressource.liens for a in _DATEE.findall(lien.adresse)]
            ressource = replace(ressource, annee=max(dates, default=None))
        return ressource

    def _a_qui(self, ressource: FicheRessource, titre: str) -> tuple[str, ...]:
        """Whose site it stands on, else whose series it belongs to."""
        for lien in ressource.liens:
            nom = self.organismes.get(_hote(lien.adresse))
            if nom is not None and plier(nom) != titre:
                return (nom,)
        return self.series.get(plier(_COLLECTION.sub("", ressource.dans)), ())


def _hote(adresse: str) -> str:
    """The name that a host bears: « http://www.aequitaz.org/ » is aequitaz."""
    hote = adresse.split("://")[-1].split("/")[0].removeprefix("www.")
    return plier(hote.rpartition(".")[0])


def _est_un_accueil(adresse: str) -> bool:
    return adresse.split("://")[-1].rstrip("/").count("/") == 0
