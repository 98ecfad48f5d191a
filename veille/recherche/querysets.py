"""How notices are searched: the words asked for, the filters, the counts, the order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connections, models
from django.db.models import Q

from communs.catalogue.calculs import DEBUT, FIN
from communs.catalogue.querysets import CONFIGURATION, au_moins_un

if TYPE_CHECKING:
    from veille.recherche.filtres import Facette

# Each word asked for, with those taken for it when it is found nowhere.
Groupes = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Comptes:
    """`dits`: rows that miss one filter at most. `nombre`: those that miss none. `valeurs`: by filter.

    `trop`: there were more than could be read; every number is then of the first ones alone.
    """

    dits: int
    nombre: int
    valeurs: Mapping[str, Counter[Any]]
    sans: Mapping[str, int]
    trop: bool


class RepereQuerySet(models.QuerySet):
    def disant(self, groupes: Groupes) -> Self:
        """Notices that hold, for each group, one of its words, whatever accents, number or gender."""
        return self.filter(recherche=requete_de(groupes)) if groupes else self

    def titres_disant(self, groupes: Groupes) -> Self:
        """The same, in their titles alone."""
        return self.filter(tete=requete_de(groupes))

    def hors_titres(self, groupes: Groupes) -> Self:
        """Those whose titles do not."""
        return self.exclude(tete=requete_de(groupes))

    def retenus(self, conditions: Mapping[str, Q]) -> Self:
        """Those that answer every filter."""
        return reduce(lambda q, condition: q.filter(condition), conditions.values(), self)

    def compter(
        self, conditions: Mapping[str, Q], facettes: Sequence[Facette], maximum: int, *, serre: bool = False
    ) -> Comptes:
        """Every figure of the page, in one query that reads `maximum` rows and no more.

        A row that misses one filter alone is counted in that one, so that each value tells what choosing it
        would find. `serre`: rows that miss one are left out.
        """
        bits = {cle: 1 << rang for rang, cle in enumerate(conditions)}
        lues: Any = self.order_by()
        if serre:
            lues = lues.retenus(conditions).annotate(manques=models.Value(0))
        else:
            lues = lues.annotate(manques=_manques(conditions, bits))
            if conditions:
                lues = lues.filter(manques__in=[0, *bits.values()])
        colonnes = (facette.colonne for facette in facettes)
        sql, params = lues.values_list("manques", *colonnes)[: maximum + 1].query.sql_with_params()
        with connections[self.db].cursor() as curseur:
            curseur.execute(_compter(sql, facettes, bits), params)
            return _lire(curseur.fetchall(), bits, maximum)

    def par_pertinence(self, groupes: Groupes) -> Self:
        """Best first, the newest of those that are as good."""
        mots = [mot for groupe in groupes for mot in groupe]
        rang = SearchRank(models.F("recherche"), au_moins_un(mots))
        return self.annotate(pertinence=rang).order_by("-pertinence", *_RECENTES)

    def par_date(self) -> Self:
        """The newest document first; what bears no date comes last."""
        return self.order_by(*_RECENTES)

    def par_titre(self) -> Self:
        return self.order_by("titre", "notice_id")


_RECENTES = ("-quand", "-notice_id")


def _manques(conditions: Mapping[str, Q], bits: Mapping[str, int]) -> Any:
    """The bits of the filters that a row misses."""
    ratees = (
        models.Case(models.When(condition, then=0), default=bits[cle])
        for cle, condition in conditions.items()
    )
    return sum(ratees, models.Value(0))


def requete_de(groupes: Groupes) -> SearchQuery:
    return reduce(and_, (au_moins_un(groupe) for groupe in groupes))


def _compter(sql: str, facettes: Sequence[Facette], bits: Mapping[str, int]) -> str:
    """Rows of (filter, value as JSON, number). Columns and bits are ours; what readers ask are parameters."""
    noms = ", ".join(("manques", *(facette.colonne for facette in facettes)))
    comptes = ["SELECT '', to_jsonb(manques), count(*) FROM dits GROUP BY manques"]
    for facette in facettes:
        valeur = f"unnest({facette.colonne})" if facette.liste else facette.colonne
        permis = ~bits.get(facette.cle, 0)
        comptes.append(
            f"SELECT '{facette.cle}', to_jsonb(valeur), count(*) FROM (SELECT {valeur} AS valeur "  # noqa: S608
            f"FROM dits WHERE manques & {permis} = 0) AS valeurs GROUP BY valeur"
        )
    return f"WITH dits ({noms}) AS MATERIALIZED ({sql}) {' UNION ALL '.join(comptes)}"


def _lire(lignes: Sequence[tuple[str, str, int]], bits: Mapping[str, int], maximum: int) -> Comptes:
    valeurs: dict[str, Counter[Any]] = {}
    for cle, valeur, nombre in lignes:
        if valeur not in (None, "null"):
            valeurs.setdefault(cle, Counter())[json.loads(valeur)] = nombre
    manques = valeurs.pop("", Counter())
    return Comptes(
        dits=manques.total(),
        nombre=manques[0],
        valeurs=valeurs,
        sans={cle: manques[0] + manques[bit] for cle, bit in bits.items()},
        trop=manques.total() > maximum,
    )


CHEVRON = "\ue002"  # stands for « < », in which the database would see markup
COURT = 400  # characters: a text no longer than this is shown whole


def surligner(textes: Sequence[str], mots: Sequence[str]) -> list[str]:
    """Texts with the words found between two marks (see `calculs.passages`); of long ones, what is around."""
    if not textes or not mots:
        return list(textes)
    trouve = " || ".join(f"plainto_tsquery('{CONFIGURATION}', %s)" for _ in mots)
    options = f"StartSel={DEBUT}, StopSel={FIN}, FragmentDelimiter= [...] , "
    longs = f"{options}MaxFragments=2, MaxWords=34, MinWords=16"
    with connections["default"].cursor() as curseur:
        curseur.execute(
            f"SELECT ts_headline('{CONFIGURATION}', t.texte, {trouve}, "  # noqa: S608
            "CASE WHEN length(t.texte) <= %s THEN %s ELSE %s END) "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS t (texte, rang) ORDER BY t.rang",
            [*mots, COURT, f"{options}HighlightAll=true", longs, [t.replace("<", CHEVRON) for t in textes]],
        )
        return [texte.replace(CHEVRON, "<") for (texte,) in curseur.fetchall()]
