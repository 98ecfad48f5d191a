"""How the catalogue is searched: French full text first, then words that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Self

from django.contrib.postgres.lookups import TrigramStrictWordSimilar
from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    TrigramSimilarity,
)
from django.db import models
from django.db.models.functions import Cast

from communs.catalogue.calculs import DEBUT, FIN, simplifier

CONFIGURATION = "public.fr"


class SansAccents(models.Func):
    """Lower case without accents; also the order of French texts, the same on every server."""

    function = "public.sans_accents"
    output_field = models.TextField()


class RecommandableQuerySet(models.QuerySet):
    def exactement(self, mots: Sequence[str]) -> Self:
        """Rows that hold all the words, whatever their accents, number or gender."""
        return self.filter(recherche=requete(mots))

    def approximativement(self, mots: Sequence[str]) -> Self:
        """Rows that hold, for each word, this word or one that looks like it."""
        approche = models.F("approche")
        return self.filter(
            reduce(
                and_,
                (
                    models.Q(recherche=requete([mot]))
                    | models.Q(TrigramStrictWordSimilar(approche, models.Value(simplifier(mot))))
                    for mot in mots
                ),
            )
        )

    def par_pertinence(self, mots: Sequence[str]) -> Self:
        """Best first: words in the title weigh more than keywords, keywords more than summaries.

        What the title begins with is what it is about; short titles come before long ones.
        """
        titre = SansAccents("titre")
        points: list[models.Expression] = [SearchRank(models.F("recherche"), au_moins_un(mots))]
        for mot in map(simplifier, mots):
            debute = models.Func(titre, models.Value(mot), function="starts_with", output_field=_BOOLEEN)
            points += [TrigramSimilarity(titre, mot), Cast(debute, models.IntegerField())]
        rang = Cast(sum(points[1:], points[0]), models.FloatField())
        return self.annotate(rang=rang).order_by("-rang", *_ALPHABETIQUE)

    def par_titre(self) -> Self:
        return self.order_by(*_ALPHABETIQUE)

    def surlignes(self, mots: Sequence[str]) -> Self:
        """Titles and summaries with the words found between two marks (see `calculs.passages`)."""
        un_des_mots = au_moins_un(mots)
        return self.annotate(
            **{
                f"{champ}_surligne": SearchHeadline(
                    champ,
                    un_des_mots,
                    config=CONFIGURATION,
                    start_sel=DEBUT,
                    stop_sel=FIN,
                    highlight_all=True,
                )
                for champ in ("titre", "resume")
            }
        )

    def compter_par_type(self) -> dict[str, int]:
        """How many rows of each type (one query)."""
        comptes = self.order_by().values("type").annotate(nombre=models.Count("pk"))
        return {ligne["type"]: ligne["nombre"] for ligne in comptes.order_by("type")}


_ALPHABETIQUE = (SansAccents("titre"), "pk")

_BOOLEEN = models.BooleanField()


def au_moins_un(mots: Sequence[str]) -> SearchQuery:
    """Texts that hold one of the words, or several."""
    return reduce(or_, (requete([mot]) for mot in mots))


def requete(mots: Sequence[str]) -> SearchQuery:
    """Texts that hold all the words. `plainto_tsquery`: operators in them are only text."""
    return SearchQuery(" ".join(mots), config=CONFIGURATION)
