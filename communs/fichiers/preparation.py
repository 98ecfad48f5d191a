"""Preparing what was received, by a worker. The row is the truth; the queue is only a hint.

Claim and commit, work outside any transaction, then write the outcome if the claim still holds.
"""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from communs.fichiers import stockage
from communs.fichiers.enums import Etat
from communs.fichiers.formats import nommer
from communs.fichiers.inspection import Prepare, empreinte, preparer
from communs.fichiers.models import Fichier, Televersement
from communs.fichiers.querysets import AGE_ORPHELIN
from communs.web import file_d_attente

journal = logging.getLogger(__name__)

# Waits after each failure that may pass: a full disk lasts; then the file is refused, with the reason.
ATTENTES = (timedelta(seconds=10), timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=3))
ESSAIS_MAX = len(ATTENTES) + 1

LONG = "La préparation de ce fichier dure trop longtemps. Raccourcissez-le ou réduisez-le, puis recommencez."
MORT = (
    "La préparation de ce fichier s’est arrêtée plusieurs fois. Enregistrez-le autrement, puis recommencez."
)
PERDU = "Ce fichier n’est plus sur le serveur : déposez-le de nouveau."
IMPREVU = "Ce fichier n’a pas pu être lu. Enregistrez-le autrement, puis recommencez."


def prevenir(pk: int) -> None:
    """Tell the queue that a file waits."""
    file_d_attente.prevenir("communs.fichiers.tasks.traiter", pk)


def reclamer(pk: int | None = None) -> Fichier | None:
    """Claim one due row (or this one) and commit, so that nobody else takes it; None: none due."""
    with transaction.atomic(durable=True):
        lignes = Fichier.objects.a_preparer().select_for_update(skip_locked=True)
        fichier = (lignes if pk is None else lignes.filter(pk=pk)).first()
        if fichier is None:
            return None
        fichier.etat = Etat.EN_COURS
        fichier.essais += 1
        fichier.reclame_le = timezone.now()
        fichier.prochain_essai_le = None
        fichier.save(update_fields=["etat", "essais", "reclame_le", "prochain_essai_le"])
    return fichier


def traiter(pk: int | None = None) -> Fichier | None:
    """Prepare one received file (or this one if it is due) and record the outcome; None: nothing to do."""
    fichier = reclamer(pk)
    if fichier is None:
        return None
    try:
        _traiter(fichier)
    except ValidationError as refus:
        _refuser(fichier, refus.messages[0])
    except SoftTimeLimitExceeded:
        _refuser(fichier, LONG)
    except FileNotFoundError:
        _refuser(fichier, PERDU)
    except OSError:
        journal.exception("Fichier %s : écriture impossible", fichier.pk)
        _differer(fichier, stockage.PLACE)
    except Exception:
        journal.exception("Fichier %s : erreur imprévue", fichier.pk)
        _refuser(fichier, IMPREVU)
    return fichier


def _traiter(fichier: Fichier) -> None:
    recu = fichier.original
    ecrits: list[str] = []
    try:
        with stockage.en_local(recu) as source, stockage.brouillons() as dossier:
            fait = preparer(source, fichier.nom, dossier)
            champs = _ranger(fait, source, ecrits)
    except BaseException:
        stockage.jeter(ecrits)
        raise
    garde = _finir(fichier, etat=Etat.PRET, motif="", **champs, nom=nommer(fichier.nom, fait.format))
    if not garde:
        stockage.jeter(ecrits)
    elif fait.original is not None:
        stockage.jeter([recu])


