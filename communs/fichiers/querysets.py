from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from communs.fichiers.enums import EN_ROUTE, Etat

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite

# The task's hard time limit, after which a claim can only belong to a worker that died.
DUREE_MAX = timedelta(minutes=10)
DELAI_RECLAMATION = DUREE_MAX + timedelta(seconds=30)
# What the register promises: a file attached to nothing, an upload left there.
AGE_ORPHELIN = timedelta(hours=24)
DUREE_TELEVERSEMENT = timedelta(hours=24)


class FichierQuerySet(models.QuerySet):
    def deposes_par(self, identite: Identite) -> Self:
        """Those this person handed in: nobody else reaches a file before a room shows it."""
        if identite.compte is None:
            return self.none()
        return self.filter(depose_par=identite.compte)

    def a_preparer(self) -> Self:
        """Waiting rows whose turn has come, oldest first."""
        return self.filter(etat=Etat.RECU, prochain_essai_le__lte=timezone.now()).order_by(
            "prochain_essai_le", "pk"
        )

    def reclames_perdus(self) -> Self:
        """Rows claimed by a worker that never told the outcome."""
        return self.filter(etat=Etat.EN_COURS, reclame_le__lt=timezone.now() - DELAI_RECLAMATION)

    def sans_attache(self) -> Self:
        """Those to which no other room holds a key: the relations are found, not listed."""
        libres = self
        # Hidden ones too, whose name is « + ».
        relations: Any = self.model._meta.get_fields(include_hidden=True)
        for relation in relations:
            if not relation.auto_created or relation.concrete:
                continue
            if relation.related_model._meta.app_label != self.model._meta.app_label:
                champ = relation.field.name
                libres = libres.filter(
                    ~Exists(relation.related_model._base_manager.filter(**{champ: OuterRef("pk")}))
                )
        return libres

    def orphelins(self) -> Self:
        """Attached to nothing for a day, and not in a worker's hands."""
        return self.sans_attache().filter(~Q(etat=Etat.EN_COURS), cree_le__lt=timezone.now() - AGE_ORPHELIN)

    def disponibles(self) -> Self:
        """Ready or on the way, and attached to nothing yet."""
        return self.sans_attache().filter(etat__in=(*EN_ROUTE, Etat.PRET))

    def place_occupee(self) -> int:
        """Bytes these files take on disk."""
        return self.aggregate(total=Sum("occupe"))["total"] or 0

    def noms_stockes(self) -> set[str]:
        """Every stored name that a row knows, renditions included."""
        triplets = self.order_by("pk").values_list("original", "apercu", "vignette").iterator()
        return {nom for triplet in triplets for nom in triplet if nom}

    def age_du_plus_ancien(self) -> float:
        """Seconds for which the oldest due row has waited; 0 when none does."""
        date = self.a_preparer().values_list("prochain_essai_le", flat=True).first()
        return (timezone.now() - date).total_seconds() if date else 0.0


class TeleversementQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """One's own only, and not past their date."""
        if identite.compte is None:
            return self.none()
        return self.filter(compte=identite.compte, expire_le__gt=timezone.now())

    def en_cours(self) -> Self:
        return self.filter(fichier=None, expire_le__gt=timezone.now())

    def expires(self) -> Self:
        return self.filter(expire_le__lte=timezone.now())

    def place_reservee(self) -> int:
        return self.en_cours().aggregate(total=Sum("taille"))["total"] or 0
