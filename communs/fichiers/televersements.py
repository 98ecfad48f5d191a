"""Uploads that resume (tus 1.0): begin, append, give up. The row says how many bytes count.

Bytes are written at that place, then the row moves on: what a crash wrote beyond is written again.
"""

from collections.abc import Iterable
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.fichiers import services, stockage
from communs.fichiers.calculs import nettoyer_nom
from communs.fichiers.formats import annoncer
from communs.fichiers.models import Televersement
from communs.fichiers.querysets import DUREE_TELEVERSEMENT
from communs.web.erreurs import Refus

EN_COURS_MAX = 20  # uploads of one person at a time
TROP = "Vous avez trop de téléversements en cours. Terminez-les ou annulez-les, puis recommencez."
DECALE = "Une partie de ce fichier est déjà arrivée autrement : l’envoi reprend où il en est."


@transaction.atomic
def ouvrir(*, identite: Identite, collectivite: Collectivite, nom: str, taille: int) -> Televersement:
    """Begin an upload of `taille` bytes, reserved in the quota before any is sent.

    Raise ValidationError for a format or a size that cannot be taken, or past the quota.
    """
    nom = nettoyer_nom(nom)
    annoncer(nom, taille)
    services.exiger_place(collectivite=collectivite, octets=taille)
    if identite.personne.televersements.all().en_cours().count() >= EN_COURS_MAX:
        raise ValidationError(TROP)
    televersement = Televersement.objects.create(
        compte=identite.personne,
        collectivite=collectivite,
        nom=nom,
        taille=taille,
        expire_le=timezone.now() + DUREE_TELEVERSEMENT,
    )
    try:
        (stockage.atelier() / televersement.uuid.hex).touch()
    except OSError as erreur:
        raise stockage.plein() from erreur
    return televersement


def ajouter(*, televersement: Televersement, a: int, morceau: IO[bytes], octets: int) -> Televersement:
    """Append `octets` bytes at offset `a`; return the row as it stands. Each piece gives a day more.

    Raise Refus 409 if another hand has moved the offset, 413 past the announced size, 507 if the disk
    is full: nothing then counts.
    """
    with transaction.atomic():
        ligne = Televersement.objects.select_for_update().filter(pk=televersement.pk).first()
        if ligne is None:
            raise Refus(404, "Ce téléversement n’existe plus.")
        if ligne.recu != a:
            raise Refus(409, DECALE)
        if a + octets > ligne.taille:
            raise Refus(413, "Ce fichier est plus grand qu’annoncé : recommencez l’envoi.")
        _ecrire(ligne, morceau)
        ligne.recu = a + octets
        ligne.expire_le = timezone.now() + DUREE_TELEVERSEMENT
        ligne.save(update_fields=["recu", "expire_le"])
    return ligne


def _ecrire(ligne: Televersement, morceau: IO[bytes]) -> None:
    chemin = stockage.atelier() / ligne.uuid.hex
    try:
        with chemin.open("r+b") as flux:
            flux.seek(ligne.recu)
            for bloc in _blocs(morceau):
                flux.write(bloc)
    except FileNotFoundError as erreur:
        raise Refus(
            410, "Le début de ce fichier n’est plus sur le serveur : recommencez l’envoi."
        ) from erreur
    except OSError as erreur:
        raise Refus(507, stockage.PLACE) from erreur


def _blocs(morceau: IO[bytes]) -> Iterable[bytes]:
    morceau.seek(0)
    return iter(lambda: morceau.read(256 * 1024), b"")


def conclure(*, televersement: Televersement) -> None:
    """If all has arrived, make it a file; a refused content ends the upload (ValidationError)."""
    if televersement.recu != televersement.taille:
        return
    try:
        televersement.fichier = services.achever(televersement=televersement)
    except ValidationError as refus:
        if refus.code != "place":
            abandonner(televersement=televersement)
        raise


@transaction.atomic
def abandonner(*, televersement: Televersement) -> None:
    """Forget an upload and its bytes; a file already made of it stays (to be attached, or swept)."""
    Televersement.objects.filter(pk=televersement.pk).delete()
    uuid = televersement.uuid
    transaction.on_commit(lambda: stockage.effacer(stockage.atelier() / uuid.hex), robust=True)