def _ranger(fait: Prepare, source: Path, ecrits: list[str]) -> dict[str, Any]:
    """Store what was made, noting each name written; return the columns of a ready file."""
    original = fait.original or source
    champs: dict[str, Any] = {
        "type": fait.format.type,
        "mime": fait.format.mime,
        "empreinte": empreinte(original),
        "taille": original.stat().st_size,
        "largeur": fait.largeur,
        "hauteur": fait.hauteur,
        "duree": fait.duree,
    }
    occupe = champs["taille"]
    for rendu in ("original", "apercu", "vignette"):
        chemin: Path | None = getattr(fait, rendu)
        if chemin is not None:
            occupe += 0 if rendu == "original" else chemin.stat().st_size
            champs[rendu] = stockage.ranger(chemin, chemin.suffix)
            ecrits.append(champs[rendu])
    return champs | {"occupe": occupe}


def _refuser(fichier: Fichier, motif: str) -> None:
    recu = fichier.original
    if _finir(fichier, etat=Etat.REFUSE, motif=motif[:500], original="", occupe=0):
        stockage.jeter(filter(None, [recu]))


def _differer(fichier: Fichier, raison: str) -> None:
    if fichier.essais >= ESSAIS_MAX:
        _refuser(fichier, raison)
        return
    suite = timezone.now() + ATTENTES[fichier.essais - 1]
    _finir(fichier, etat=Etat.RECU, prochain_essai_le=suite)


def _finir(fichier: Fichier, **champs: Any) -> bool:
    """Write the outcome, unless the claim was meanwhile declared lost; return whether it was ours."""
    champs["reclame_le"] = None
    a_moi = Fichier.objects.filter(pk=fichier.pk, etat=Etat.EN_COURS, essais=fichier.essais)
    garde = bool(a_moi.update(**champs))
    if garde:
        for nom, valeur in champs.items():
            setattr(fichier, nom, valeur)
    journal.info("Fichier %s : %s (essai %s)", fichier.pk, champs["etat"], fichier.essais)
    return garde


def balayer() -> int:
    """Find what the queue forgot: take back lost claims, hint at due rows; return how many are due."""
    for fichier in Fichier.objects.reclames_perdus().order_by("pk"):
        _differer(fichier, MORT)
    dus = list(Fichier.objects.a_preparer().values_list("pk", flat=True)[:500])
    for pk in dus:
        prevenir(pk)
    return len(dus)


# --- what nobody wants any more -------------------------------------------------------------------


def purger() -> int:
    """Delete files attached to nothing, expired uploads, bytes that no row knows; return how many files."""
    nombre = 0
    for pk in list(Fichier.objects.orphelins().order_by("pk").values_list("pk", flat=True)):
        nombre += _retirer_si_orphelin(pk)
    for uuid in list(Televersement.objects.expires().order_by("pk").values_list("uuid", flat=True)):
        Televersement.objects.filter(uuid=uuid).delete()
        stockage.effacer(stockage.atelier() / uuid.hex)
    _retirer_les_octets_inconnus()
    return nombre


def _retirer_si_orphelin(pk: int) -> int:
    """Under a lock: somebody who is attaching it at this very moment keeps it."""
    with transaction.atomic():
        verrou = Fichier.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        fichier = verrou and Fichier.objects.orphelins().filter(pk=pk).first()
        if fichier is None:
            return 0
        fichier.delete()
    stockage.jeter(fichier.noms_stockes)
    return 1


def _retirer_les_octets_inconnus() -> None:
    """What a worker or a web server that died left on disk."""
    limite = timezone.now() - AGE_ORPHELIN
    if default_storage.exists(stockage.DOSSIER):
        connus = Fichier.objects.noms_stockes()
        for nom in default_storage.listdir(stockage.DOSSIER)[1]:
            chemin = f"{stockage.DOSSIER}/{nom}"
            if chemin not in connus and default_storage.get_modified_time(chemin) < limite:
                default_storage.delete(chemin)
    attendus = {u.hex for u in Televersement.objects.filter(fichier=None).values_list("uuid", flat=True)}
    for reste in stockage.atelier().iterdir():
        if reste.name not in attendus and reste.stat().st_mtime < limite.timestamp():
            stockage.effacer(reste)
