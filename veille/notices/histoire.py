"""A notice told: its fields as texts, two of them compared, its journal."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from communs.etats import journal
from communs.etats.journal import Changement, Entree
from communs.etats.models import Ligne
from veille.dates import en_clair
from veille.enums import Acces, Genre, GenreLien, GenreMoment, Role
from veille.notices.fiches import FicheNotice, en_dict
from veille.notices.models import Notice, Theme

_A_PART = {"auteurs": "auteurs", "liens": "liens", "moments": "moments", "themes": "thèmes"}
CHAMPS = tuple(f.name for f in fields(FicheNotice) if f.name != "reste")


def libelle(nom: str) -> str:
    """What the field is called on screen; its own name when it exists no more."""
    if nom in _A_PART:
        return _A_PART[nom].capitalize()
    champs = {champ.name: champ for champ in Notice._meta.concrete_fields}
    texte = str(champs[nom].verbose_name) if nom in champs else nom
    return texte[0].upper() + texte[1:]


def en_texte(nom: str, valeur: Any, themes: Mapping[str, str]) -> str:
    """A field's value, as plain values of the journal have it, on lines that a reader reads."""
    if nom == "auteurs":
        return "\n".join(_auteur(a) for a in valeur)
    if nom == "liens":
        return "\n".join(_lien(lien) for lien in valeur)
    if nom == "moments":
        return "\n".join(
            " ".join(filter(None, (_choix(GenreMoment, m["genre"]), en_clair(m["date"]), m["texte"])))
            for m in valeur
        )
    if nom == "themes":
        return "\n".join(themes.get(cle, cle) for cle in valeur)
    if nom == "date":
        return en_clair(valeur)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, list | tuple):
        return "\n".join(str(v) for v in valeur)
    if nom in ("genre", "acces"):
        return _choix_du_champ(nom, valeur)
    return "" if valeur is None else str(valeur)


def _choix_du_champ(nom: str, valeur: str) -> str:
    return _choix({"genre": Genre, "acces": Acces}[nom], valeur)


def _choix(enum: Any, valeur: str) -> str:
    return str(enum(valeur).label) if valeur in enum.values else valeur


def _auteur(auteur: Mapping[str, Any]) -> str:
    nom = f"{auteur['prenom']} {auteur['nom']}".strip()
    precisions = [_choix(Role, auteur["role"])] if auteur["role"] else []
    precisions += ["organisme"] if auteur["organisme"] else []
    return f"{nom} ({', '.join(precisions)})" if precisions else nom


def _lien(lien: Mapping[str, Any]) -> str:
    titre = lien["libelle"] or _choix(GenreLien, lien["genre"])
    return f"{titre} : {lien['adresse'] or 'adresse inconnue'}"


def noms_des_themes() -> dict[str, str]:
    return dict(Theme.objects.values_list("cle", "nom"))


def comparer(avant: FicheNotice, apres: FicheNotice) -> tuple[Changement, ...]:
    """The fields on which two notices differ."""
    themes, une, autre = noms_des_themes(), en_dict(avant), en_dict(apres)
    return tuple(
        Changement(libelle(nom), en_texte(nom, une[nom], themes), en_texte(nom, autre[nom], themes))
        for nom in CHAMPS
        if une[nom] != autre[nom]
    )


def raconter(lignes: Iterable[Ligne]) -> list[Entree]:
    """The journal of a notice; no query by line where `de_la_chose` fetched them."""
    themes = noms_des_themes()
    return [_entree(ligne, themes) for ligne in lignes]


def _entree(ligne: Ligne, themes: Mapping[str, str]) -> Entree:
    avant, apres = ligne.parametres.get("avant") or {}, ligne.parametres.get("apres") or {}
    return Entree(
        le=ligne.cree_le,
        qui=ligne.acteur.nom_affiche if ligne.acteur is not None else "",
        phrase=journal.phrase(ligne),
        motif=ligne.parametres.get("motif") or "",
        changements=tuple(
            Changement(libelle(nom), en_texte(nom, avant.get(nom, ""), themes), en_texte(nom, valeur, themes))
            for nom, valeur in apres.items()
            if nom in CHAMPS
        ),
    )
