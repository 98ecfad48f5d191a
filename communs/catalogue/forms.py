"""What the address of a search may hold, of the whole platform and of one domain."""

import re
from collections.abc import Callable, Collection
from typing import Any

from django import forms

from communs.catalogue.calculs import mots_utiles
from communs.catalogue.enums import Type

LONGUEUR_Q = 200
PAGE_MAX = 10_000
VALEURS = 20  # of one filter


class ChampQ(forms.CharField):
    """The words searched for."""

    def __init__(self, **reglages: Any) -> None:
        trop = "Votre recherche est trop longue : deux cents caractères au plus."
        super().__init__(
            required=False, max_length=LONGUEUR_Q, error_messages={"max_length": trop}, **reglages
        )


class ChampTri(forms.ChoiceField):
    """The order of the results."""

    def __init__(self, **reglages: Any) -> None:
        inconnu = {"invalid_choice": "Cet ordre n’existe pas."}
        super().__init__(label="Trier par", required=False, error_messages=inconnu, **reglages)


class ChampPage(forms.IntegerField):
    """The page of results."""

    def __init__(self, **reglages: Any) -> None:
        absente = dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Cette page de résultats n’existe pas."
        )
        super().__init__(
            label="Page",
            required=False,
            min_value=1,
            max_value=PAGE_MAX,
            error_messages=absente,
            **reglages,
        )


class Valeurs(forms.Field):
    """Several values of a filter, once each, in order: those of a list, or whatever has the shape of one.

    `presente` gives the value that took the place of an old one; it sees no value that is out of bounds.
    """

    widget = forms.SelectMultiple
    default_error_messages = {
        "trop": f"Choisissez {VALEURS} valeurs au plus.",
        "inconnue": "« %(valeur)s » n’est pas une valeur de ce filtre.",
    }

    def __init__(
        self,
        *,
        parmi: Collection[str] | None = None,
        motif: str = r"[^\x00]*",
        maximum: int = LONGUEUR_Q,
        presente: Callable[[str], str] = str,
        **reglages: Any,
    ) -> None:
        super().__init__(required=False, **reglages)
        self.parmi, self.motif, self.maximum, self.presente = parmi, motif, maximum, presente

    def clean(self, value: Any) -> list[str]:
        lues = sorted({lue.strip() for lue in value or () if lue.strip()})
        if len(lues) > VALEURS:
            raise forms.ValidationError(self.error_messages["trop"])
        return sorted({self._lire(lue) for lue in lues})

    def _lire(self, lue: str) -> str:
        if "\x00" not in lue and len(lue) <= self.maximum:
            presente = self.presente(lue)
            if self._convient(presente):
                return presente
        montree = lue[:40].replace("\x00", "")
        raise forms.ValidationError(self.error_messages["inconnue"], params={"valeur": montree})

    def _convient(self, lue: str) -> bool:
        return lue in self.parmi if self.parmi is not None else bool(re.fullmatch(self.motif, lue))


class FormulaireFiltres(forms.Form):
    """A search with filters: what can't be read is told, and left aside."""

    page = ChampPage()

    def refus(self) -> list[tuple[str, str]]:
        """What was left aside: (name of the field, why)."""
        return [
            (str(self.fields[nom].label), str(message))
            for nom, messages in self.errors.items()
            for message in messages
        ]


class FormulaireRecherche(forms.Form):
    """Everything the address of a search of the whole platform may hold."""

    q = ChampQ(
        label="Que cherchez-vous ?",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    type = forms.ChoiceField(
        required=False,
        choices=Type,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Ce genre de contenu n’existe pas."},
    )
    page = ChampPage(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        donnees["mots"] = mots_utiles(donnees.get("q", ""))
        return donnees
