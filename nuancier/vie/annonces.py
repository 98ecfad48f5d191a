"""Telling editors that proposals have come: one mail a day each at most, and none on a day without."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from communs.collectivites.models import Compte
from communs.courrier.models import Courriel
from communs.courrier.services import poster_gabarit
from nuancier.vie.enums import A_RELIRE
from nuancier.vie.models import Proposition

GABARIT = "nuancier/courriels/a_relire"
CITEES = 10  # proposals named in the mail; of the others it says the number


def editeurs() -> list[Compte]:
    """Those to whom the right to edit was given; a superuser has every right without being asked."""
    droit = {"content_type__app_label": "nuancier", "codename": "change_teinte"}
    par_groupe = {f"groups__permissions__{champ}": valeur for champ, valeur in droit.items()}
    a_elle = {f"user_permissions__{champ}": valeur for champ, valeur in droit.items()}
    comptes = Compte.objects.filter(Q(**par_groupe) | Q(**a_elle), is_active=True)
    return list(comptes.distinct().order_by("pk"))


def annoncer() -> None:
    """Write to each editor whom proposals wait for that no mail told her of."""
    for compte in editeurs():
        _ecrire_a(compte)


@transaction.atomic
def _ecrire_a(compte: Compte) -> None:
    """The outbox tells when she was last written to; its key keeps two runs from writing twice."""
    racine = f"nuancier:a-relire:{compte.pk}:"
    deja = Courriel.objects.filter(cle__startswith=racine).aggregate(le=Max("cree_le"))["le"]
    arrivees = _arrivees(compte, deja)
    if not arrivees:
        return
    contexte = {
        "propositions": arrivees[:CITEES],
        "nombre": len(arrivees),
        "autres": max(0, len(arrivees) - CITEES),
        "en_attente": Proposition.objects.filter(etat__in=A_RELIRE).count(),
    }
    cle = f"{racine}{timezone.localdate():%Y-%m-%d}"
    poster_gabarit(GABARIT, contexte, destinataire=compte.email, cle=cle)


def _arrivees(compte: Compte, depuis: datetime | None) -> list[Proposition]:
    attendent = Proposition.objects.filter(etat__in=A_RELIRE).exclude(auteur__compte=compte)
    if depuis is not None:
        attendent = attendent.filter(cree_le__gt=depuis)
    return list(attendent.order_by("cree_le", "pk"))
