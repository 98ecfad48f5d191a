"""Everything the address of a search of the chart may hold. What it can't be is told, and left aside."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from communs.catalogue.forms import VALEURS, ChampPage, ChampQ, ChampTri, FormulaireFiltres, Valeurs
from nuancier.enums import GenreRessource
from nuancier.models import Famille
from nuancier.recherche.demande import Demande, Tri
from nuancier.recherche.facettes import FACETTES
from nuancier.recherche.filtres import FAMILLES, MOTS_CLES, NOUS, ORDRE, Filtres

PERSONNES = 500


class Listes(forms.MultipleChoiceField):
    """Several values of a list, once each, in the order of the list."""

    def __init__(self, *, label: str, choices: Sequence[tuple[str, str]]) -> None:
        messages = {"invalid_choice": "« %(value).40s » n’est pas une valeur de ce filtre."}
        super().__init__(required=False, error_messages=messages, label=label, choices=choices)
        self.cles = [cle for cle, _ in choices]

    def clean(self, value: Any) -> list[str]:
        choisies = set(super().clean(value))
        return [cle for cle in self.cles if cle in choisies]


class FormulaireRecherche(FormulaireFiltres):
    q = ChampQ(label="Que voulez-vous apprendre ?")
    nous = forms.IntegerField(
        label="Nous sommes",
        required=False,
        min_value=1,
        max_value=PERSONNES,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"Donnez un nombre de personnes, de 1 à {PERSONNES}.",
        ),
    )
    mot = Valeurs(
        label="Champ lexical",
        error_messages={
            "trop": f"Choisissez {VALEURS} mots-clés au plus.",
            "inconnue": "Ce mot-clé ne peut pas exister.",
        },
    )
    tri = ChampTri(choices=Tri)

    def __init__(self, data: QueryDict, *, familles: Sequence[Famille]) -> None:
        super().__init__(data)
        self.fields[FAMILLES] = Listes(label="Famille", choices=[(str(f.numero), f.nom) for f in familles])
        for facette in FACETTES:
            self.fields[facette.cle] = Listes(
                label=facette.nom, choices=[(valeur.cle, valeur.nom) for valeur in facette.valeurs]
            )
        self.order_fields(["q", *ORDRE, "tri", "page"])

    def demande(self) -> Demande:
        """What is asked, without what could not be read."""
        self.is_valid()
        lus = self.cleaned_data
        return Demande(
            q=lus.get("q", ""),
            filtres=Filtres(
                familles=tuple(int(numero) for numero in lus.get(FAMILLES, ())),
                valeurs={f.cle: tuple(lus[f.cle]) for f in FACETTES if lus.get(f.cle)},
                nous=lus.get(NOUS),
                mots_cles=tuple(lus.get(MOTS_CLES, ())),
            ),
            tri=lus.get("tri", ""),
            page=lus.get("page") or 1,
        )


class FormulaireModules(FormulaireRecherche):
    """The filters alone: modules are chosen, not searched."""

    def __init__(self, data: QueryDict, *, familles: Sequence[Famille]) -> None:
        super().__init__(data, familles=familles)
        del self.fields["q"], self.fields["tri"]


class FormulaireRessources(forms.Form):
    genre = forms.ChoiceField(
        required=False,
        choices=GenreRessource,
        error_messages={"invalid_choice": "Ce genre de notice n’existe pas."},
    )
    page = ChampPage()
