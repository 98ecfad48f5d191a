"""Reminders: at most one mail per person and per day, which tells everything that waits.

Database first: the mail, the row that says it was written and the next dates are one transaction per
batch. A killed worker loses a batch that was not committed, and the next run takes it again.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from communs.collectivites.models import Compte
from communs.courrier import services as courrier
from communs.courrier.models import Courriel
from communs.dossiers.models import Participant
from communs.echeances.calculs import (
    aujourd_hui,
    delai,
    fuseaux_ouverts,
    fuseaux_par_jour,
    objet,
    prochain_rappel,
    quand,
)
from communs.echeances.enums import Quand
from communs.echeances.jetons import adresse_de_rythme, adresse_de_sommeil
from communs.echeances.models import Destinataire, Echeance, Relance
from communs.echeances.querysets import ZONE

LOT = 100  # people per transaction
LIGNES_MAX = 60  # lines per mail; the rest is on the screen
# Beat asks every ten minutes: a run stops before the next one begins.
DUREE = 480.0


def relancer(*, maintenant: datetime | None = None, duree: float = DUREE) -> int:
    """Write the reminders of this moment, batch after batch; return to how many people.

    `maintenant` is an aware instant. Nothing is written outside decent hours of each person's zone;
    what a silence of the platform has missed is told once, on its return.
    """
    maintenant = maintenant or timezone.now()
    fin = time.monotonic() + duree
    recenser(maintenant)
    nombre = 0
    for jour, fuseaux in fuseaux_par_jour(maintenant, fuseaux_ouverts(maintenant)).items():
        a_relancer = Destinataire.objects.a_relancer(
            jour,
            fuseaux,
            dues=Echeance.objects.dues(maintenant),
            de_la_semaine=Echeance.objects.de_la_semaine(maintenant),
        )
        cles = list(a_relancer.order_by("pk").values_list("pk", flat=True))
        for debut in range(0, len(cles), LOT):
            if time.monotonic() >= fin:
                return nombre
            nombre += relancer_un_lot(maintenant, jour, cles[debut : debut + LOT])
    return nombre


@transaction.atomic
def recenser(maintenant: datetime) -> None:
    """Make known to reminders the people of whom something is due, in a constant number of queries."""
    # Somebody known by her address has opened an account: she keeps what she had chosen.
    compte = Compte.objects.filter(email=OuterRef("email"))
    Destinataire.objects.filter(
        ~Exists(Destinataire.objects.filter(compte__email=OuterRef("email"))), Exists(compte), compte=None
    ).update(compte=Subquery(compte.values("pk")[:1]), email="")
    # In reverse: of several dates, the soonest gives the zone.
    dues = Echeance.objects.dues(maintenant).order_by("-le", "-pk")
    comptes = dict(
        dues.filter(responsable__compte__isnull=False, responsable__compte__destinataire=None).values_list(
            "responsable__compte", ZONE
        )
    )
    connues = Destinataire.objects.exclude(email="").values("email")
    adresses = dict(
        dues.filter(responsable__compte=None)
        .exclude(responsable__email__in=connues)
        .values_list("responsable__email", ZONE)
    )
    for pk, email in Compte.objects.filter(email__in=adresses).values_list("pk", "email").order_by("pk"):
        comptes.setdefault(pk, adresses.pop(email))
    nouveaux = [Destinataire(compte_id=pk, fuseau=fuseau) for pk, fuseau in comptes.items()]
    nouveaux += [Destinataire(email=email, fuseau=fuseau) for email, fuseau in adresses.items()]
    Destinataire.objects.bulk_create(nouveaux, ignore_conflicts=True)


def relancer_un_lot(maintenant: datetime, jour: date, cles: Sequence[int]) -> int:
    """Write to those of these people whom nobody is writing to or has written to; return how many."""
    with transaction.atomic(durable=True):
        destinataires = list(
            Destinataire.objects.pas_encore_relances(jour)
            .filter(pk__in=cles)
            .select_related("compte")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("pk")
        )
        return _ecrire(destinataires, jour, maintenant) if destinataires else 0


def _ecrire(destinataires: Sequence[Destinataire], jour: date, maintenant: datetime) -> int:
    siennes = _echeances_de(destinataires, maintenant)
    relances: list[Relance] = []
    courriels: list[Courriel] = []
    rappels: dict[int, date] = {}
    for destinataire in destinataires:
        echeances = siennes[destinataire.pk]
        if not echeances:  # done a moment ago
            continue
        relances.append(Relance(destinataire=destinataire, jour=jour, nombre=len(echeances)))
        courriels.append(composer(destinataire, echeances, jour, maintenant))
        rappels |= {e.pk: prochain_rappel(e.le, _jour_de(e, maintenant)) for e in echeances}
    Relance.objects.bulk_create(relances)
    courrier.poster_plusieurs(courriels)
    Echeance.objects.all().deplacer_les_rappels(rappels)
    Destinataire.objects.filter(pk__in=[r.destinataire_id for r in relances]).update(relance_le=jour)
    return len(relances)


def _echeances_de(
    destinataires: Sequence[Destinataire], maintenant: datetime
) -> defaultdict[int, list[Echeance]]:
    """By person, what is to be told; locked."""
    comptes = {d.compte_id: d.pk for d in destinataires if d.compte_id}
    adresses = {(d.compte.email if d.compte else d.email): d.pk for d in destinataires}
    # Their participations first: the dates are then found by index, however many there are.
    participations = Participant.objects.presents().filter(
        Q(compte__in=list(comptes)) | Q(compte=None, email__in=list(adresses))
    )
    lignes = (
        Echeance.objects.a_dire(maintenant)
        .filter(responsable__in=list(participations.order_by("pk").values_list("pk", flat=True)))
        .avec_dossier()
    )
    siennes: defaultdict[int, list[Echeance]] = defaultdict(list)
    for echeance in lignes.order_by("pk").select_for_update(of=("self",)):
        participant = cast(Participant, echeance.responsable)
        if participant.compte_id is not None:
            siennes[comptes[participant.compte_id]].append(echeance)
        else:
            siennes[adresses[participant.email]].append(echeance)
    return siennes


def _jour_de(echeance: Echeance, maintenant: datetime) -> date:
    return aujourd_hui(maintenant, echeance.dossier.collectivite.fuseau)


def composer(
    destinataire: Destinataire, echeances: Iterable[Echeance], jour: date, maintenant: datetime
) -> Courriel:
    """The mail of that day, not yet written to the outbox."""
    lignes = sorted(echeances, key=lambda e: (e.le, e.dossier.titre, e.pk))
    quands = [quand(e.le, _jour_de(e, maintenant)) for e in lignes]
    arret = adresse_de_rythme(destinataire.uuid)
    return courrier.preparer_gabarit(
        "echeances/courriels/relance",
        {
            "objet": objet(quands),
            "prenom": destinataire.compte.prenom if destinataire.compte else "",
            "sans_compte": destinataire.compte is None,
            "sections": sections(lignes[:LIGNES_MAX], maintenant),
            "autres": max(0, len(lignes) - LIGNES_MAX),
            "rythme": destinataire.rythme,
            "arret": arret,
        },
        destinataire=destinataire.compte.email if destinataire.compte else destinataire.email,
        cle=f"relance:{destinataire.uuid}:{jour}",
        corps_ephemere=True,  # personal links, and titles of private dossiers
        entetes={"List-Unsubscribe": f"<{arret}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def sections(lignes: Iterable[Echeance], maintenant: datetime) -> list[dict[str, Any]]:
    """Late first, then today, then coming; within each, by dossier."""
    groupes: dict[Quand, dict[int, dict[str, Any]]] = {q: {} for q in Quand}
    for echeance in lignes:
        jour = _jour_de(echeance, maintenant)
        dossiers = groupes[quand(echeance.le, jour)]
        dossier = dossiers.setdefault(echeance.dossier_id, {"dossier": echeance.dossier, "lignes": []})
        responsable = cast(Participant, echeance.responsable)
        dossier["lignes"].append(
            {
                "echeance": echeance,
                "delai": delai(echeance.le, jour),
                "sommeil": adresse_de_sommeil(echeance.uuid, responsable.uuid),
            }
        )
    return [{"quand": q, "dossiers": list(d.values())} for q, d in groupes.items() if d]
