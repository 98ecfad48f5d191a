"""YAML read safely, every mapping knowing its lines, so that an error can point at one.

Stricter than PyYAML's safe loader: no alias (no bomb), no tag, no duplicate key, bounded size and
depth, and the plain scalars of YAML 1.2 (`oui`, `non`, `on`, `12:30` are texts).
"""

import re
from collections.abc import Hashable
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import yaml

from communs.echanges.rapport import Erreur, ErreursDImport

TAILLE_MAX = 5 * 1024 * 1024  # bytes
PROFONDEUR_MAX = 20

_NATURES = {str: "un texte", list: "une liste", dict: "un groupe de champs", int: "un nombre entier"}


class Carte(dict[str, Any]):
    """A mapping of the file, with its own line (`no`) and the line of each key (`nos`)."""

    def __init__(self, no: int) -> None:
        super().__init__()
        self.no = no
        self.nos: dict[str, int] = {}

    def __missing__(self, cle: str) -> Any:
        raise ErreursDImport([Erreur(self.no, f"il manque « {cle} »")])

    def sauf(self, *cles: str) -> "Carte":
        """The other fields, with their lines: what a corpus passes on as `champs`."""
        reste = Carte(self.no)
        for cle, valeur in self.items():
            if cle not in cles:
                reste[cle] = valeur
                reste.nos[cle] = self.nos[cle]
        return reste

    def texte(self, cle: str) -> str:
        """The text under `cle`, which must be there."""
        return self._du_type(cle, str)

    def carte(self, cle: str) -> "Carte":
        """The mapping under `cle`, which must be there."""
        return self._du_type(cle, dict)

    def cartes(self, cle: str) -> list["Carte"]:
        """The list of mappings under `cle`, which must be there."""
        liste = self._du_type(cle, list)
        if not all(isinstance(element, Carte) for element in liste):
            message = f"« {cle} » doit être une liste de groupes de champs"
            raise ErreursDImport([Erreur(self.nos[cle], message)])
        return liste

    def cartes_si(self, cle: str) -> list["Carte"]:
        """The list of mappings under `cle`, which may be left out."""
        return self.cartes(cle) if cle in self else []

    def _du_type(self, cle: str, attendu: type) -> Any:
        valeur = self[cle]
        if not isinstance(valeur, attendu):
            raise ErreursDImport([Erreur(self.nos[cle], f"« {cle} » doit être {_NATURES[attendu]}")])
        return valeur


class _Chargeur(yaml.CSafeLoader):
    yaml_implicit_resolvers: dict = {}
    yaml_constructors: ClassVar[dict] = {}


def _carte(chargeur: _Chargeur, noeud: yaml.MappingNode) -> Carte:
    carte = Carte(_no(noeud))
    for noeud_cle, noeud_valeur in noeud.value:
        cle: Hashable = chargeur.construct_object(noeud_cle, deep=True)
        no = _no(noeud_cle)
        if not isinstance(cle, str):
            raise ErreursDImport([Erreur(no, "un nom de champ doit être un texte")])
        if cle in carte:
            message = f"« {cle} » figure deux fois (déjà à la ligne {carte.nos[cle]})"
            raise ErreursDImport([Erreur(no, message)])
        carte[cle] = chargeur.construct_object(noeud_valeur, deep=True)
        carte.nos[cle] = no
    return carte


def _date(chargeur: _Chargeur, noeud: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(noeud.value)
    except ValueError:
        raise ErreursDImport([Erreur(_no(noeud), f"la date {noeud.value} n’existe pas")]) from None


def _etiquette_refusee(chargeur: _Chargeur, noeud: yaml.Node) -> None:
    raise ErreursDImport([Erreur(_no(noeud), f"l’étiquette YAML « {noeud.tag} » n’est pas acceptée")])


def _no(noeud: yaml.Node | yaml.Event) -> int:
    return noeud.start_mark.line + 1 if noeud.start_mark else 0


_PREFIXE = "tag:yaml.org,2002:"
for _nom, _motif, _premiers in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?[0-9]{1,18}", list("-+0123456789")),
    ("float", r"[-+]?[0-9]{1,18}\.[0-9]{1,18}", list("-+0123456789")),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", list("0123456789")),
):
    _Chargeur.add_implicit_resolver(_PREFIXE + _nom, re.compile(rf"^(?:{_motif})$"), _premiers)
for _nom, _fabrique in (
    ("null", lambda chargeur, noeud: None),
    ("bool", lambda chargeur, noeud: noeud.value == "true"),
    ("int", lambda chargeur, noeud: int(noeud.value)),
    ("float", lambda chargeur, noeud: float(noeud.value)),
    ("str", lambda chargeur, noeud: noeud.value),
    ("seq", lambda chargeur, noeud: [chargeur.construct_object(n, deep=True) for n in noeud.value]),
    ("timestamp", _date),
    ("map", _carte),
):
    _Chargeur.add_constructor(_PREFIXE + _nom, _fabrique)
_Chargeur.add_constructor(None, _etiquette_refusee)


def lire(fichier: Path) -> Carte:
    """Read a content file. ErreursDImport, in French with line numbers, for whatever is wrong in it."""
    try:
        with fichier.open("rb") as flux:
            octets = flux.read(TAILLE_MAX + 1)
    except OSError as erreur:
        raise ErreursDImport([Erreur(0, f"{fichier} ne peut pas être lu ({erreur.strerror})")]) from None
    if len(octets) > TAILLE_MAX:
        raise ErreursDImport([Erreur(0, f"{fichier.name} dépasse {TAILLE_MAX // 1024 // 1024} Mo")])
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        no = octets[: erreur.start].count(b"\n") + 1
        raise ErreursDImport([Erreur(no, "le fichier n’est pas en UTF-8")]) from None
    return lire_texte(texte)


def lire_texte(texte: str) -> Carte:
    """Parse the text of a content file; its root must be a mapping."""
    try:
        _surveiller(texte)
        document = yaml.load(texte, Loader=_Chargeur)  # noqa: S506  (a restricted safe loader)
    except yaml.MarkedYAMLError as erreur:
        marque = erreur.problem_mark or erreur.context_mark
        no, colonne = (marque.line + 1, marque.column + 1) if marque else (0, 0)
        message = f"la syntaxe YAML est incorrecte (colonne {colonne})"
        raise ErreursDImport([Erreur(no, message)]) from None
    except yaml.reader.ReaderError as erreur:
        no = texte[: erreur.position].count("\n") + 1
        raise ErreursDImport([Erreur(no, "le fichier contient un caractère interdit")]) from None
    if not isinstance(document, Carte):
        raise ErreursDImport([Erreur(1, "le fichier doit commencer par un nom de champ (« nom : »)")])
    return document


def _surveiller(texte: str) -> None:
    """Refuse aliases and deep nesting from the flat stream of events, before anything is built."""
    profondeur = 0
    for evenement in yaml.parse(texte, Loader=yaml.CSafeLoader):
        no = _no(evenement)
        if isinstance(evenement, yaml.AliasEvent):
            raise ErreursDImport([Erreur(no, "les renvois YAML (*nom) ne sont pas acceptés")])
        if isinstance(evenement, yaml.CollectionStartEvent):
            profondeur += 1
            if profondeur > PROFONDEUR_MAX:
                raise ErreursDImport([Erreur(no, f"plus de {PROFONDEUR_MAX} niveaux emboîtés")])
        elif isinstance(evenement, yaml.CollectionEndEvent):
            profondeur -= 1
