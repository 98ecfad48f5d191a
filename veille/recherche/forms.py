"""Everything the address of a search may hold. What it can't be is told, and left aside."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms

from communs.catalogue.forms import ChampPage, ChampQ, ChampTri, FormulaireFiltres, Valeurs
from veille.enums import Genre
from veille.recherche.demande import Demande, Tri
from veille.recherche.filtres import FACETTES, Filtres, Vocabulaire

LONGUEUR_EDITEUR = 300
ANNEE = "^[12][0-9]{3}$"
CLE = "^[-a-zA-Z0-9_]+$"
CLE_NUMERO = "^[-a-zA-Z0-9_]+/[-a-zA-Z0-9_]+$"
LANGUE = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
FORMES: dict[str, dict[str, Any]] = {
    "theme": {"motif": CLE, "maximum": 60},
    "annee": {"motif": ANNEE},
    "editeur": {"maximum": LONGUEUR_EDITEUR},
    "genre": {"parmi": Genre.values},
    "langue": {"motif": LANGUE, "maximum": 12},
    "bulletin": {"motif": CLE, "maximum": 60},
    "numero": {"motif": CLE_NUMERO, "maximum": 141},
}


class FormulaireRecherche(FormulaireFiltres):
    q = ChampQ(label="Chercher dans la veille")
    tri = ChampTri(choices=Tri)

    def __init__(self, data: Mapping[str, Any], *, vocabulaire: Vocabulaire) -> None:
        super().__init__(data)
        reglages = FORMES | self.connues(vocabulaire)
        for facette in FACETTES:
            presente = partial(vocabulaire.presente, facette.cle)
            self.fields[facette.cle] = Valeurs(label=facette.nom, presente=presente, **reglages[facette.cle])
        self.order_fields(["q", *(facette.cle for facette in FACETTES), "tri", "page"])

    def connues(self, vocabulaire: Vocabulaire) -> dict[str, dict[str, Any]]:
        """The filters whose values are those of a list."""
        return {
            "theme": {"parmi": vocabulaire.themes},
            "bulletin": {"parmi": vocabulaire.bulletins},
            "numero": {"parmi": vocabulaire.numeros},
        }

    def demande(self) -> Demande:
        """What is asked, without what could not be read."""
        self.is_valid()
        lus = self.cleaned_data
        return Demande(
            q=lus.get("q", ""),
            filtres=Filtres({f.cle: tuple(lus[f.cle]) for f in FACETTES if lus.get(f.cle)}),
            tri=lus.get("tri", ""),
            page=lus.get("page") or 1,
        )


class FormulaireApi(FormulaireRecherche):
    """A program may ask for a theme or an issue that is not there yet: it just finds nothing."""

    def connues(self, vocabulaire: Vocabulaire) -> dict[str, dict[str, Any]]:
        return {}


class FormulaireNumeros(forms.Form):
    bulletin = forms.SlugField(required=False, max_length=60)
    page = ChampPage()
