"""The catalogue as a table, out and in: one row per module, whole fiches, cells that people can edit.

A teinte of several modules repeats its own cells; a list has one item a line; a record is a line
« • Titre » followed by its « Nom : valeur » lines. `lire_table` gives back the very fiches.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError

from communs.echanges import tableurs
from communs.echanges.rapport import Erreur, ErreursDImport
from communs.echanges.tableurs import CELLULE_MAX, FORMULE, MARQUE, Ligne, ecrire_csv, texte_xlsx
from communs.echanges.textes import normaliser, sans_accents
from nuancier.enums import BIBLIOGRAPHIES, LISTES
from nuancier.exports.champs import CODE_DE_TEINTE, MODULE, Illisible, ecrire_valeurs
from nuancier.exports.notices import (
    DEUX_POINTS,
    ecrire_lacune,
    lire_citation,
    lire_lacune,
    lire_module,
    paires_de_la_citation,
    separer,
)
from nuancier.exports.selection import Selection, adresse_de
from nuancier.fiches import FicheCitation, FicheTeinte

CODE, TITRE, TITRE_COURT, RESUME, LACUNES = "Code", "Titre", "Titre court", "Résumé", "Lacunes"
TITRE_DU_MODULE, DEROULE = "Titre du module", "Déroulé"
PARTIES = tuple(str(p.label) for p in LISTES)
NOTICES = tuple(str(p.label) for p in BIBLIOGRAPHIES)
DE_LA_TEINTE = (TITRE, TITRE_COURT, RESUME, *PARTIES, LACUNES, *NOTICES)
DU_MODULE = (TITRE_DU_MODULE, *(c.libelle for c in MODULE), DEROULE)
# For the reader; told anew at each export, never read back.
POUR_MEMOIRE = ("Famille", "Adresse", "Source", "Licence")
COLONNES = (CODE, *DE_LA_TEINTE, *DU_MODULE, *POUR_MEMOIRE)
PUCE = "• "
# xlsxwriter writes the time of day in place of anything but a datetime.
PREMIER_NUANCIER = datetime(2016, 1, 1, tzinfo=UTC)


class CelluleTropLongue(ValueError):
    """A spreadsheet could not hold this cell; the message says which, in French."""


# --- out -----------------------------------------------------------------------------------------


def rangees(selection: Selection) -> Iterator[list[str]]:
    """The cells of each row, in the order of COLONNES."""
    source = f"{selection.nuancier.titre}, {selection.nuancier.auteur} ({selection.nuancier.programme})"
    licence = f"{selection.nuancier.licence} {selection.nuancier.licence_adresse}"
    for fiche in selection.fiches:
        propres = [normaliser(fiche.code), *_de_la_teinte(fiche)]
        memoire = [selection.famille_de(fiche).nom, adresse_de(fiche.code), source, licence]
        for module in fiche.modules or (None,):
            cellules = [""] * len(DU_MODULE)
            if module is not None:
                valeurs = ["\n".join(_lignes(ecrire_valeurs(c, getattr(module, c.nom)))) for c in MODULE]
                cellules = [normaliser(module.titre), *valeurs, "\n".join(_lignes(module.deroule))]
            yield [*propres, *cellules, *memoire]


def _de_la_teinte(fiche: FicheTeinte) -> list[str]:
    textes = [normaliser(t) for t in (fiche.titre, fiche.titre_court, fiche.resume)]
    textes += ["\n".join(_lignes(getattr(fiche, partie))) for partie in LISTES]
    textes.append("\n".join(_lignes(ecrire_lacune(lacune) for lacune in fiche.lacunes)))
    return textes + [_notices(getattr(fiche, partie)) for partie in BIBLIOGRAPHIES]


def _notices(citations: Iterable[FicheCitation]) -> str:
    lignes: list[str] = []
    for citation in citations:
        lignes.append(PUCE + _une_ligne(citation.ressource.titre))
        lignes += [f"{nom}{DEUX_POINTS}{_une_ligne(v)}" for nom, v in paires_de_la_citation(citation)]
    return "\n".join(lignes)


def _une_ligne(texte: str) -> str:
    """A text that fits a line; `_relire` gives it back."""
    return normaliser(texte).replace("\\", "\\\\").replace("\n", "\\n")


def _relire(ligne: str) -> str:
    morceaux = ligne.strip().split("\\\\")
    return "\\".join(m.replace("\\n", "\n") for m in morceaux)


def _lignes(textes: Iterable[str]) -> list[str]:
    return [ligne for ligne in map(_une_ligne, textes) if ligne]


def en_csv(selection: Selection, *, tableur: bool) -> bytes:
    """`tableur`: semicolons and the mark of UTF-8, for a French spreadsheet; else plain RFC 4180."""
    texte = ecrire_csv(COLONNES, rangees(selection), ";" if tableur else ",")
    return ((MARQUE if tableur else "") + texte).encode()


def en_xlsx(selection: Selection) -> bytes:
    """A workbook whose texts stay texts, with its source and licence on a sheet of their own.

    Raise CelluleTropLongue rather than lose the end of a text.
    """
    import xlsxwriter

    sortie = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(sortie, options) as classeur:
        nuancier = selection.nuancier
        classeur.set_properties(
            {
                "title": f"{nuancier.titre} : {selection.titre}",
                "author": nuancier.auteur,
                "comments": f"{nuancier.attribution} {nuancier.licence} {nuancier.licence_adresse}",
                "created": PREMIER_NUANCIER,  # the same content makes the same file
            }
        )
        entete = classeur.add_format({"bold": True, "bottom": 2, "valign": "top", "text_wrap": True})
        texte = classeur.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        feuille = classeur.add_worksheet("Modules")
        for colonne, nom in enumerate(COLONNES):
            feuille.set_column(colonne, colonne, 8 if nom == CODE else 40 if nom in DE_LA_TEINTE else 22)
            feuille.write_string(0, colonne, nom, entete)
        for no, rangee in enumerate(rangees(selection), 1):
            for colonne, cellule in enumerate(rangee):
                if len(cellule) > CELLULE_MAX:
                    raise CelluleTropLongue(
                        f"Teinte {rangee[0]}, « {COLONNES[colonne]} » : ce texte dépasse ce qu’une cellule "
                        "peut contenir. Prenez le CSV ou le JSON."
                    )
                if cellule:
                    feuille.write_string(no, colonne, texte_xlsx(cellule), texte)
        feuille.freeze_panes(1, 2)
        _feuille_de_licence(classeur, selection, texte)
    return sortie.getvalue()


def _feuille_de_licence(classeur: Any, selection: Selection, texte: Any) -> None:
    nuancier = selection.nuancier
    feuille = classeur.add_worksheet("Source et licence")
    feuille.set_column(0, 0, 14)
    feuille.set_column(1, 1, 90)
    lignes = (
        ("Contenu", f"{selection.genre} : {selection.titre}"),
        ("Adresse", selection.adresse),
        ("Source", f"{nuancier.titre}, {nuancier.auteur}, {nuancier.programme}"),
        ("Attribution", nuancier.attribution),
        ("Licence", f"{nuancier.licence} ({nuancier.licence_nom})"),
        ("Texte", nuancier.licence_adresse),
    )
    for no, (nom, valeur) in enumerate(lignes):
        feuille.write_string(no, 0, nom, texte)
        feuille.write_string(no, 1, texte_xlsx(normaliser(valeur)), texte)


# --- in ------------------------------------------------------------------------------------------


def lire_table(octets: bytes) -> list[FicheTeinte]:
    """The fiches of a CSV or XLSX file made by us, edited or not.

    Raise ErreursDImport with every line that says nothing sensible: all or nothing.
    """
    try:
        feuille = tableurs.lire(octets, signes_max=CELLULE_MAX)
    except ValidationError as erreur:
        raise ErreursDImport([Erreur(0, phrase) for phrase in erreur.messages]) from None
    presentes = {sans_accents(nom) for nom in feuille.colonnes}
    manquantes = [nom for nom in (CODE, *DE_LA_TEINTE, *DU_MODULE) if sans_accents(nom) not in presentes]
    if manquantes:
        noms = ", ".join(f"« {nom} »" for nom in manquantes)
        raise ErreursDImport([Erreur(0, f"Il manque à ce tableau : {noms}.")])
    return _Lecture().lire(feuille.lignes)


class _Lecture:
    """What was understood so far, teinte by teinte, and everything that was not."""

    def __init__(self) -> None:
        self.fiches: dict[str, FicheTeinte] = {}
        self.propres: dict[str, list[str]] = {}
        self.erreurs: list[Erreur] = []

    def lire(self, lignes: Iterable[Ligne]) -> list[FicheTeinte]:
        for ligne in lignes:
            cellules = dict(ligne.cellules)
            try:
                self._lire(cellules)
            except Illisible as faute:
                code = cellules.get(sans_accents(CODE))
                quoi = f"teinte {code} : " if isinstance(code, str) and code else ""
                self.erreurs.append(Erreur(ligne.no, f"{quoi}{faute}"))
        if self.erreurs:
            raise ErreursDImport(self.erreurs)
        return list(self.fiches.values())

    def _lire(self, cellules: dict[str, Any]) -> None:
        code = _code(cellules.get(sans_accents(CODE)))
        propres = [_texte(cellules, nom) for nom in DE_LA_TEINTE]
        if code not in self.fiches:
            self.fiches[code] = _fiche(code, dict(zip(DE_LA_TEINTE, propres, strict=True)))
            self.propres[code] = propres
        elif any(dit and dit != deja for dit, deja in zip(propres, self.propres[code], strict=True)):
            raise Illisible("ses textes diffèrent d’une ligne à l’autre : laissez-les vides ou identiques.")
        module = {nom: _texte(cellules, nom) for nom in DU_MODULE}
        if any(module.values()):
            self._ajouter(code, module)

    def _ajouter(self, code: str, module: dict[str, str]) -> None:
        paires = [(c.libelle, t) for c in MODULE for t in _textes(module[c.libelle])]
        lu = lire_module(module[TITRE_DU_MODULE], paires, _textes(module[DEROULE]))
        fiche = self.fiches[code]
        if lu.cle in {m.cle for m in fiche.modules}:
            raise Illisible(f"deux modules portent la clé « {lu.cle[:60]} ».")
        self.fiches[code] = replace(fiche, modules=(*fiche.modules, lu))


def _code(cellule: Any) -> str:
    dit = cellule.strip() if isinstance(cellule, str) else ""
    if CODE_DE_TEINTE.fullmatch(dit):
        return dit
    raise Illisible(
        "le code s’écrit 3.2. Si votre tableur l’a pris pour un nombre ou une date, mettez la colonne au "
        "format texte et écrivez-le de nouveau."
    )


def _texte(cellules: dict[str, Any], nom: str) -> str:
    cellule = cellules.get(sans_accents(nom))
    if cellule is FORMULE:
        raise Illisible(f"la colonne « {nom} » contient une formule : collez-y sa valeur.")
    if isinstance(cellule, float) and cellule.is_integer():
        cellule = int(cellule)
    return "" if cellule is None else normaliser(str(cellule))


def _textes(cellule: str) -> tuple[str, ...]:
    return tuple(filter(None, map(_relire, cellule.split("\n"))))


def _fiche(code: str, cellules: dict[str, str]) -> FicheTeinte:
    if not cellules[TITRE] or not cellules[TITRE_COURT]:
        raise Illisible("une teinte a besoin d’un titre et d’un titre court.")
    parties: dict[str, Any] = {p.value: _textes(cellules[str(p.label)]) for p in LISTES}
    parties |= {p.value: _lire_notices(cellules[str(p.label)]) for p in BIBLIOGRAPHIES}
    return FicheTeinte(
        code=code,
        titre=cellules[TITRE],
        titre_court=cellules[TITRE_COURT],
        resume=cellules[RESUME],
        lacunes=tuple(map(lire_lacune, _textes(cellules[LACUNES]))),
        **parties,
    )


def _lire_notices(cellule: str) -> tuple[FicheCitation, ...]:
    notices: list[tuple[str, list[tuple[str, str]]]] = []
    for ligne in filter(None, (brute.strip() for brute in cellule.split("\n"))):
        if ligne.startswith(PUCE):
            notices.append((_relire(ligne.removeprefix(PUCE)), []))
            continue
        nom, valeur = separer(ligne)
        if not notices or not nom:
            raise Illisible(f"notice illisible : « {ligne[:60]} ». Une notice commence par « {PUCE}Titre ».")
        notices[-1][1].append((nom, _relire(valeur)))
    return tuple(lire_citation(titre, paires) for titre, paires in notices)
