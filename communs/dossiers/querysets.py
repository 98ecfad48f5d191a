"""The first door of a dossier: who may read it. Roles come along, fetched with the object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.utils import timezone

from communs.collectivites.emails import verifiees_de
from communs.collectivites.enums import Role
from communs.collectivites.essais import a_portee
from communs.dossiers.enums import OUVERTES_AUX_MEMBRES, OUVERTES_PAR_LIEN, Visibilite
from communs.dossiers.genres import roles_pilotes

if TYPE_CHECKING:
    from communs.collectivites.identite import Identite
    from communs.collectivites.models import Compte


class DossierQuerySet(models.QuerySet):
    def visibles_par(self, identite: Identite) -> Self:
        """The dossiers this person may read, each with `mes_roles` and `mes_roles_de` (their owner)."""
        return self.filter(self._lisible(identite), supprime_le=None).avec_mes_roles(identite)

    def supprimes_par(self, identite: Identite) -> Self:
        """Deleted ones that this person may still take back: those she organises, or would have to."""
        if identite.compte is None:
            return self.none()
        siens = Q(Exists(self._pilotes().filter(compte=identite.compte))) | self._a_relever(identite)
        return self.filter(siens, supprime_le__isnull=False).avec_mes_roles(identite)

    def auxquels_participe(self, compte: Compte) -> Self:
        return self.filter(Exists(_participants().filter(dossier=OuterRef("pk"), compte=compte)))

    def filtres(self, choix: Mapping[str, Any], identite: Identite) -> Self:
        """Narrowed by a list's cleaned filters: words of the title, kind, one's own."""
        retenus = self
        for mot in choix["q"].split():
            retenus = retenus.filter(titre__unaccent__icontains=mot)
        if choix["genre"]:
            retenus = retenus.filter(genre=choix["genre"])
        if choix["miens"]:
            retenus = retenus.auxquels_participe(identite.personne)
        return retenus

    def avec_mes_roles(self, identite: Identite) -> Self:
        """Annotate the roles of this person in each dossier (None for who takes no part)."""
        compte = identite.compte
        roles = ArrayField(models.CharField(max_length=30))
        if compte is None:
            return self.annotate(mes_roles=Value(None, output_field=roles), mes_roles_de=Value(0))
        miens = _participants().filter(dossier=OuterRef("pk"), compte=compte).values("roles")[:1]
        return self.annotate(mes_roles=Subquery(miens), mes_roles_de=Value(compte.pk))

    def _lisible(self, identite: Identite) -> Q:
        lisible = Q(visibilite=Visibilite.PUBLIC)
        if identite.laissez_passer:
            passes = (
                _laissez_passer().actifs().filter(dossier=OuterRef("pk"), uuid__in=identite.laissez_passer)
            )
            lisible |= Q(Exists(passes), visibilite__in=OUVERTES_PAR_LIEN)
        lisible &= a_portee(identite, "collectivite")
        if identite.compte is None:
            return lisible
        participe = _participants().filter(dossier=OuterRef("pk"), compte=identite.compte)
        lisible |= Q(Exists(participe))
        if miennes := identite.ids_collectivites:
            partenaire = _partenariats().filter(dossier=OuterRef("pk"), collectivite__in=miennes)
            lisible |= Q(visibilite__in=OUVERTES_AUX_MEMBRES) & (
                Q(collectivite__in=miennes) | Q(Exists(partenaire))
            )
        return lisible | self._a_relever(identite)

    def _a_relever(self, identite: Identite) -> Q:
        """Dossiers nobody organises any more, in the collectivités that this person administers."""
        administrees = [a.collectivite_id for a in identite.adhesions if a.role == Role.ADMINISTRATEUR]
        return Q(~Exists(self._pilotes()), collectivite__in=administrees)

    def _pilotes(self) -> models.QuerySet:
        return _participants().filter(
            dossier=OuterRef("pk"), roles__overlap=sorted(roles_pilotes()), compte__is_active=True
        )


def _participants() -> ParticipantQuerySet:
    from communs.dossiers.models import Participant

    return Participant.objects.presents()


def _partenariats() -> models.QuerySet:
    from communs.dossiers.models import Dossier

    return Dossier.partenaires.through.objects.all()


def _laissez_passer() -> LaissezPasserQuerySet:
    from communs.dossiers.models import LaissezPasser

    return LaissezPasser.objects.all()


class DansUnDossier(models.QuerySet):
    """What hangs on a dossier is seen by who may see the dossier."""

    def visibles_par(self, identite: Identite) -> Self:
        from communs.dossiers.models import Dossier

        return self.filter(dossier__in=Dossier.objects.visibles_par(identite).values("pk"))


class ParticipantQuerySet(DansUnDossier):
    def presents(self) -> Self:
        return self.filter(retire_le=None)

    def pilotes(self) -> Self:
        """Those who can organise the dossier, and sign in to do it."""
        return self.presents().filter(roles__overlap=sorted(roles_pilotes()), compte__is_active=True)

    def a_accepter_par(self, compte: Compte) -> Self:
        """Invitations sent to an address that this account has verified, neither accepted nor expired."""
        adresses = verifiees_de(compte).values("email")
        return (
            self.presents()
            .filter(compte=None, email__in=adresses, dossier__supprime_le=None)
            .exclude(invitation_expire_le__lte=timezone.now())
            .exclude(email="")
            .select_related("dossier__collectivite")
            .order_by("depuis_le", "pk")
        )

    def avec_noms(self) -> Self:
        """With what a list needs to name each person."""
        return self.select_related("acteur__compte", "compte", "service")


class LaissezPasserQuerySet(DansUnDossier):
    def actifs(self) -> Self:
        return self.filter(revoque_le=None, expire_le__gt=timezone.now())


class CommentaireQuerySet(DansUnDossier):
    def de_la_chose(self, objet: Any) -> Self:
        return (
            self.filter(sujet=objet._meta.label_lower, reference=objet.uuid)
            .select_related("auteur__compte")
            .order_by("cree_le", "pk")
        )

    def de_ces_choses(self, modele: type[models.Model], references: list[UUID]) -> Self:
        return self.filter(sujet=modele._meta.label_lower, reference__in=references, retire_le=None)
