from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, Self

from django.db import models

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite


class QuestionQuerySet(models.QuerySet):
    def avec_options(self) -> Self:
        return self.prefetch_related("options")


class TentativeQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """A person's own history. Nobody without an account has one: there the address is the key."""
        return self.filter(compte=identite.compte) if identite.compte else self.none()

    def par_adresse(self) -> Self:
        """Sheets reached by their unguessable address: whoever holds it may read."""
        return self.select_related("compte").prefetch_related("reponses__question")

    def delete(self) -> NoReturn:
        raise TypeError("Une feuille s’efface par sonar.services.effacer, qui la retire du baromètre.")

    def historique(self) -> Self:
        return self.prefetch_related("reponses").order_by("-remise_le")
