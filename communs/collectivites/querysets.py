"""The first door: what an identité may see. Views obtain objects only through `visibles_par`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from communs.collectivites.enums import Role

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite
    from communs.collectivites.models import Compte

# What the register of processing activities promises.
CONSERVATION_INVITATIONS = timedelta(days=90)
DELAI_DE_VERIFICATION = timedelta(days=30)


class CompteQuerySet(models.QuerySet):
    def jamais_verifies(self) -> Self:
        """Sign-ups left there: no verified address, never signed in, and not recent."""
        return self.filter(
            cree_le__lt=timezone.now() - DELAI_DE_VERIFICATION, last_login=None, is_staff=False
        ).exclude(emailaddress__verified=True)


class CollectiviteQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """The collectivités of which the person is a member."""
        return self.filter(pk__in=identite.ids_collectivites)

    def administrees_par_le_seul(self, compte: Compte) -> Self:
        """Those of which this account is the only administrator, with `nombre_de_membres`."""
        membres = self.model._meta.get_field("adhesions").related_model.objects
        siennes = membres.filter(collectivite=OuterRef("pk"), compte=compte, role=Role.ADMINISTRATEUR)
        autres = membres.filter(collectivite=OuterRef("pk"), role=Role.ADMINISTRATEUR).exclude(compte=compte)
        return (
            self.filter(Exists(siennes), ~Exists(autres))
            .annotate(nombre_de_membres=Count("adhesions"))
            .order_by("nom")
        )


class _DansUneCollectivite(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """Rows of the collectivités of which the person is a member."""
        return self.filter(collectivite_id__in=identite.ids_collectivites)


class ServiceQuerySet(_DansUneCollectivite):
    pass


class AdhesionQuerySet(_DansUneCollectivite):
    pass


class InvitationQuerySet(_DansUneCollectivite):
    def ouvertes(self) -> Self:
        """Neither accepted nor cancelled: under way, or expired and waiting to be renewed."""
        return self.filter(acceptee_le=None, annulee_le=None)

    def en_cours(self) -> Self:
        """Open and not past their date."""
        return self.ouvertes().filter(expire_le__gt=timezone.now())

    def pour(self, compte: Compte) -> Self:
        """Those sent to an address that this account has verified."""
        return self.filter(email__in=compte.emailaddress_set.filter(verified=True).values("email"))

    def perimees(self) -> Self:
        limite = timezone.now() - CONSERVATION_INVITATIONS
        return self.filter(
            Q(acceptee_le__lt=limite) | Q(annulee_le__lt=limite) | Q(acceptee_le=None, expire_le__lt=limite)
        )
