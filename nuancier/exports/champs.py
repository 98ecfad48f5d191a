"""The fields of modules, records and gaps under the names that people read, and how a value is written.

One vocabulary for the Markdown and the tables: whoever reads them back goes through `lire_valeur`.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from communs.echanges.textes import normaliser, sans_accents
from nuancier.enums import Entre, Format, GenreRessource, Mixite, Profil, Public

CODE_DE_TEINTE = re.compile(r"[1-9][0-9]?\.[1-9][0-9]{0,2}")
ENTIER_MAX = 32_767


@dataclass(frozen=True)
class Champ:
    """`genre`: texte, entier, oui; `plusieurs`: a list, one value a line; `enum`: words of this list."""

    nom: str
    libelle: str
    genre: str = "texte"
    enum: type[TextChoices] | None = None
    plusieurs: bool = False


MODULE = (
    Champ("cle", "Clé du module"),
    Champ("format", "Format", enum=Format),
    Champ("presentiel_possible", "Présentiel possible", "oui"),
    Champ("presentiel_precision", "Précision sur le présentiel"),
    Champ("plusieurs_ateliers", "Plusieurs ateliers", "oui"),
    Champ("duree_min", "Durée minimale (demi-journées)", "entier"),
    Champ("duree_max", "Durée maximale (demi-journées)", "entier"),
    Champ("duree_precision", "Précision sur la durée"),
    Champ("en_ligne_complement", "Complément en ligne"),
    Champ("jauge_min", "Jauge minimale", "entier"),
    Champ("jauge_max", "Jauge maximale", "entier"),
    Champ("formateurs", "Nombre de formateurs", "entier"),
    Champ("formateurs_au_moins", "Ce nombre de formateurs au moins", "oui"),
    Champ("sous_groupe_min", "Sous-groupes minimum", "entier"),
    Champ("sous_groupe_max", "Sous-groupes maximum", "entier"),
    Champ("jauge_precision", "Précision sur la jauge"),
    Champ("mixite", "Mixité", enum=Mixite),
    Champ("mixite_entre", "Mixité entre", enum=Entre, plusieurs=True),
    Champ("mixite_precision", "Précision sur la mixité"),
    Champ("publics", "Publics", enum=Public, plusieurs=True),
    Champ("publics_precision", "Précision sur les publics"),
    Champ("profils", "Profils de formateurs", enum=Profil, plusieurs=True),
    Champ("profil", "Profil des formateurs"),
)
RESSOURCE = (
    Champ("cle", "Clé"),
    Champ("genre", "Genre", enum=GenreRessource),
    Champ("auteurs", "Auteur", plusieurs=True),
    Champ("role", "Rôle des auteurs"),
    Champ("editeur", "Éditeur"),
    Champ("dans", "Dans"),
    Champ("organismes", "Organisme", plusieurs=True),
    Champ("date", "Date"),
    Champ("annee", "Année", "entier"),
    Champ("langue", "Langue"),
)
LIEN, PRECISION = "Lien", "Précision"  # beside the fields of a record


class Illisible(ValueError):
    """What is wrong with a value, in a French sentence."""


def ecrire_valeurs(champ: Champ, valeur: Any) -> list[str]:
    """The texts of a value, one a line; none where nothing is said."""
    if champ.plusieurs:
        return [_dire(champ, v) for v in valeur]
    if valeur in (None, "", False):
        return []
    return [_dire(champ, valeur)]


def _dire(champ: Champ, valeur: Any) -> str:
    if champ.enum is not None:
        return str(champ.enum(valeur).label)
    return "oui" if valeur is True else str(valeur)


def lire_valeurs(champ: Champ, textes: list[str]) -> Any:
    """The value of these texts; Illisible says why not."""
    if champ.plusieurs:
        return tuple(lire_valeur(champ, t) for t in textes)
    if len(textes) > 1:
        raise Illisible(f"« {champ.libelle} » n’attend qu’une valeur.")
    if textes:
        return lire_valeur(champ, textes[0])
    return {"entier": None, "oui": False}.get(champ.genre, "")


def lire_valeur(champ: Champ, texte: str) -> Any:
    """One value, as people write it."""
    if champ.enum is not None:
        return _mot(champ, texte)
    if champ.genre == "entier":
        if not (texte.isascii() and texte.isdecimal() and int(texte[:9]) <= ENTIER_MAX):
            raise Illisible(
                f"« {champ.libelle} » attend un nombre entier : « {texte[:40]} » n’en est pas un."
            )
        return int(texte)
    if champ.genre == "oui":
        dit = sans_accents(texte)
        if dit not in ("oui", "non"):
            raise Illisible(f"« {champ.libelle} » attend « oui » ou « non ».")
        return dit == "oui"
    return normaliser(texte)


def _mot(champ: Champ, texte: str) -> str:
    assert champ.enum is not None  # noqa: S101  (for the type checker)
    plie = sans_accents(texte)
    for choix in champ.enum:
        if plie in (choix.value, sans_accents(str(choix.label))):
            return str(choix.value)
    connus = ", ".join(f"« {choix.label} »" for choix in champ.enum)
    raise Illisible(f"« {champ.libelle} » : « {texte[:40]} » est inconnu. Choisissez parmi {connus}.")
