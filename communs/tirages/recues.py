"""A long list handed in: kept as a row, read by a worker, so that nobody waits in front of a blank page.

The row is the truth, the queue a hint. The list goes in and the row says so in one transaction: a worker
killed at any moment leaves all or nothing, and the next one begins again.
"""

import logging
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.echanges import tableurs
from communs.echanges.rapport import ErreursDImport
from communs.etats.models import Acteur
from communs.tirages import liste
from communs.tirages.enums import EtatListe
from communs.tirages.liste import INSCRITS_MAX
from communs.tirages.models import ListeRecue, Tirage
from communs.tirages.services import ouvert
from communs.web.erreurs import Refus
from communs.web.file_d_attente import prevenir

journal = logging.getLogger(__name__)

LIRE = "communs.tirages.tasks.lire_une_liste"  # the task, by its name

SEUIL = 150_000  # bytes: below, a list goes in within the request (some three thousand people)
ESSAIS_MAX = 3
GARDE = timedelta(days=1)  # how long the outcome is told
ERREURS_GARDEES = 50
LU = 60  # percent once every line is read; the rest is the writing, which nobody sees before its end

DEJA = "Une liste est déjà en train d’être lue : attendez qu’elle le soit."
MORT = "La lecture de cette liste s’est arrêtée plusieurs fois. Ce n’est pas de votre fait : renvoyez-la."
IMPREVU = "Cette liste n’a pas pu être lue. Ce n’est pas de votre fait : renvoyez-la plus tard."
PARTI = "La personne qui avait envoyé cette liste n’organise plus ce dossier."


@transaction.atomic
def deposer(*, identite: Identite, tirage: Tirage, octets: bytes, ensemble: bool) -> ListeRecue:
    """Keep this list and ask a worker to read it. ValidationError while another one is being read."""
    autoriser(identite, "tirages.organiser", tirage)
    tirage = ouvert(tirage)
    if tirage.listes.en_route().exists():
        raise ValidationError(DEJA)
    tirage.listes.all().delete()
    recue = ListeRecue.objects.create(
        tirage=tirage, acteur=Acteur.objects.de(identite.personne), octets=octets, ensemble=ensemble
    )
    transaction.on_commit(partial(prevenir, LIRE, recue.pk), robust=True)
    return recue


def reclamer(pk: int) -> ListeRecue | None:
    """Claim this list and commit, so that nobody else reads it; None when it does not wait any more."""
    with transaction.atomic(durable=True):
        lignes = ListeRecue.objects.a_lire().select_for_update(of=("self",), skip_locked=True)
        recue = lignes.filter(pk=pk).first()
        if recue is None:
            return None
        recue.etat, recue.essais, recue.reclame_le = EtatListe.EN_COURS, recue.essais + 1, timezone.now()
        recue.progres = 1
        recue.save(update_fields=["etat", "essais", "reclame_le", "progres"])
    return ListeRecue.objects.select_related("tirage__dossier__collectivite", "acteur__compte").get(pk=pk)


def lire(pk: int) -> None:
    """Read a waiting list into its draw, or say what is wrong with it."""
    recue = reclamer(pk)
    if recue is None:
        return
    try:
        _lire(recue)
    except ErreursDImport as fautes:
        _refuser(recue, [str(e) for e in fautes.erreurs[:ERREURS_GARDEES]], len(fautes.erreurs))
    except ValidationError as faute:
        _refuser(recue, faute.messages)
    except Refus as refus:
        _refuser(recue, [refus.message])
    except PermissionDenied:
        _refuser(recue, [PARTI])
    except Exception:
        journal.exception("Liste %s : erreur imprévue", pk)
        _refuser(recue, [IMPREVU])


def _lire(recue: ListeRecue) -> None:
    compte = recue.acteur.compte
    if compte is None or not compte.is_active:
        raise PermissionDenied
    feuille = tableurs.lire(bytes(recue.octets), lignes_max=INSCRITS_MAX)
    candidats = liste.d_une_feuille(feuille, lambda part: _avancer(recue, LU * part // 100))
    _avancer(recue, LU)
    with transaction.atomic():
        if not _a_moi(recue).select_for_update().exists():
            return  # declared lost meanwhile: another worker has it
        rapport = liste.ajouter(
            identite=Identite(compte), tirage=recue.tirage, candidats=candidats, ensemble=recue.ensemble
        )
        bilan = [rapport.ajoutes, rapport.exclus, rapport.deja, rapport.ailleurs]
        _finir(recue, etat=EtatListe.LUE, progres=100, bilan=bilan)


def _avancer(recue: ListeRecue, pourcent: int) -> None:
    _a_moi(recue).update(progres=pourcent)


def _refuser(recue: ListeRecue, erreurs: list[str], nombre: int = 0) -> None:
    _finir(recue, etat=EtatListe.REFUSEE, erreurs=erreurs, nombre_d_erreurs=max(nombre, len(erreurs)))


def _finir(recue: ListeRecue, **champs: Any) -> None:
    """The outcome, unless the claim was declared lost; the names of the file go with it."""
    _a_moi(recue).update(octets=b"", reclame_le=None, fini_le=timezone.now(), **champs)


def _a_moi(recue: ListeRecue) -> Any:
    return ListeRecue.objects.filter(pk=recue.pk, etat=EtatListe.EN_COURS, essais=recue.essais)


def balayer() -> None:
    """Take back the lists of dead workers, hint at those that wait, forget old outcomes."""
    for recue in ListeRecue.objects.perdues().order_by("pk"):
        if recue.essais >= ESSAIS_MAX:
            _refuser(recue, [MORT])
        else:
            _a_moi(recue).update(etat=EtatListe.RECUE, reclame_le=None, progres=0)
    for pk in list(ListeRecue.objects.a_lire().order_by("pk").values_list("pk", flat=True)[:100]):
        prevenir(LIRE, pk)
    ListeRecue.objects.filter(fini_le__lt=timezone.now() - GARDE).delete()
