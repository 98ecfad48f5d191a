"""How the chart is searched: the words asked for, the filters, the counts, the passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import Any, Self

from django.contrib.postgres.aggregates import BitOr
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connections, models
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan

from communs.catalogue.calculs import DEBUT, FIN
from communs.catalogue.querysets import CONFIGURATION, SansAccents, au_moins_un
from nuancier.recherche.facettes import FACETTES, FAMILLE, SANS, TROUVEE
from nuancier.recherche.filtres import Filtres

# Each word asked for, with those taken for it when it is found nowhere.
Groupes = Sequence[Sequence[str]]


class RepereQuerySet(models.QuerySet):
    def en_vue(self) -> Self:
        """Those of the teintes that the chart shows."""
        return self.filter(teinte__retiree_le=None)

    def disant(self, groupes: Groupes) -> Self:
        """Teintes that hold, for each group, one of its words, whatever accents, number or gender."""
        return self.filter(recherche=requete_de(groupes)) if groupes else self

    def retenus(self, filtres: Filtres, sauf_mots: bool = False) -> Self:
        """Teintes that answer the filters; those on modules hold on one and the same module."""
        retenus = self.filter(famille__in=filtres.familles) if filtres.familles else self
        if filtres.mots_cles and not sauf_mots:
            retenus = retenus.filter(lexique__overlap=filtres.mots_cles)
        conditions = [condition for _, _, condition in _sur_un_module(filtres, "")]
        if conditions:
            from nuancier.recherche.models import RepereModule

            modules = RepereModule.objects.filter(repere=models.OuterRef("pk"))
            retenus = retenus.filter(models.Exists(reduce(lambda q, c: q.filter(c), conditions, modules)))
        return retenus

    def compter(self, filtres: Filtres) -> Counter[tuple[int, int]]:
        """How many teintes for each (family, counted mask): every figure of the page in one query.

        The mask of a teinte joins, for each of its modules: all its values when it answers every filter;
        when it misses one filter alone, the values of that one, with its place counted from `SANS`.
        """
        manques = _manques(filtres)
        zero = models.Value(0, models.BigIntegerField())
        ratees = sum((models.Case(models.When(c, then=0), default=1) for _, c in manques), zero)
        permis: Any = sum((models.Case(models.When(c, then=0), default=d) for d, c in manques), zero)
        lues = Coalesce("modules__masque", 0).bitor(TROUVEE | FAMILLE)
        sans = ((1 << len(manques)) - 1) << SANS
        masque = models.Case(
            models.When(Exact(ratees, 0), then=lues),
            models.When(Exact(ratees, 1), then=lues.bitor(sans).bitand(permis)),
            default=0,
            output_field=models.BigIntegerField(),
        )
        par_teinte = self.order_by().values("pk", "famille").annotate(masque=BitOr(masque))
        sql, params = par_teinte.values_list("famille", "masque").query.sql_with_params()
        with connections[self.db].cursor() as curseur:
            curseur.execute(f"SELECT f, m, count(*) FROM ({sql}) AS lues (f, m) GROUP BY f, m", params)  # noqa: S608
            return Counter({(famille, lu): nombre for famille, lu, nombre in curseur.fetchall()})

    def compter_mots_cles(self, maximum: int) -> list[tuple[str, int]]:
        """The most frequent keywords, each with its number of teintes."""
        mots = self.order_by().annotate(mot=_Deplier("lexique")).values("mot")
        comptes = mots.annotate(nombre=models.Count("*")).order_by("-nombre", SansAccents("mot"), "mot")
        return [(ligne["mot"], ligne["nombre"]) for ligne in comptes[:maximum]]

    def par_pertinence(self, mots: Sequence[str], large: bool) -> Self:
        """Best first. A broad search looks at titles and keywords alone: it would read every text."""
        rang = SearchRank(models.F("tete" if large else "recherche"), au_moins_un(mots))
        return self.annotate(pertinence=rang).order_by("-pertinence", "rang")

    def par_numero(self) -> Self:
        return self.order_by("rang")


class _Deplier(models.Func):
    function = "unnest"
    output_field = models.TextField()
    set_returning = True


def modules_retenus(filtres: Filtres) -> models.QuerySet:
    """Modules that answer every filter, those on their teinte included, in the order of the chart."""
    from nuancier.models import Module

    modules = Module.objects.en_vue()
    if filtres.familles:
        modules = modules.filter(teinte__famille__numero__in=filtres.familles)
    if filtres.mots_cles:
        modules = modules.filter(repere__repere__lexique__overlap=filtres.mots_cles)
    return reduce(lambda q, c: q.filter(c[2]), _sur_un_module(filtres, "repere__"), modules)


def requete_de(groupes: Groupes) -> SearchQuery:
    return reduce(and_, (au_moins_un(groupe) for groupe in groupes))


def _sur_un_module(filtres: Filtres, prefixe: str) -> list[tuple[str, int, Any]]:
    """The filters on modules at work: name, bits of all their values, condition."""
    conditions: list[tuple[str, int, Any]] = []
    for facette in FACETTES:
        choisis = facette.choisis(filtres.valeurs.get(facette.cle, ()))
        if choisis:
            condition = GreaterThan(models.F(f"{prefixe}masque").bitand(choisis), 0)
            conditions.append((facette.cle, facette.bits, condition))
    if filtres.nous is not None:
        conditions.append(("nous", 0, models.Q(**{f"{prefixe}places__gte": filtres.nous})))
    return conditions


def _manques(filtres: Filtres) -> list[tuple[int, Any]]:
    """For each filter at work, in order: what still counts when it alone is missed, its condition."""
    conditions = {cle: (bits, condition) for cle, bits, condition in _sur_un_module(filtres, "modules__")}
    conditions["famille"] = (FAMILLE, models.Q(famille__in=filtres.familles))
    conditions["mot"] = (0, models.Q(lexique__overlap=filtres.mots_cles))
    return [
        (conditions[cle][0] | 1 << SANS + rang, conditions[cle][1])
        for rang, cle in enumerate(filtres.choisis)
    ]


_PASSAGES = """
SELECT r.teinte_id, parties.partie,
       ts_headline('{configuration}', lignes.texte, {trouve}, %s)
FROM nuancier_repere r
CROSS JOIN LATERAL jsonb_each(r.textes) AS parties (partie, textes)
CROSS JOIN LATERAL jsonb_array_elements_text(parties.textes) WITH ORDINALITY AS lignes (texte, rang)
WHERE r.teinte_id = ANY(%s) AND to_tsvector('{configuration}', lignes.texte) @@ {trouve}
ORDER BY r.teinte_id, parties.partie, lignes.rang
"""


def passages_de(teintes: Sequence[int], mots: Sequence[str]) -> list[tuple[int, str, str]]:
    """Where one of the words stands in these teintes: (teinte, part, text marked), in reading order."""
    if not teintes or not mots:
        return []
    trouve = " || ".join(f"plainto_tsquery('{CONFIGURATION}', %s)" for _ in mots)
    sql = _PASSAGES.format(configuration=CONFIGURATION, trouve=f"({trouve})")
    options = f"StartSel={DEBUT}, StopSel={FIN}, HighlightAll=true"
    with connections["default"].cursor() as curseur:
        curseur.execute(sql, [*mots, options, list(teintes), *mots])
        return curseur.fetchall()
