"""What the three formats share: what a file gives, how its bytes are read, what goes around the fiche."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

from django.core.exceptions import ValidationError

from communs.echanges.textes import normaliser
from veille.notices.fiches import FicheNotice, depuis_dict, en_dict
from veille.notices.models import RESUME_MAX, Contribution, Lien, Notice

TAILLE_MAX = 10 * 1024 * 1024
NOTICES_MAX = 5_000
LISTE_MAX = 300  # authors, links or keywords of one notice
TROP_LOURD = "Ce fichier dépasse 10 Mo : importez-le en plusieurs fois."
TROP = f"Plus de {NOTICES_MAX} notices : importez ce fichier en plusieurs fois."
VIDE = "Ce fichier ne contient aucune référence."


@dataclass(frozen=True)
class Remarque:
    """What is told of a line; `perdue`: the reference that begins there could not be read at all."""

    ligne: int
    message: str
    perdue: bool = False


@dataclass
class Lecture:
    """What a file gives; `lignes` says where each fiche begins."""

    fiches: list[FicheNotice] = field(default_factory=list)
    remarques: list[Remarque] = field(default_factory=list)
    lignes: list[int] = field(default_factory=list)

    def dire(self, ligne: int, message: str, *, perdue: bool = False) -> None:
        self.remarques.append(Remarque(ligne, message, perdue))

    def ajouter(self, ligne: int, faire: Callable[[], FicheNotice], dits: list[str]) -> None:
        """Keep the fiche that `faire` makes, within the bounds of the models; `dits` fills as it reads.

        What goes wrong in one reference is told of that one.
        """
        if len(self.fiches) >= NOTICES_MAX:
            raise ValidationError(TROP)
        try:
            fiche = borner(faire(), dits)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
            self.dire(ligne, "Cette référence n’a pas pu être lue.", perdue=True)
            return
        if not (fiche.titre or fiche.auteurs or fiche.liens or fiche.publication):
            self.dire(ligne, "Cette référence ne dit ni titre, ni auteur, ni lien.", perdue=True)
            return
        if not fiche.titre:
            dits.append("Le titre manque.")
        self.remarques += [Remarque(ligne, dit) for dit in dits]
        self.fiches.append(fiche)
        self.lignes.append(ligne)


def decoder(octets: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with their mark, UTF-8, else what old French programs write.

    Raises ValidationError past 10 MB.
    """
    if len(octets) > TAILLE_MAX:
        raise ValidationError(TROP_LOURD)
    marque = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codage in ("utf-16",) if marque else ("utf-8-sig", "cp1252"):
        try:
            texte = octets.decode(codage)
            break
        except UnicodeDecodeError:
            continue
    else:
        texte = octets.decode("latin-1")
    # The sign of end of page would end a line for some readers and not for others.
    return re.sub(r"[^\S\n\t \u00a0\u202f\u2009]", " ", normaliser(texte))


def ligne_de(texte: str, position: int) -> int:
    return texte.count("\n", 0, position) + 1


def d_un_trait(texte: Any) -> str:
    """A text of one line."""
    return re.sub(r"[ \t\n]+", " ", normaliser(str(texte))) if texte is not None else ""


def paragraphes(texte: Any) -> str:
    """A text of several lines, their borders trimmed."""
    lignes = (ligne.strip(" \t") for ligne in normaliser(str(texte)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lignes)).strip()


# --- what the models bound ------------------------------------------------------------------------


def _max(modele: Any, nom: str) -> int:
    """How many characters this column holds."""
    return int(modele._meta.get_field(nom).max_length or RESUME_MAX)


_LARGEURS: dict[str, int] = {
    nom: _max(Notice, nom)
    for nom in (
        *("titre", "sous_titre", "publication", "collection", "editeur", "lieu", "volume", "numero", "pages"),
        *("pages_precision", "langue", "resume", "doi", "isbn", "issn", "note"),
    )
}


