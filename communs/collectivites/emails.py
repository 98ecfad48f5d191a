"""Verified addresses: the only ones by which somebody is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

if TYPE_CHECKING:
    from communs.collectivites.models import Compte


def verifiees_de(compte: Compte) -> QuerySet[EmailAddress]:
    """The addresses that this account has proved to be its own."""
    return EmailAddress.objects.filter(user=compte, verified=True)


def a_verifie(compte: Compte, email: str) -> bool:
    """Whether this account has proved that this address is its own, whatever its case."""
    return verifiees_de(compte).filter(email__iexact=email).exists()


def verifiees_sous(email: str) -> QuerySet[EmailAddress]:
    """Who has proved that this address is theirs, whatever its case."""
    return EmailAddress.objects.filter(email__iexact=email, verified=True)
