"""Erasing a person: what no foreign key finds, since it names them by their address alone."""

from collections.abc import Callable, Iterable

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q

from communs.collectivites.models import Collectivite, Compte, Invitation
from communs.courrier import services as courrier

# What is written on behalf of an account to others carries its number in its key.
CLES_D_AUTEUR = ("invitation:{pk}:", "demande:{pk}:")
_avant_une_collectivite: list[Callable[[Collectivite], None]] = []


def avant_une_collectivite(geste: Callable[[Collectivite], None]) -> None:
    """Register what a room above deletes by itself before the collectivité that led it goes."""
    _avant_une_collectivite.append(geste)


def effacer_collectivite(collectivite: Collectivite) -> None:
    """Delete it with its services, memberships, invitations and what other rooms hang on it."""
    for geste in _avant_une_collectivite:
        geste(collectivite)
    collectivite.delete()


def adresses_de(compte: Compte) -> set[str]:
    """Every address of the account, verified or not."""
    return {compte.email, *EmailAddress.objects.filter(user=compte).values_list("email", flat=True)}


def oublier(compte: Compte) -> None:
    """Delete the sessions, invitations and mails of this account, in the caller's transaction.

    Those written on its behalf too. To call before deleting the account.
    """
    adresses = adresses_de(compte)
    _fermer_les_sessions(compte, adresses)
    for adresse in adresses:
        oublier_adresse(adresse)
        Invitation.objects.filter(email__iexact=adresse).delete()
    for cle in CLES_D_AUTEUR:
        courrier.oublier_l_auteur(cle.format(pk=compte.pk))
    _taire_le_journal(compte, adresses)


def _taire_le_journal(compte: Compte, adresses: Iterable[str]) -> None:
    """Staff's gestures stay, without the name under which each row was shown that day."""
    sur_elle = Q(content_type=ContentType.objects.get_for_model(Compte), object_id=str(compte.pk))
    for nom in {compte.nom_affiche, *adresses}:
        # How the rows that hang on an account are named: « nom (…) », « nom → … », or the address alone.
        siennes = Q(object_repr__startswith=f"{nom} (") | Q(object_repr__startswith=f"{nom} → ")
        sur_elle |= siennes | Q(object_repr__iexact=nom)
    LogEntry.objects.filter(sur_elle).update(object_repr=f"Compte {compte.pk}")


def oublier_adresse(adresse: str) -> None:
    """Forget an address that no account has any more; what still invites it may be accepted by others."""
    Invitation.objects.filter(email__iexact=adresse).exclude(acceptee_le=None, annulee_le=None).delete()
    courrier.oublier(adresse)


def _fermer_les_sessions(compte: Compte, adresses: Iterable[str]) -> None:
    """Sessions have no column for their owner: each is read, the unfinished sign-ins too."""
    siennes = [
        session.pk
        for session in Session.objects.order_by("pk").iterator()
        if _est_la_sienne(session.get_decoded(), compte, frozenset(adresses))
    ]
    Session.objects.filter(pk__in=siennes).delete()


def _est_la_sienne(donnees: dict, compte: Compte, adresses: frozenset[str]) -> bool:
    return donnees.get(SESSION_KEY) == str(compte.pk) or not adresses.isdisjoint(_textes(donnees))


def _textes(valeur: object) -> set[str]:
    """Every text inside a decoded session, at any depth."""
    if isinstance(valeur, dict):
        valeur = list(valeur.values())
    if isinstance(valeur, list):
        return {texte for element in valeur for texte in _textes(element)}
    return {valeur.casefold()} if isinstance(valeur, str) else set()
