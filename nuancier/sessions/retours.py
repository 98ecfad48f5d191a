"""What participants say before and after, and who was there."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats.services import verrouiller
from communs.web.erreurs import Refus
from nuancier.sessions.enums import PASSEES
from nuancier.sessions.livrable import accorder_la_critique
from nuancier.sessions.models import Jour, Session
from nuancier.sessions.models_stagiaires import Bilan, Presence, Stagiaire

PAS_ENCORE = "La session n’a pas encore eu lieu : revenez après."


@transaction.atomic
def dire_ses_attentes(*, stagiaire: Stagiaire, attentes: str, competences: list[str]) -> None:
    """Before the days only: afterwards, they are what they were."""
    actuel = verrouiller(stagiaire)
    if stagiaire.session.passee or stagiaire.session.annulee:
        raise Refus(410, "Les attentes se disaient avant la session.")
    actuel.attentes, actuel.competences = attentes, competences
    actuel.save(update_fields=["attentes", "competences"])


def _bilan(stagiaire: Stagiaire) -> Bilan:
    """Her own row, locked. Refus (410) before the session has been held."""
    if stagiaire.session.etat not in PASSEES:
        raise Refus(410, PAS_ENCORE)
    actuel = verrouiller(stagiaire)
    bilan, _ = Bilan.objects.select_for_update().get_or_create(stagiaire=actuel)
    return bilan


@transaction.atomic
def noter(*, stagiaire: Stagiaire, champs: Mapping[str, Any], quoi: str) -> Bilan:
    """Write a part of her review; `quoi` is the column that dates it (`satisfaction_le`…)."""
    bilan = _bilan(stagiaire)
    for nom, valeur in champs.items():
        setattr(bilan, nom, valeur)
    setattr(bilan, quoi, timezone.now())
    bilan.signee = bilan.signee and bilan.accord
    bilan.full_clean(exclude=["stagiaire"])
    bilan.save()
    if quoi == "critique_le":
        accorder_la_critique(stagiaire.session, bilan)
    return bilan


@transaction.atomic
def emarger(
    *,
    identite: Identite,
    session: Session,
    presents: Iterable[tuple[Stagiaire, Jour, str]],
    vus: Iterable[tuple[Stagiaire, Jour, str]] | None = None,
) -> int:
    """Make attendance say exactly this; return the number of half-days ticked.

    With `vus`, what the sheet showed ticked, only what was changed on it is written: what another trainer
    ticked meanwhile stays.
    """
    session = verrouiller(session)
    autoriser(identite, "sessions.animer", session)
    if not session.commencee:
        raise Refus(409, "Cette session n’est pas ouverte : il n’y a personne à pointer.")
    voulues = {(s.pk, j.pk, moment) for s, j, moment in presents}
    deja = {
        (p.stagiaire_id, p.jour_id, p.moment): p.pk
        for p in Presence.objects.filter(stagiaire__session=session)
    }
    vues = set(deja) if vus is None else {(s.pk, j.pk, moment) for s, j, moment in vus}
    Presence.objects.filter(pk__in=[pk for cle, pk in deja.items() if cle in vues - voulues]).delete()
    gens = set(session.stagiaires.values_list("pk", flat=True))  # some may have left meanwhile
    jours = set(session.jours.values_list("pk", flat=True))
    Presence.objects.bulk_create(
        Presence(stagiaire_id=s, jour_id=j, moment=moment)
        for s, j, moment in sorted(voulues - vues - set(deja))
        if s in gens and j in jours
    )
    return len(voulues)


def minutes_de_presence(stagiaire: Stagiaire, jours: Iterable[Jour]) -> int:
    """Minutes she was there, by the hours of the half-days ticked; presences prefetched or fetched."""
    la = {(p.jour_id, p.moment) for p in stagiaire.presences.all()}
    return sum(d.minutes for jour in jours for d in jour.demi_journees if (jour.pk, d.moment) in la)
