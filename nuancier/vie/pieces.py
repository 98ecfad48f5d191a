"""The pieces of a teinte that can be proposed, compared and replaced alone. Pure functions.

A piece is named by `partie` (presentation, a list, module, ressources, references, lacunes) and, for a
module or a record, by its key `cible`. Its values are plain, fit for JSON: `fiches.en_dict` of the piece.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils.text import slugify

from nuancier.enums import BIBLIOGRAPHIES, LISTES, Partie, Profil
from nuancier.fiches import (
    CHAMPS_TEINTE,
    FicheCitation,
    FicheLacune,
    FicheModule,
    FicheTeinte,
    depuis_dict,
    en_dict,
)
from nuancier.vie import differences
from nuancier.vie.differences import MANQUES, PRESENTATION, Difference, Groupe

TEINTE = "teinte"
UNIQUES = (PRESENTATION, *(partie.value for partie in LISTES), MANQUES)
PLUSIEURS = (Partie.MODULE.value, *(partie.value for partie in BIBLIOGRAPHIES))
Valeurs = Any  # what JSON holds


def nommer(partie: str) -> str:
    """The piece's name, in French."""
    noms = {PRESENTATION: "Présentation", MANQUES: "Ce qui manque", TEINTE: "Nouvelle teinte"}
    return noms.get(partie) or str(Partie(partie).label)


def lire_piece(fiche: FicheTeinte, partie: str, cible: str = "") -> Valeurs | None:
    """The present values of a piece; None when there is no such module or record (or it is to come)."""
    if partie == PRESENTATION:
        return {nom: getattr(fiche, nom) for nom in CHAMPS_TEINTE}
    if partie == MANQUES:
        return [en_dict(lacune) for lacune in fiche.lacunes]
    if partie in LISTES:
        return list(getattr(fiche, partie))
    trouves = [en_dict(objet) for objet in _objets(fiche, partie) if _cle(objet) == cible]
    return _comme_en_base(trouves[0]) if trouves else None


def _comme_en_base(valeur: Any) -> Any:
    """As JSON gives it back: lists for tuples."""
    if isinstance(valeur, dict):
        return {cle: _comme_en_base(v) for cle, v in valeur.items()}
    return [_comme_en_base(v) for v in valeur] if isinstance(valeur, list | tuple) else valeur


def appliquer(fiche: FicheTeinte, partie: str, cible: str, valeurs: Valeurs) -> FicheTeinte:
    """The fiche with this piece replaced (None: without it), and no longer said to lack it."""
    if partie == PRESENTATION:
        return replace(fiche, **{nom: valeurs[nom] for nom in CHAMPS_TEINTE})
    if partie == MANQUES:
        rangs = {la.partie: rang for rang, la in enumerate(fiche.lacunes)}
        dites = [depuis_dict(v, FicheLacune) for v in valeurs]
        return replace(fiche, lacunes=tuple(sorted(dites, key=lambda la: rangs.get(la.partie, len(rangs)))))
    if partie in LISTES:
        champs: dict[str, Any] = {partie: tuple(valeurs)}
    else:
        nom = "modules" if partie == Partie.MODULE else partie
        nouveau = None if valeurs is None else depuis_dict(valeurs, _genre(partie))
        champs = {nom: tuple(_remplacer(_objets(fiche, partie), cible, nouveau))}
    return _combler(fiche, replace(fiche, **champs))


def _remplacer(objets: Iterable[Any], cible: str, nouveau: Any) -> Iterable[Any]:
    """In its place when it is still there, else at the end."""
    pose = False
    for objet in objets:
        if _cle(objet) != cible:
            yield objet
        elif nouveau is not None:
            pose = True
            yield nouveau
    if nouveau is not None and not pose:
        yield nouveau


def _combler(avant: FicheTeinte, apres: FicheTeinte) -> FicheTeinte:
    """Without the gaps of what was empty and is no more.

    What was said but cut or incomplete is still told so, until an editor says otherwise.
    """
    combles = {nom for nom in _remplies(apres) if nom not in _remplies(avant)}
    return replace(apres, lacunes=tuple(la for la in apres.lacunes if la.partie not in combles))


def _remplies(fiche: FicheTeinte) -> set[str]:
    """The parts that say something."""
    dites = {p.value for p in (*LISTES, *BIBLIOGRAPHIES) if getattr(fiche, p.value)}
    if any(module.titre for module in fiche.modules):
        dites.add(Partie.MODULE.value)
    if any(module.profil or {*module.profils} - {Profil.A_DEFINIR} for module in fiche.modules):
        dites.add(Partie.FORMATEURS.value)
    return dites


def _genre(partie: str) -> type:
    return FicheModule if partie == Partie.MODULE else FicheCitation


def _objets(fiche: FicheTeinte, partie: str) -> tuple[Any, ...]:
    return fiche.modules if partie == Partie.MODULE else getattr(fiche, partie)


def _cle(objet: FicheModule | FicheCitation) -> str:
    return objet.cle if isinstance(objet, FicheModule) else objet.ressource.cle


def cle_libre(titre: str, prises: Iterable[str], longueur: int) -> str:
    """A key made of the title that nothing bears yet."""
    racine = slugify(titre)[: longueur - 4] or "sans-titre"
    connues = set(prises)
    suffixes = ("", *(f"-{n}" for n in range(2, len(connues) + 3)))
    return next(racine + suffixe for suffixe in suffixes if racine + suffixe not in connues)


def disposer(partie: str, valeurs: Valeurs | None) -> tuple[Groupe, ...]:
    """A piece laid out as the groups of lines that a diff compares."""
    if valeurs is None:
        return ()
    if partie == PRESENTATION:
        return (differences.groupe_de_presentation(valeurs),)
    if partie in LISTES:
        return (differences.groupe_de_liste(nommer(partie), partie, valeurs),)
    if partie == Partie.MODULE:
        return differences.groupes_du_module(depuis_dict(valeurs, FicheModule))
    if partie in BIBLIOGRAPHIES:
        return (differences.groupe_de_citation(partie, depuis_dict(valeurs, FicheCitation)),)
    fiche = depuis_dict(valeurs) if partie == TEINTE else FicheTeinte("", "", "", lacunes=_lacunes(valeurs))
    return differences.groupes(fiche)


def _lacunes(valeurs: Valeurs) -> tuple[FicheLacune, ...]:
    return tuple(depuis_dict(v, FicheLacune) for v in valeurs)


def comparer_pieces(partie: str, avant: Valeurs | None, apres: Valeurs | None) -> tuple[Difference, ...]:
    """What differs between two values of one piece."""
    return differences.comparer_groupes(disposer(partie, avant), disposer(partie, apres))
