"""Élus and directors take no part in the conclave: one rule, asked at every one of its doors.

What counts is the function that the lead collectivité and its partners declare *now*
(`Adhesion.fonction`): who becomes a director after the draw meets the rule at the next door.
"""

from allauth.account.models import EmailAddress
from django.db.models import Q

from communs.collectivites.emails import verifiees_sous
from communs.collectivites.enums import HORS_TIRAGE, Fonction
from communs.collectivites.models import Adhesion, Compte
from communs.dossiers.models import Dossier

DIT = {
    Fonction.ELU: "Les élues et les élus ne prennent pas part au conclave : il réunit des agents, entre eux.",
    Fonction.DIRECTION: (
        "Les membres de la direction ne prennent pas part au conclave : il réunit des agents, entre eux."
    ),
}
SUITE = " Vous lirez ses propositions dans le tableau de suivi, au comité final."


def fonctions(dossier: Dossier) -> dict[int, str]:
    """Those whom the rule keeps out, by the key of their account."""
    collectivites = [dossier.collectivite_id, *dossier.partenaires.values_list("pk", flat=True)]
    declares = Adhesion.objects.filter(collectivite__in=collectivites, fonction__in=sorted(HORS_TIRAGE))
    return dict(declares.values_list("compte_id", "fonction"))


def hors_conclave(dossier: Dossier, *, compte: Compte | None = None, email: str = "") -> str:
    """The function that keeps this person out, by account or by any address of it; empty when none does.

    One query: the room's door asks it at every request.
    """
    elle = Q(pk__in=[])
    if compte is not None:
        elle |= Q(compte=compte)
    if email:
        verifiees = verifiees_sous(email)
        elle |= Q(compte__email__iexact=email) | Q(compte__in=verifiees.values("user"))
    ici = Q(collectivite=dossier.collectivite_id) | Q(
        collectivite__in=dossier.partenaires.through.objects.filter(dossier=dossier).values("collectivite")
    )
    declares = Adhesion.objects.filter(ici, elle, fonction__in=sorted(HORS_TIRAGE)).order_by("pk")
    return declares.values_list("fonction", flat=True).first() or ""


class Regle:
    """The rule for many people of one dossier, in a constant number of queries."""

    def __init__(self, dossier: Dossier) -> None:
        self.comptes = fonctions(dossier)
        emails = Compte.objects.filter(pk__in=self.comptes).values_list("email", "pk")
        verifiees = EmailAddress.objects.filter(user__in=self.comptes, verified=True)
        adresses = (*emails, *verifiees.values_list("email", "user_id"))
        self.adresses = {email.lower(): self.comptes[cle] for email, cle in adresses}

    def fonction(self, compte_id: int | None, email: str) -> str:
        """What keeps this person out; empty when nothing does."""
        return self.comptes.get(compte_id or 0) or self.adresses.get(email.lower(), "")


def raison(fonction: str) -> str:
    """Why, to the person herself."""
    return DIT[Fonction(fonction)] + SUITE