def borner(fiche: FicheNotice, dits: list[str]) -> FicheNotice:
    """The fiche within what the models hold; what is cut is kept whole in `reste`, and said."""
    coupes: dict[str, str] = {}
    for nom, largeur in _LARGEURS.items():
        texte = getattr(fiche, nom)
        if len(texte) > largeur:
            coupes[nom] = texte
            titre = cast(Any, Notice._meta.get_field(nom)).verbose_name
            dits.append(f"« {titre} » dépasse {largeur} signes : coupé.")
    if coupes:
        courts = {nom: texte[: _LARGEURS[nom] - 1].rstrip() + "…" for nom, texte in coupes.items()}
        fiche = replace(fiche, **courts, reste={**fiche.reste, "coupes": coupes})  # type: ignore[arg-type]
    return replace(
        fiche,
        auteurs=_listes(fiche.auteurs, "auteurs", dits, nom=_max(Contribution, "nom"), prenom=120),
        liens=_listes(fiche.liens, "liens", dits, libelle=_max(Lien, "libelle")),
        mots_cles=tuple(dict.fromkeys(mot[:120] for mot in fiche.mots_cles if mot))[:LISTE_MAX],
    )


def _listes(valeurs: tuple[Any, ...], quoi: str, dits: list[str], **largeurs: int) -> tuple[Any, ...]:
    if len(valeurs) > LISTE_MAX:
        dits.append(f"Plus de {LISTE_MAX} {quoi} : les premiers sont gardés.")
    return tuple(
        replace(v, **{nom: getattr(v, nom)[:largeur] for nom, largeur in largeurs.items()})
        for v in valeurs[:LISTE_MAX]
    )


def entiere(fiche: FicheNotice) -> FicheNotice:
    """The fiche with what `borner` cut, where nobody wrote anything else since."""
    coupes = fiche.reste.get("coupes")
    if not isinstance(coupes, Mapping):
        return fiche
    rendues = {
        nom: texte
        for nom, texte in coupes.items()
        if nom in _LARGEURS and isinstance(texte, str) and texte.startswith(getattr(fiche, nom)[:-1].rstrip())
    }
    return replace(fiche, **rendues)  # type: ignore[arg-type]


# --- what no column of a format holds ----------------------------------------------------------------


def ecart(relue: FicheNotice, voulue: FicheNotice) -> dict[str, Any]:
    """What reading would not give back: by field, what is read (`lu`) and what is meant (`vrai`)."""
    lue, vraie = en_dict(relue), en_dict(voulue)
    return {
        nom: {"lu": lue[nom], "vrai": vraie[nom]} for nom in vraie if en_json(lue[nom]) != en_json(vraie[nom])
    }


def en_json(valeur: Any) -> Any:
    """Tuples as the lists that JSON makes of them."""
    if isinstance(valeur, list | tuple):
        return [en_json(v) for v in valeur]
    if isinstance(valeur, Mapping):
        return {str(nom): en_json(v) for nom, v in valeur.items()}
    return valeur


def completer(fiche: FicheNotice, complement: Any) -> FicheNotice:
    """Put back what `ecart` kept, wherever the file still says what it said then."""
    if not isinstance(complement, Mapping):
        return fiche
    presente = en_json(en_dict(fiche))
    for nom, valeurs in complement.items():
        if nom not in presente or not isinstance(valeurs, Mapping) or valeurs.get("lu") != presente[nom]:
            continue
        try:
            essai = replace(fiche, **{nom: getattr(depuis_dict({nom: valeurs.get("vrai")}), nom)})
        except TypeError:
            continue
        if _memes_types(essai, nom):
            fiche = essai
    return fiche


_MODELE = FicheNotice()


def _memes_types(fiche: FicheNotice, nom: str) -> bool:
    """A value that comes from a file is of the type of its field."""
    valeur = getattr(fiche, nom)
    if nom == "nombre_pages":
        return valeur is None or (isinstance(valeur, int) and 0 <= valeur < 2**31)
    if not isinstance(valeur, type(getattr(_MODELE, nom))):
        return False
    if not isinstance(valeur, tuple):
        return True
    return all(isinstance(v, str) if not hasattr(v, "__dataclass_fields__") else _membres(v) for v in valeur)


def _membres(valeur: Any) -> bool:
    return all(
        isinstance(getattr(valeur, f.name), bool if f.name == "organisme" else str) for f in fields(valeur)
    )
