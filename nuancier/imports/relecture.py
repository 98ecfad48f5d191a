"""The Markdown that the exports write, read back to the very same fiches.

Exact where the reading of a scanned chart guesses: every line has one meaning, or is an error.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from nuancier.enums import BIBLIOGRAPHIES, LISTES, Partie
from nuancier.exports.champs import Illisible
from nuancier.exports.markdown import RESUME, TITRE_COURT
from nuancier.exports.notices import lire_citation, lire_lacune, lire_module, separer
from nuancier.fiches import FicheTeinte
from nuancier.imports.rapport import FamilleLue, ImportLu, Niveau

_ECHAPPE = re.compile(r"\\([!-/:-@\[-`{-~])|&#(\d{2,3});")
_CODE = re.compile(r"TEINTE\s+N°\s?([1-9][0-9]?\.[1-9][0-9]{0,2})")
_ADRESSE = re.compile(r"<(https?://[^<>\s]{1,500})>(.*)")
_PARTIES = {str(p.label).upper(): p for p in (*LISTES, *BIBLIOGRAPHIES, Partie.MODULE)}
_LACUNES, _MODALITES, _DEROULE = "LACUNES", "MODALITÉS", "DÉROULÉ"
_SOUS_PARTIES = (_MODALITES, _DEROULE)
_ENTETE = re.compile(r"\s*> Contenu\s?:\s")
NOM_DE_FAMILLE = "Mise de côté\u00a0: le nom d’une famille, que l’import ne reprend pas."
INCONNUE = "Cette ligne n’a pas sa place dans un nuancier exporté d’ici."


@dataclass
class _Page:
    """A teinte under way: raw items by part, each with its line."""

    code: str
    ligne: int
    titre: str = ""
    entete: list[str] = field(default_factory=list)
    parties: dict[str, list[str]] = field(default_factory=dict)
    notices: dict[str, list[tuple[str, list[tuple[str, str]], int]]] = field(default_factory=dict)
    modules: list[dict[str, Any]] = field(default_factory=list)


def est_un_export(document: str) -> bool:
    """Whether this opens as our exports do."""
    return _ENTETE.match(document) is not None


def rendre(texte: str) -> str:
    """A text as it was before `echapper`."""
    return _ECHAPPE.sub(lambda trouve: trouve[1] or chr(int(trouve[2])), texte)


def lire(document: str) -> ImportLu:
    """Read an export; what it does not write is an error."""
    lecture = _Lecture()
    for no, brute in enumerate(document.split("\n"), 1):
        if brute.strip():
            lecture.lu.lignes[no] = Niveau.COMPRIS
            lecture.prendre(no, brute.rstrip())
    return lecture.finir()


class _Lecture:
    def __init__(self) -> None:
        self.lu = ImportLu()
        self.page: _Page | None = None
        self.partie = self.sous_partie = ""
        self.famille: tuple[str, int] | None = None

    def prendre(self, no: int, ligne: str) -> None:
        if code := _CODE.fullmatch(ligne):
            self._ouvrir(no, code[1])
        elif ligne.startswith("# "):
            self._titre(no, rendre(ligne[2:]))
        elif ligne.startswith("### "):
            self._sous_partie(no, ligne[4:])
        elif ligne.startswith("## "):
            self._partie(no, ligne[3:])
        elif self.page is None:
            raison = "l’introduction d’une famille" if self.famille else "l’en-tête du document"
            self.lu.dire(no, Niveau.ECARTE, f"Mise de côté\u00a0: {raison}, que l’import ne reprend pas.")
        elif not self._contenu(self.page, no, ligne):
            self.lu.dire(no, Niveau.ERREUR, INCONNUE)

    def _ouvrir(self, no: int, code: str) -> None:
        self._fermer()
        self.lu.entetes += 1
        if code in self.lu.debuts:
            premiere = self.lu.debuts[code]
            self.lu.dire(
                no, Niveau.ERREUR, f"La teinte {code} est déjà ligne {premiere}\u00a0: renumérotez-la."
            )
        self.lu.debuts.setdefault(code, no)
        self.page, self.partie, self.sous_partie = _Page(code, no), "", ""
        if self.famille is not None:
            self.lu.familles.append(FamilleLue(int(code.split(".")[0]), self.famille[0], "", self.famille[1]))
            self.famille = None

    def _titre(self, no: int, titre: str) -> None:
        if self.page is not None and not self.page.titre and not self.partie:
            self.page.titre = titre
            return
        self._fermer()
        self.famille = (titre, no)
        self.lu.dire(no, Niveau.ECARTE, NOM_DE_FAMILLE)

    def _partie(self, no: int, nom: str) -> None:
        if self.page is None:
            self.lu.dire(no, Niveau.ECARTE, NOM_DE_FAMILLE)
            return
        self.partie, self.sous_partie = nom, ""
        if nom == str(Partie.MODULE.label).upper():
            self.page.modules.append({"titre": "", "ligne": no, **{p: [] for p in _SOUS_PARTIES}})
        elif nom not in _PARTIES and nom != _LACUNES:
            self.lu.dire(no, Niveau.ERREUR, f"Titre inconnu\u00a0: «\u00a0{rendre(nom)[:80]}\u00a0».")
        elif nom in self.page.parties or nom in self.page.notices:
            self.lu.dire(no, Niveau.ERREUR, "Cette partie est déjà ouverte plus haut dans la même teinte.")

    def _sous_partie(self, no: int, nom: str) -> None:
        self.sous_partie = nom
        if self.page is None or not self.page.modules or nom not in _SOUS_PARTIES:
            self.lu.dire(no, Niveau.ERREUR, f"Titre inconnu\u00a0: «\u00a0{rendre(nom)[:80]}\u00a0».")

    def _contenu(self, page: _Page, no: int, ligne: str) -> bool:
        """Whether this line was expected here."""
        genre = _PARTIES.get(self.partie)
        if genre is Partie.MODULE:
            return self._module(page.modules[-1], ligne)
        if genre in BIBLIOGRAPHIES:
            return _notice(page.notices.setdefault(self.partie, []), no, ligne)
        if not ligne.startswith("- ") or not (self.partie == "" or self.partie in (*_PARTIES, _LACUNES)):
            return False
        rangement = page.parties.setdefault(self.partie, []) if self.partie else page.entete
        rangement.append(rendre(ligne[2:]))
        return True

    def _module(self, module: dict[str, Any], ligne: str) -> bool:
        if self.sous_partie in _SOUS_PARTIES and ligne.startswith("- "):
            module[self.sous_partie].append(rendre(ligne[2:]))
            return True
        if self.sous_partie or module["titre"] or not ligne.startswith("**«") or not ligne.endswith("»**"):
            return False
        module["titre"] = rendre(ligne[3:-3].strip(" \u00a0\u202f"))
        return True

    def _fermer(self) -> None:
        page, self.page = self.page, None
        if page is None:
            return
        try:
            self.lu.fiches.append(_fiche(page))
        except Illisible as faute:
            self.lu.dire(page.ligne, Niveau.ERREUR, f"Teinte {page.code}\u00a0: {faute}")

    def finir(self) -> ImportLu:
        self._fermer()
        if not self.lu.debuts:
            self.lu.dire(0, Niveau.ERREUR, "Aucune teinte dans ce document.")
        nombre = len(self.lu.debuts)
        self.lu.dire(0, Niveau.COMPRIS, f"Un nuancier exporté d’ici, relu tel quel\u00a0: {nombre} teintes.")
        return self.lu


def _notice(notices: list[tuple[str, list[tuple[str, str]], int]], no: int, ligne: str) -> bool:
    if ligne.startswith("- **") and ligne.endswith("**"):
        notices.append((rendre(ligne[4:-2]), [], no))
        return True
    if not notices or not ligne.startswith("  - "):
        return False
    nom, valeur = separer(ligne[4:])
    adresse = _ADRESSE.fullmatch(valeur)
    notices[-1][1].append((rendre(nom), adresse[1] + rendre(adresse[2]) if adresse else rendre(valeur)))
    return bool(nom)


def _fiche(page: _Page) -> FicheTeinte:
    entete = dict(separer(texte) for texte in page.entete)
    if not page.titre:
        raise Illisible("elle n’a pas de titre.")
    if inconnus := set(entete) - {TITRE_COURT, RESUME}:
        raise Illisible(f"«\u00a0{min(inconnus)[:60]}\u00a0» n’est pas un champ connu.")
    parties: dict[str, Any] = {p.value: tuple(page.parties.get(str(p.label).upper(), ())) for p in LISTES}
    for partie in BIBLIOGRAPHIES:
        notices = page.notices.get(str(partie.label).upper(), [])
        parties[partie.value] = tuple(_lire_notice(titre, paires, no) for titre, paires, no in notices)
    return FicheTeinte(
        code=page.code,
        titre=page.titre,
        titre_court=entete.get(TITRE_COURT) or page.titre[:60].rstrip(),
        resume=entete.get(RESUME, ""),
        lacunes=tuple(map(lire_lacune, page.parties.get(_LACUNES, ()))),
        modules=tuple(
            lire_module(m["titre"], [separer(t) for t in m[_MODALITES]], m[_DEROULE]) for m in page.modules
        ),
        **parties,
    )


def _lire_notice(titre: str, paires: list[tuple[str, str]], no: int) -> Any:
    try:
        return lire_citation(titre, paires)
    except Illisible as faute:
        raise Illisible(f"ligne {no}, {faute}") from None
