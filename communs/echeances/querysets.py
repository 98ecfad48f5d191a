"""What a person sees of the échéances, and who is to be reminded of which."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.db import connection, models
from django.db.models import Q

from communs.collectivites.identite import Identite
from communs.dossiers.querysets import DansUnDossier
from communs.echeances.calculs import HORIZON, fuseaux_par_jour, lundi
from communs.echeances.enums import Rythme

ZONE = "dossier__collectivite__fuseau"
# What the register of processing activities promises.
CONSERVATION_RELANCES = timedelta(days=90)


class EcheanceQuerySet(DansUnDossier):
    def de(self, identite: Identite) -> Self:
        """Those that wait for this person, in dossiers where she still takes part."""
        if identite.compte is None:
            return self.none()
        return self.filter(
            responsable__compte=identite.compte, responsable__retire_le=None, dossier__supprime_le=None
        )

    def a_faire(self) -> Self:
        return self.filter(faite_le=None)

    def avec_dossier(self) -> Self:
        """With what a line needs: its dossier and the zone of its date."""
        return self.select_related("dossier__collectivite", "responsable")

    def selon_le_jour(self, maintenant: datetime, champ: str, jours: int = 0) -> Self:
        """Those whose date `champ` is not after today (plus `jours`), each in its collectivité's zone."""
        parmi = (
            Q(**{f"{ZONE}__in": zones, f"{champ}__lte": jour + timedelta(days=jours)})
            for jour, zones in fuseaux_par_jour(maintenant).items()
        )
        return self.filter(reduce(or_, parmi))

    def apres_le_jour(self, maintenant: datetime, jours: int) -> Self:
        """Those dated after today plus `jours`, each in its collectivité's zone."""
        parmi = (
            Q(**{f"{ZONE}__in": zones, "le__gt": jour + timedelta(days=jours)})
            for jour, zones in fuseaux_par_jour(maintenant).items()
        )
        return self.filter(reduce(or_, parmi))

    def rappelables(self) -> Self:
        """Not done, in a dossier that exists, of somebody who takes part and whose account is not closed.

        Nobody is reminded of anything by a trial.
        """
        return self.a_faire().filter(
            Q(responsable__compte=None) & ~Q(responsable__email="") | Q(responsable__compte__is_active=True),
            responsable__retire_le=None,
            dossier__supprime_le=None,
            dossier__collectivite__essai_jusqu_au=None,
        )

    def dues(self, maintenant: datetime) -> Self:
        """Those whose responsable is to be reminded today, or should have been earlier."""
        return self.rappelables().selon_le_jour(maintenant, "rappel_le")

    def de_la_semaine(self, maintenant: datetime) -> Self:
        """What a weekly mail brings forward: to be reminded within six days, and near enough to be told."""
        return self.a_dire(maintenant).selon_le_jour(maintenant, "rappel_le", 6)

    def a_dire(self, maintenant: datetime) -> Self:
        """What a mail of today lists: late, for today or within seven days, and not put to sleep."""
        return self.rappelables().eveillees(maintenant).selon_le_jour(maintenant, "le", HORIZON.days)

    def eveillees(self, maintenant: datetime) -> Self:
        """Without those put to sleep until a later day."""
        endormies = (
            Q(**{f"{ZONE}__in": zones, "sommeil_jusqu_au__gt": jour})
            for jour, zones in fuseaux_par_jour(maintenant).items()
        )
        return self.exclude(reduce(or_, endormies))

    def deplacer_les_rappels(self, rappels: dict[int, date]) -> None:
        """Set the next reminder of each of these locked rows, by key, in one query."""
        with connection.cursor() as curseur:
            curseur.execute(
                "UPDATE echeances_echeance AS e SET rappel_le = n.rappel_le "
                "FROM unnest(%s::bigint[], %s::date[]) AS n (id, rappel_le) WHERE e.id = n.id",
                [list(rappels), list(rappels.values())],
            )


class DestinataireQuerySet(models.QuerySet):
    def a_relancer(
        self, jour: date, fuseaux: tuple[str, ...], *, dues: EcheanceQuerySet, de_la_semaine: EcheanceQuerySet
    ) -> Self:
        """Those of these zones, where it is `jour`, who have something due and were not yet written to."""
        return self.pas_encore_relances(jour).filter(
            Q(rythme=Rythme.QUOTIDIEN) & _concernes(dues)
            | Q(rythme=Rythme.HEBDOMADAIRE) & _concernes(de_la_semaine),
            fuseau__in=fuseaux,
        )

    def pas_encore_relances(self, jour: date) -> Self:
        """Those who may still be written to on `jour`."""
        return self.filter(
            Q(relance_le=None)
            | Q(rythme=Rythme.QUOTIDIEN, relance_le__lt=jour)
            | Q(rythme=Rythme.HEBDOMADAIRE, relance_le__lt=lundi(jour)),
            Q(compte=None) | Q(compte__is_active=True),
        ).exclude(rythme=Rythme.AUCUN)

    def inconnus(self) -> Self:
        """Addresses without account that no dossier knows any more."""
        from communs.dossiers.models import Participant

        connues = Participant.objects.presents().exclude(email="").values("email")
        return self.filter(compte=None).exclude(email__in=connues)


def _concernes(echeances: EcheanceQuerySet) -> Q:
    """The people who answer for these; somebody invited who has since opened an account is that account."""
    adresses = echeances.filter(responsable__compte=None).values("responsable__email")
    comptes = echeances.exclude(responsable__compte=None).values("responsable__compte")
    return Q(compte__in=comptes) | Q(compte__email__in=adresses) | Q(email__in=adresses)


class CalendrierQuerySet(models.QuerySet):
    def ouverts(self) -> Self:
        """Those of open accounts."""
        return self.filter(compte__is_active=True).select_related("compte", "dossier__collectivite")
