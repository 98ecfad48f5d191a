"""Preparing a vote: the question, its options, its codes. Nothing of it changes once the vote is open."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.services import modifier, verrouiller
from communs.scrutins import codes
from communs.scrutins.enums import AVANT, Electorat, EtatScrutin
from communs.scrutins.models import OPTIONS_MAX, CodeDeVote, Option, Scrutin
from communs.web.erreurs import Refus

LOT_MAX, CODES_MAX = 500, 20_000
FIGE = "Le vote est ouvert ou terminé : la question et les options ne changent plus."
DEJA_DIT = "Une autre option porte déjà ces mots."
DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."


@transaction.atomic
def preparer(*, identite: Identite, dossier: Dossier, demande: UUID, champs: Mapping[str, Any]) -> Scrutin:
    """A new draft. `demande` names the form: sent twice, it makes one."""
    autoriser(identite, "scrutins.organiser", dossier)
    verrouiller(dossier)
    deja = Scrutin.objects.filter(uuid=demande).first()
    if deja is not None:
        if deja.dossier_id != dossier.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    scrutin = Scrutin.objects.create(uuid=demande, dossier=dossier, **champs)
    journal.consigner(identite=identite, verbe="scrutins.preparer", objet=scrutin, question=scrutin.question)
    return scrutin


def en_preparation(scrutin: Scrutin) -> Scrutin:
    """Lock the vote and return it fresh; Refus (409) unless it is still a draft."""
    actuel = verrouiller(scrutin)
    if actuel.etat != EtatScrutin.BROUILLON:
        raise Refus(409, FIGE)
    return actuel


@transaction.atomic
def reecrire(*, identite: Identite, scrutin: Scrutin, version: int, champs: Mapping[str, Any]) -> Scrutin:
    """Change the question and its rules; Conflit if somebody else just did."""
    autoriser(identite, "scrutins.organiser", scrutin)
    en_preparation(scrutin)
    return modifier(
        identite=identite,
        objet=scrutin,
        version=version,
        champs=champs,
        verbe="scrutins.modifier",
        question=scrutin.question,
    )


@transaction.atomic
def ajouter_options(*, identite: Identite, scrutin: Scrutin, libelles: Sequence[str]) -> int:
    """Add these at the end and return how many are new: the same list sent twice is added once."""
    autoriser(identite, "scrutins.organiser", scrutin)
    scrutin = en_preparation(scrutin)
    presents = list(scrutin.options.dans_l_ordre())
    connus = {o.libelle.casefold() for o in presents}
    par_mots = {mot.casefold(): mot for mot in reversed(libelles)}
    nouveaux = [mot for cle, mot in reversed(par_mots.items()) if cle not in connus]
    if len(presents) + len(nouveaux) > OPTIONS_MAX:
        raise ValidationError(f"Pas plus de {OPTIONS_MAX} options : au-delà, personne ne les compare.")
    with _sans_doublon():
        Option.objects.bulk_create(
            Option(scrutin=scrutin, rang=rang, libelle=mot)
            for rang, mot in enumerate(nouveaux, start=len(presents) + 1)
        )
    return len(nouveaux)


@contextmanager
def _sans_doublon() -> Iterator[None]:
    """The database has the last word about capitals (« İ » and « i »)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as erreur:
        if "option_libelle_unique" not in str(erreur):
            raise
        raise ValidationError(DEJA_DIT) from erreur


@transaction.atomic
def preciser_option(*, identite: Identite, option: Option, libelle: str, description: str) -> None:
    autoriser(identite, "scrutins.organiser", option.scrutin)
    en_preparation(option.scrutin)
    actuelle = verrouiller(option)
    if option.scrutin.options.exclude(pk=option.pk).filter(libelle__iexact=libelle).exists():
        raise ValidationError({"libelle": DEJA_DIT})
    actuelle.libelle, actuelle.description = libelle, description
    with _sans_doublon():
        actuelle.save(update_fields=["libelle", "description"])


@transaction.atomic
def deplacer_option(*, identite: Identite, option: Option, rang: int) -> None:
    """Put it at this place; a place past an end is that end."""
    autoriser(identite, "scrutins.organiser", option.scrutin)
    scrutin = en_preparation(option.scrutin)
    suite = [o for o in scrutin.options.dans_l_ordre() if o.pk != option.pk]
    suite.insert(min(max(rang, 1), len(suite) + 1) - 1, option)
    _renumeroter(suite)


@transaction.atomic
def retirer_option(*, identite: Identite, option: Option) -> None:
    autoriser(identite, "scrutins.organiser", option.scrutin)
    scrutin = en_preparation(option.scrutin)
    option.delete()
    _renumeroter(list(scrutin.options.dans_l_ordre()))


def _renumeroter(suite: list[Option]) -> None:
    for rang, option in enumerate(suite, start=1):
        option.rang = rang
    Option.objects.bulk_update(suite, ["rang"])


# --- codes ---------------------------------------------------------------------------------------


@transaction.atomic
def faire_codes(*, identite: Identite, scrutin: Scrutin, nombre: int, lot: UUID) -> list[str]:
    """Draw codes and return them: the only time they are known. Empty for a form that has already served.

    More may be made while the vote is open, for those who come; not after.
    """
    autoriser(identite, "scrutins.organiser", scrutin)
    scrutin = verrouiller(scrutin)
    if scrutin.electorat != Electorat.CODES or scrutin.etat not in AVANT | {EtatScrutin.OUVERT}:
        raise Refus(409, "Ce vote ne donne pas, ou plus, de codes.")
    if scrutin.codes.filter(lot=lot).exists():
        return []
    if scrutin.codes.count() + nombre > CODES_MAX:
        raise ValidationError({"nombre": f"Pas plus de {CODES_MAX} codes par vote."})
    clairs = [codes.tirer() for _ in range(nombre)]
    CodeDeVote.objects.bulk_create(
        CodeDeVote(scrutin=scrutin, lot=lot, empreinte=codes.empreinte(scrutin, code)) for code in clairs
    )
    journal.consigner(identite=identite, verbe="scrutins.faire_codes", objet=scrutin, nombre=nombre)
    return clairs


@transaction.atomic
def annuler_lot(*, identite: Identite, scrutin: Scrutin, lot: UUID) -> int:
    """Cancel the codes of a batch that have not served (paper lost, page closed); return how many."""
    autoriser(identite, "scrutins.organiser", scrutin)
    scrutin = verrouiller(scrutin)
    if scrutin.etat not in AVANT | {EtatScrutin.OUVERT}:
        raise Refus(409, "Le vote est terminé : ses codes ne changent plus.")
    nombre = scrutin.codes.valables().filter(lot=lot, emargement=None).update(annule_le=timezone.now())
    if nombre:
        journal.consigner(identite=identite, verbe="scrutins.annuler_codes", objet=scrutin, nombre=nombre)
    return nombre
