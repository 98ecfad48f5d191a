"""Accounts opened by an identity provider, and the collectivité their SIRET points to.

An account is joined to a provider's only when both sides have verified the same address, or by
its owner once signed in. A SIRET proposes a collectivité; people there decide.
"""

from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse

from communs.collectivites import noms, siren
from communs.collectivites.emails import a_verifie
from communs.collectivites.enums import Role
from communs.collectivites.models import Adhesion, Collectivite, Compte, CompteRelie, Demande
from communs.collectivites.oidc import Echec, Fournisseur, Personne
from communs.collectivites.services import verrouiller
from communs.courrier import services as courrier

DEJA_UN_COMPTE = (
    "Un compte Vigie existe déjà à votre adresse. Connectez-vous avec son mot de passe, puis reliez-le à "
    "{nom} depuis votre profil."
)
DEJA_RELIE = "Cette identité {nom} ouvre déjà un autre compte Vigie : déconnectez-vous, entrez par {nom}."


@transaction.atomic
def compte_de(f: Fournisseur, personne: Personne) -> Compte:
    """The account of this person, created if there is none; Echec when it must not be joined silently."""
    lien = CompteRelie.objects.filter(emetteur=f.emetteur, sub=personne.sub).select_related("compte").first()
    if lien is not None:
        _noter_le_siren(lien, personne)
        return lien.compte
    try:
        validate_email(personne.email)
    except ValidationError as erreur:
        raise Echec(f"{f.nom} n’a pas transmis votre adresse électronique.", "email absent", 403) from erreur
    existant = Compte.objects.filter(email=personne.email).first()
    if existant is None:
        existant = _creer(f, personne)
    elif not (personne.email_verifie and a_verifie(existant, existant.email)) or _autre_lien(f, existant):
        raise Echec(DEJA_UN_COMPTE.format(nom=f.nom), "adresse déjà prise", 409)
    _relier(f, personne, existant)
    return existant


def _autre_lien(f: Fournisseur, compte: Compte) -> bool:
    return CompteRelie.objects.filter(emetteur=f.emetteur, compte=compte).exists()


def _creer(f: Fournisseur, personne: Personne) -> Compte:
    try:
        with transaction.atomic():
            compte = Compte.objects.create_user(
                personne.email, prenom=noms.acceptable(personne.prenom), nom=noms.acceptable(personne.nom)
            )
            EmailAddress.objects.create(
                user=compte, email=compte.email, verified=personne.email_verifie, primary=True
            )
    except (IntegrityError, ValidationError) as erreur:
        raise Echec(DEJA_UN_COMPTE.format(nom=f.nom), "adresse prise à l’instant", 409) from erreur
    return compte


def _relier(f: Fournisseur, personne: Personne, compte: Compte) -> None:
    try:
        with transaction.atomic():
            lien = CompteRelie.objects.create(compte=compte, emetteur=f.emetteur, sub=personne.sub)
    except IntegrityError as erreur:
        raise Echec(DEJA_RELIE.format(nom=f.nom), "lien déjà là", 409) from erreur
    _noter_le_siren(lien, personne)


def _noter_le_siren(lien: CompteRelie, personne: Personne) -> None:
    numero = personne.siret[:9] if len(personne.siret) == 14 else ""
    try:
        siren.valider(numero)
    except ValidationError:
        numero = ""
    if lien.siren != numero:
        lien.siren = numero
        lien.save(update_fields=["siren"])


@transaction.atomic
def relier(f: Fournisseur, personne: Personne, compte: Compte) -> None:
    """Join the signed-in account to this identity, at its owner's request; harmless if already done."""
    lien = CompteRelie.objects.filter(emetteur=f.emetteur, sub=personne.sub).first()
    if lien is None:
        _relier(f, personne, compte)
    elif lien.compte_id != compte.pk:
        raise Echec(DEJA_RELIE.format(nom=f.nom), "sub d’un autre compte", 409)


@transaction.atomic
def delier(*, compte: Compte, emetteur: str) -> None:
    """Undo the link; ValidationError if nothing else opens the account."""
    if not compte.has_usable_password():
        raise ValidationError("Choisissez d’abord un mot de passe : sans lui, vous ne pourriez plus entrer.")
    CompteRelie.objects.filter(compte=compte, emetteur=emetteur).delete()


def siren_propose(compte: Compte) -> str:
    """The SIREN that the provider gave and of which the person is not yet a member, or ''."""
    numeros = list(
        CompteRelie.objects.filter(compte=compte)
        .exclude(siren="")
        .order_by("pk")
        .values_list("siren", flat=True)
    )
    deja = set(compte.adhesions.values_list("collectivite__siren", flat=True))
    return next((numero for numero in numeros if numero not in deja), "")


@transaction.atomic
def demander(*, compte: Compte, collectivite: Collectivite) -> Demande:
    """Ask to join the collectivité of one's SIRET; asked twice, it is asked once."""
    if collectivite.siren != siren_propose(compte):
        raise ValidationError("Votre SIRET n’est pas celui de cette collectivité.")
    collectivite = verrouiller(collectivite)
    demande, nouvelle = Demande.objects.get_or_create(compte=compte, collectivite=collectivite)
    if nouvelle:
        lien = settings.VIGIE_ADRESSE + reverse("collectivites:invitations", args=[collectivite.identifiant])
        administrateurs = collectivite.adhesions.filter(role=Role.ADMINISTRATEUR).select_related("compte")
        for adhesion in administrateurs.order_by("pk"):
            cle = f"demande:{compte.pk}:{uuid4().hex}"
            _ecrire("demande", demande, adhesion.compte, cle=cle, lien=lien)
    return demande


def _ecrire(gabarit: str, demande: Demande, a: Compte, cle: str | None = None, **contexte: str) -> None:
    courrier.poster_gabarit(
        f"collectivites/courriels/{gabarit}",
        {"demande": demande, "collectivite": demande.collectivite, "prenom": a.prenom, **contexte},
        destinataire=a.email,
        cle=cle,
    )


def _reprendre(demande: Demande) -> Demande:
    """Lock, and return the request fresh; ValidationError if somebody has already answered."""
    verrouiller(demande.collectivite)
    presente = Demande.objects.select_related("collectivite", "compte").filter(pk=demande.pk).first()
    if presente is None:
        raise ValidationError("Quelqu’un a déjà répondu à cette demande.")
    return presente


@transaction.atomic
def accepter(*, demande: Demande) -> Adhesion:
    """Let the person in as a member and tell them."""
    demande = _reprendre(demande)
    adhesion, _ = Adhesion.objects.get_or_create(compte=demande.compte, collectivite=demande.collectivite)
    lien = settings.VIGIE_ADRESSE + demande.collectivite.get_absolute_url()
    _ecrire("demande_acceptee", demande, demande.compte, lien=lien)
    demande.delete()
    return adhesion


@transaction.atomic
def refuser(*, demande: Demande) -> None:
    """Say no and tell the person."""
    demande = _reprendre(demande)
    _ecrire("demande_refusee", demande, demande.compte)
    demande.delete()
