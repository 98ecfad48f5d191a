"""The first door: what an identité may see. Views obtain objects only through `visibles_par`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from communs.collectivites.emails import verifiees_de
from communs.collectivites.enums import Role

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite
    from communs.collectivites.models import Compte

# What the register of processing activities promises.
CONSERVATION_INVITATIONS = timedelta(days=90)
CONSERVATION_DEMANDES = timedelta(days=90)
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

    def administrees_par(self, compte: Compte) -> Self:
        return self.filter(adhesions__compte=compte, adhesions__role=Role.ADMINISTRATEUR)

    def dont_il_est_seul_membre(self, compte: Compte) -> Self:
        return self._au_seul_administrateur(compte).filter(nombre_de_membres=1)

    def qui_ont_besoin_de(self, compte: Compte) -> Self:
        """Those of which this account is the only administrator among several members."""
        return self._au_seul_administrateur(compte).filter(nombre_de_membres__gt=1)

    def _au_seul_administrateur(self, compte: Compte) -> Self:
        administre = Q(adhesions__role=Role.ADMINISTRATEUR)
        actif = administre & Q(adhesions__compte__is_active=True)
        return (
            self.annotate(
                nombre_de_membres=Count("adhesions"),
                autres=Count("adhesions", filter=actif & ~Q(adhesions__compte=compte)),
                sienne=Count("adhesions", filter=administre & Q(adhesions__compte=compte)),
            )
            .filter(sienne=1, autres=0)
            .order_by("nom")
        )


class _DansUneCollectivite(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """Rows of the collectivités of which the person is a member."""
        return self.filter(collectivite_id__in=identite.ids_collectivites)


class ServiceQuerySet(_DansUneCollectivite):
    pass


class AdhesionQuerySet(_DansUneCollectivite):
    def actives(self) -> Self:
        """Those of people who can sign in: a closed account administers nothing."""
        return self.filter(compte__is_active=True)


class DemandeQuerySet(_DansUneCollectivite):
    def perimees(self) -> Self:
        return self.filter(cree_le__lt=timezone.now() - CONSERVATION_DEMANDES)


class InvitationQuerySet(_DansUneCollectivite):
    def ouvertes(self) -> Self:
        """Neither accepted nor cancelled: under way, or expired and waiting to be renewed."""
        return self.filter(acceptee_le=None, annulee_le=None)

    def en_cours(self) -> Self:
        """Open and not past their date."""
        return self.ouvertes().filter(expire_le__gt=timezone.now())

    def pour(self, compte: Compte) -> Self:
        """Those sent to an address that this account has verified."""
        return self.filter(email__in=verifiees_de(compte).values("email"))

    def perimees(self) -> Self:
        limite = timezone.now() - CONSERVATION_INVITATIONS
        return self.filter(
            Q(acceptee_le__lt=limite) | Q(annulee_le__lt=limite) | Q(acceptee_le=None, expire_le__lt=limite)
        )
