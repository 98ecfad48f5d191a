"""Making trials in advance, giving one to a visitor, erasing them.

A visitor never makes anything: he takes a trial that is ready, or is asked to come back. However many
ask, as many trials are told as the worker tells, up to `VIGIE_ESSAIS_MAX` of them.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from communs.collectivites import siren
from communs.collectivites.enums import TypeCollectivite
from communs.collectivites.essais import DUREE
from communs.collectivites.models import Collectivite, Compte
from communs.courrier import services as courrier
from communs.etats import purges
from communs.web import file_d_attente
from eclaireurs.essais import effacement, recits
from eclaireurs.essais.models import Essai

traces = logging.getLogger(__name__)

NOM = "Port-Lumière, pour essayer"
GESTES_MAX = 500  # posts of one trial, whoever it plays
TAILLE_MAX = 64 * 1024  # bytes of one post
# Told a day ago at most, so that « aujourd’hui » is today in what is told.
ATTENTE_MAX = timedelta(hours=24)
VERROU = 0x45535341  # « ESSA »: one worker tells at a time


def prendre() -> Essai | None:
    """Give a trial that is ready, for DUREE from now; None when there is none. Another is then told."""
    with transaction.atomic():
        essai = Essai.objects.prets().select_for_update(of=("self",), skip_locked=True).first()
        if essai is not None:
            essai.pris_le = timezone.now()
            essai.save(update_fields=["pris_le"])
            _fixer_la_fin(essai, essai.pris_le + DUREE)
        transaction.on_commit(prevenir, robust=True)
    return essai


def _fixer_la_fin(essai: Essai, quand: datetime) -> None:
    Collectivite.objects.filter(pk=essai.collectivite_id).update(essai_jusqu_au=quand)


def complet() -> bool:
    """All trials that may live are taken, and none was left alone long enough to give its place."""
    return Essai.objects.count() >= settings.VIGIE_ESSAIS_MAX and not Essai.objects.cedables().exists()


def compter(compte: Compte) -> bool:
    """Count one gesture of this person’s trial, in the database: Redis away too. False past GESTES_MAX."""
    siens = Essai.objects.filter(collectivite__comptes_d_essai=compte, gestes__lt=GESTES_MAX)
    return bool(siens.exclude(pris_le=None).update(gestes=F("gestes") + 1, dernier_geste_le=timezone.now()))


def finir(essai: Essai) -> None:
    """Its visitor has done: nobody reaches it any more, and it is erased as soon as a worker can."""
    with transaction.atomic():
        _fixer_la_fin(essai, timezone.now())
        transaction.on_commit(prevenir, robust=True)


def prevenir() -> None:
    """Tell the queue that something is to erase or to tell."""
    file_d_attente.prevenir("eclaireurs.tasks.entretenir_les_essais")


# --- in a worker -----------------------------------------------------------------------------------


def entretenir() -> None:
    """Erase what is over, then tell as many trials as the reserve lacks. Harmless at any time."""
    purges.purger(Essai.objects.expires(), effacement.effacer)
    while _sous_verrou(_completer):
        pass


def _sous_verrou(geste: Callable[[], bool]) -> bool:
    """Within a transaction that no other worker is in; False when one is."""
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_try_advisory_xact_lock(%s)", [VERROU])
            if not curseur.fetchone()[0]:
                return False
        return geste()


def _completer() -> bool:
    """Tell one trial if the reserve lacks one and there is room; whether it did."""
    if Essai.objects.prets().count() >= settings.VIGIE_ESSAIS_RESERVE:
        return False
    if Essai.objects.count() >= settings.VIGIE_ESSAIS_MAX:
        oublie = Essai.objects.cedables().first()
        if oublie is None:
            return False
        effacement.effacer(oublie)
    preparer()
    return True


@transaction.atomic
def preparer() -> Essai:
    """Tell a whole trial: all of it, or nothing if the worker dies."""
    with courrier.fermer_si(lambda: True):
        collectivite = _creer()
        raconte = recits.raconter(collectivite)
    # Once told: from here on its doors are shut.
    Collectivite.objects.filter(pk=collectivite.pk).update(essai_jusqu_au=timezone.now() + ATTENTE_MAX)
    return Essai.objects.create(
        collectivite=collectivite,
        portes=raconte.portes,
        personnes=[[p.compte.pk, p.compte.nom_affiche, p.role] for p in raconte.personnes],
    )


def _creer() -> Collectivite:
    """A collectivité whose address nobody guesses, under a number that no organisation can have."""
    while True:
        jeton = secrets.token_hex(8)
        try:
            with transaction.atomic():
                return Collectivite.objects.create(
                    nom=NOM,
                    identifiant=f"essai-{jeton}",
                    type=TypeCollectivite.INTERCOMMUNALITE,
                    siren=_siren(),
                )
        except IntegrityError:
            traces.info("Essai\u00a0: numéro déjà pris, un autre est tiré.")


def _siren() -> str:
    """Nine digits that fail the check of real ones: no form accepts them."""
    while True:
        numero = f"0{secrets.randbelow(10**8):08d}"
        try:
            siren.valider(numero)
        except ValidationError:
            return numero
