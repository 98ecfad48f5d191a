"""The filters of the search: one list, read by the form, the counts, the page and the API."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q

from veille.lecture.adresses import bulletin_d_avant, numero_d_avant
from veille.models import Bulletin, Numero, Theme


@dataclass(frozen=True)
class Facette:
    """One filter: `cle` in the address, `colonne` of the index, a list there when `liste`."""

    cle: str
    nom: str
    colonne: str
    liste: bool = False

    def condition(self, valeurs: Sequence[Any]) -> Q:
        """The rows that have one of these values."""
        return Q(**{f"{self.colonne}__{'overlap' if self.liste else 'in'}": list(valeurs)})


FACETTES = (
    Facette("theme", "Thème", "themes", liste=True),
    Facette("annee", "Année", "annee"),
    Facette("editeur", "Revue ou éditeur", "editeurs", liste=True),
    Facette("genre", "Type de document", "genre"),
    Facette("langue", "Langue", "langue"),
    Facette("bulletin", "Bulletin", "bulletins", liste=True),
    Facette("numero", "Numéro", "numeros", liste=True),
)
PAR_CLE = {facette.cle: facette for facette in FACETTES}


@dataclass(frozen=True)
class Vocabulaire:
    """What the values of some filters are called, and what stands for them in the index."""

    themes: Mapping[str, Theme]
    bulletins: Mapping[str, Bulletin]
    numeros: Mapping[str, Numero]

    def presente(self, cle: str, valeur: str) -> str:
        """This value of a filter, or the one that took its place: merged theme, renamed bulletin or issue."""
        if cle == "theme" and valeur not in self.themes:
            theme = Theme.objects.devenu(valeur)
            return theme.cle if theme else valeur
        if cle == "bulletin" and valeur not in self.bulletins:
            bulletin = bulletin_d_avant(valeur)
            return bulletin.cle if bulletin else valeur
        if cle == "numero" and valeur not in self.numeros:
            numero = numero_d_avant(*valeur.partition("/")[::2])
            return f"{numero.bulletin.cle}/{numero.cle}" if numero else valeur
        return valeur

    def ranger(self, cle: str, valeur: str) -> Any:
        """A value of the address, as the index has it; 0 for an issue that there is not."""
        if cle == "annee":
            return int(valeur)
        if cle not in ("bulletin", "numero"):
            return valeur
        objets: Mapping[str, Any] = self.bulletins if cle == "bulletin" else self.numeros
        return objets[valeur].pk if valeur in objets else 0

    def adresses(self, cle: str) -> Callable[[Any], str]:
        """The way back: from the index to the address, "" for what the public does not read any more."""
        if cle not in ("bulletin", "numero"):
            return str
        objets: Mapping[str, Any] = self.bulletins if cle == "bulletin" else self.numeros
        par_pk = {objet.pk: valeur for valeur, objet in objets.items()}
        return lambda pk: par_pk.get(pk, "")


def vocabulaire() -> Vocabulaire:
    """Themes, bulletins and issues that the public reads: two queries."""
    numeros = list(
        Numero.objects.publies()
        .select_related("bulletin")
        .only("cle", "numero", "genre", "date", "titre", "bulletin__cle", "bulletin__nom")
        .order_by("-publie_le", "-pk")
    )
    return Vocabulaire(
        themes={theme.cle: theme for theme in Theme.objects.all()},
        bulletins={numero.bulletin.cle: numero.bulletin for numero in reversed(numeros)},
        numeros={f"{numero.bulletin.cle}/{numero.cle}": numero for numero in numeros},
    )


@dataclass(frozen=True)
class Filtres:
    """The values chosen, as they stand in the address, in the order of FACETTES."""

    valeurs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def choisis(self) -> dict[str, tuple[str, ...]]:
        """The filters at work, each with its values."""
        return {f.cle: self.valeurs[f.cle] for f in FACETTES if self.valeurs.get(f.cle)}

    def sans(self, cle: str, valeur: str | None = None) -> "Filtres":
        """The same without this filter, or without one of its values."""
        reste = tuple(v for v in self.valeurs.get(cle, ()) if valeur is not None and v != valeur)
        return replace(self, valeurs={**self.valeurs, cle: reste})

    def parametres(self) -> list[tuple[str, str]]:
        return [(cle, valeur) for cle, valeurs in self.choisis.items() for valeur in valeurs]

    def conditions(self, mots: Vocabulaire) -> dict[str, Q]:
        """For each filter at work, what a row of the index must be."""
        return {
            cle: PAR_CLE[cle].condition([mots.ranger(cle, valeur) for valeur in valeurs])
            for cle, valeurs in self.choisis.items()
        }
