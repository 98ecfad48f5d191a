"""Bulletins and issues themselves: making them, presenting them, deleting them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal, purges
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.web.cache_pages import perimer_pages
from communs.web.erreurs import Refus
from veille.enums import MODIFIABLES, EtatNumero
from veille.numeros.adresses import verifier_adresse
from veille.numeros.models import Bulletin, Numero

DELAI_REPENTIR = timedelta(days=30)
FIGE = "Ce numéro est « {etat} » : il ne s’écrit plus. Votre saisie n’a pas été enregistrée."
SUPPRIME = "Ce numéro a été supprimé. Votre saisie n’a pas été enregistrée."
PUBLIC = "Un numéro publié ne se supprime pas : dépubliez-le d’abord."
PRISE = "Un autre numéro de ce bulletin a déjà cette adresse : choisissez-en une autre."


def ouvrir(identite: Identite, numero: Numero) -> Numero:
    """The issue, locked until the end of the transaction, if it may still be written.

    Raises PermissionDenied, Refus 409 once it is planned or published, 410 once it is deleted.
    """
    autoriser(identite, "veille.documenter", numero)
    present = verrouiller(numero)
    if present.supprime_le is not None:
        raise Refus(410, SUPPRIME)
    if present.etat not in MODIFIABLES:
        raise Refus(409, FIGE.format(etat=present.get_etat_display().lower()))
    return present


@transaction.atomic
def creer_bulletin(*, identite: Identite, demande: UUID, champs: Mapping[str, Any]) -> Bulletin:
    """A new bulletin; the same form sent twice (`demande`) makes one."""
    autoriser(identite, "veille.documenter")
    deja = Bulletin.objects.filter(uuid=demande).first()
    if deja is not None:
        return deja
    bulletin = Bulletin(uuid=demande, **champs)
    bulletin.full_clean()
    verifier_adresse(bulletin.cle)
    bulletin.save()
    journal.consigner(identite=identite, verbe="veille.creer_bulletin", objet=bulletin)
    return bulletin


@transaction.atomic
def corriger_bulletin(
    *, identite: Identite, bulletin: Bulletin, version: int, champs: Mapping[str, Any]
) -> Bulletin:
    autoriser(identite, "veille.documenter")
    corrige = modifier(
        identite=identite, objet=bulletin, version=version, champs=champs, verbe="veille.corriger_bulletin"
    )
    perimer_pages()
    return corrige


@transaction.atomic
def creer_numero(
    *, identite: Identite, bulletin: Bulletin, demande: UUID, champs: Mapping[str, Any]
) -> Numero:
    """A new issue, a draft. It takes colophon and legal note from the latest one, to be read again."""
    autoriser(identite, "veille.documenter")
    verrouiller(bulletin)
    deja = Numero.objects.filter(uuid=demande).first()
    if deja is not None:
        return deja
    dernier = Numero.objects.presents().filter(bulletin=bulletin).order_by("-cree_le", "-pk").first()
    repris = {"colophon": dernier.colophon, "mentions": dernier.mentions} if dernier else {}
    numero = Numero(uuid=demande, bulletin=bulletin, **repris, **champs)
    numero.full_clean()
    verifier_adresse(f"{bulletin.cle}/{numero.cle}")
    numero.save()
    journal.consigner(identite=identite, verbe="veille.creer_numero", objet=numero)
    return numero


@transaction.atomic
def presenter(*, identite: Identite, numero: Numero, version: int, champs: Mapping[str, Any]) -> Numero:
    """Write the head of an issue. Conflit when somebody just did, ValidationError for a taken address.

    Or for one that still leads to another issue.
    """
    present = ouvrir(identite, numero)
    cle = champs.get("cle", present.cle)
    freres = Numero.objects.presents().filter(bulletin=present.bulletin_id, cle=cle)
    if freres.exclude(pk=present.pk).exists():
        raise ValidationError({"cle": PRISE})
    if cle != present.cle:
        verifier_adresse(f"{present.bulletin.cle}/{cle}", present)
    ecrit = modifier(
        identite=identite, objet=numero, version=version, champs=champs, verbe="veille.corriger_numero"
    )
    Numero.objects.filter(pk=ecrit.pk).update(modifie_le=timezone.now())
    return ecrit


# --- deletion ------------------------------------------------------------------------------------


@transaction.atomic
def supprimer(*, identite: Identite, numero: Numero) -> None:
    """Put it away for DELAI_REPENTIR. ValidationError for a published one: it is taken back first."""
    autoriser(identite, "veille.documenter", numero)
    present = verrouiller(numero)
    if present.etat == EtatNumero.PUBLIE:
        raise ValidationError(PUBLIC)
    if present.supprime_le is None:
        present.supprime_le = timezone.now()
        enregistrer(present, "supprime_le")
        journal.consigner(identite=identite, verbe="veille.supprimer_numero", objet=present)
        perimer_pages()


@transaction.atomic
def retablir(*, identite: Identite, numero: Numero) -> None:
    """Take back a deleted issue, as it was; ValidationError when its address was taken meanwhile."""
    autoriser(identite, "veille.documenter", numero)
    present = verrouiller(numero)
    if present.supprime_le is None:
        return
    if Numero.objects.presents().filter(bulletin=present.bulletin_id, cle=present.cle).exists():
        raise ValidationError(PRISE)
    verifier_adresse(f"{present.bulletin.cle}/{present.cle}", present)
    present.supprime_le = None
    champs = ["supprime_le"]
    if present.etat == EtatNumero.PROGRAMME:  # its hour may have passed: nobody would expect it to come out
        present.etat, present.programme_le, present.programme_par = EtatNumero.BROUILLON, None, None
        champs += ["etat", "programme_le", "programme_par"]
    enregistrer(present, *champs)
    journal.consigner(identite=identite, verbe="veille.retablir_numero", objet=present)


def purger() -> int:
    """Delete for good what was put away longer ago than DELAI_REPENTIR, and return its number.

    Notices stay in the base, and so does an issue that was mailed: subscribers may ask what they received.
    One issue that resists is logged and keeps no other.
    """
    limite = timezone.now() - DELAI_REPENTIR
    perimes = Numero.objects.filter(supprime_le__lt=limite, envoi=None).order_by("pk")
    return purges.purger(perimes, _effacer)


def _effacer(numero: Numero) -> None:
    numero.delete()
    journal.purger(numero.uuid)
