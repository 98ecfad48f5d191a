from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from veille.permissions import est_documentaliste

if TYPE_CHECKING:
    from veille.notices.models import Theme


CLE_MAX = 55  # of a theme's key, made of its name


class ThemeQuerySet(models.QuerySet["Theme"]):
    def tous_de(self, cles: Iterable[str]) -> list[Theme]:
        """The themes of these keys. ValidationError when one does not exist."""
        voulues = set(cles)
        trouves: list[Theme] = list(self.filter(cle__in=voulues))
        inconnues = voulues - {theme.cle for theme in trouves}
        if inconnues:
            noms = ", ".join(sorted(inconnues))
            raise ValidationError({"themes": f"Le vocabulaire ne connaît pas ce thème : {noms}."})
        return trouves

    def devenu(self, cle: str) -> Theme | None:
        """The theme into which the one of this key was merged: its name is a synonym there."""
        themes: Iterable[Theme] = self.exclude(synonymes=[])
        return next((t for t in themes if cle in {slugify(mot)[:CLE_MAX] for mot in t.synonymes}), None)

    def illustres(self) -> Self:
        """Those of which the public reads at least one notice."""
        from veille.notices.models import Notice

        en_vue = Notice.objects.en_vue().filter(themes=models.OuterRef("pk"))
        return self.filter(models.Exists(en_vue.order_by()))


class NoticeQuerySet(models.QuerySet):
    def presentes(self) -> Self:
        """Neither deleted nor merged into another."""
        return self.filter(supprime_le=None)

    def en_vue(self) -> Self:
        """Those that the public reads."""
        return self.filter(publiee_le__isnull=False, retiree_le=None, supprime_le=None)

    def visibles_par(self, identite: Identite) -> Self:
        """The public reads what is published, documentalistes the whole base."""
        return self.presentes() if est_documentaliste(identite) else self.en_vue()

    def avec_leurs_numeros(self) -> Self:
        """With `numeros_compte`, in how many issues each stands."""
        return self.annotate(numeros_compte=models.Count("parutions"))

    def entieres(self) -> Self:
        """With every part, in a constant number of queries: see `fiches.lire`."""
        return self.prefetch_related("contributions", "moments", "liens", "themes")
