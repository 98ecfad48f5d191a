"""What other rooms call: receive a file, find one that was just handed in, delete it.

Who may do so is decided by the caller, on its own objects: nothing here knows what a file is for.
Refusals are ValidationErrors with a French sentence.
"""

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404

from communs.collectivites import essais
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.collectivites.services import verrouiller
from communs.fichiers import stockage
from communs.fichiers.formats import (
    TETE,
    Format,
    annoncer,
    exiger_taille,
    nommer,
    reconnaitre,
)
from communs.fichiers.models import Fichier, Televersement
from communs.fichiers.preparation import prevenir
from communs.web.typographie import taille as taille_lisible

_SEL = "fichiers.billet"
DUREE_DU_BILLET = 12 * 3600  # seconds a page may stay open before its upload begins


def recevoir(*, identite: Identite, collectivite: Collectivite, fichier_django: UploadedFile) -> Fichier:
    """Store a file that came with a form, on this collectivité's quota; it is then prepared by a worker.

    Nobody's (`PERSONNE`) where the caller's own right let somebody without account bring it.

    Raise ValidationError: not on the list, too large, quota reached, disk full. Nothing is left behind.
    """
    nom, taille = fichier_django.name or "", fichier_django.size or 0
    format = _examiner(fichier_django, nom, taille)
    try:
        stocke = stockage.ecrire(fichier_django, format.extensions[0])
    except OSError as erreur:
        raise stockage.plein() from erreur
    return _inscrire(identite, collectivite, format, nom, taille, stocke)


def achever(*, televersement: Televersement) -> Fichier:
    """Turn an upload that has wholly arrived into a file; called again, return the same one.

    Raise ValidationError if its content is refused: the upload is then over and its bytes are gone.
    """
    with transaction.atomic():
        ligne = Televersement.objects.select_for_update().get(pk=televersement.pk)
        if ligne.fichier is not None:
            return ligne.fichier
        if ligne.recu != ligne.taille:
            raise ValidationError("Ce fichier n’est pas encore entièrement arrivé.")
        chemin = stockage.atelier() / ligne.uuid.hex
        with chemin.open("r+b") as flux:
            flux.truncate(ligne.taille)  # what a cut answer may have left beyond
            format = _examiner(flux, ligne.nom, ligne.taille)
        try:
            stocke = stockage.ranger(chemin, format.extensions[0])
        except OSError as erreur:
            raise stockage.plein() from erreur
        try:
            identite = Identite(ligne.compte)
            fichier = _creer(identite, ligne.collectivite, format, ligne.nom, ligne.taille, stocke)
            Televersement.objects.filter(pk=ligne.pk).update(fichier=fichier)
        except BaseException:
            stockage.jeter([stocke])
            raise
    return fichier


def disponible_pour(*, identite: Identite, uuid: UUID) -> Fichier:
    """A file that this person handed in, ready or being prepared, attached to nothing yet.

    Inside a transaction it stays locked until the end, so that two forms cannot take it together.
    Raise ValidationError otherwise, without saying whether it exists.
    """
    siens = Fichier.objects.deposes_par(identite).filter(uuid=uuid)
    if transaction.get_connection().in_atomic_block:
        # Locked first, judged after: what another form has just attached is then seen.
        list(siens.select_for_update().order_by("pk"))
    fichier = siens.disponibles().first()
    if fichier is None:
        raise ValidationError("Ce fichier n’est plus disponible : choisissez-le de nouveau.")
    return fichier


def deposer(*, identite: Identite, collectivite: Collectivite, depot: UploadedFile | UUID) -> Fichier:
    """What a `ChampFichier` gave: a file posted with the form, or the identifier of one already here."""
    if isinstance(depot, UUID):
        fichier = disponible_pour(identite=identite, uuid=depot)
        if fichier.collectivite_id != collectivite.pk:
            raise ValidationError("Ce fichier a été déposé ailleurs : choisissez-le de nouveau.")
        return fichier
    return recevoir(identite=identite, collectivite=collectivite, fichier_django=depot)


@transaction.atomic
def supprimer(*, fichier: Fichier) -> None:
    """Delete the row now and the stored files once that is committed; harmless if it has already gone."""
    present = Fichier.objects.select_for_update().filter(pk=fichier.pk).first()
    if present is not None:
        noms = present.noms_stockes
        present.delete()
        transaction.on_commit(partial(stockage.jeter, noms), robust=True)


# --- the right to upload, and the quota -----------------------------------------------------------


def delivrer_billet(*, identite: Identite, collectivite: Collectivite) -> str:
    """A signed right to begin uploads for this collectivité, for this person, for half a day.

    The room that shows the form gives it after asking its own rule: a guest of a dossier has no membership.
    """
    return signing.dumps([identite.personne.pk, collectivite.pk], salt=_SEL, compress=True)


def lire_billet(*, identite: Identite, billet: str) -> Collectivite:
    """The collectivité of a ticket; PermissionDenied if it is old, Http404 if forged or somebody else's."""
    try:
        compte, collectivite = signing.loads(billet, salt=_SEL, max_age=DUREE_DU_BILLET)
    except signing.SignatureExpired as erreur:
        raise PermissionDenied("Cette page est ouverte depuis trop longtemps : rechargez-la.") from erreur
    except signing.BadSignature as erreur:
        raise Http404 from erreur
    presente = Collectivite.objects.filter(pk=collectivite).first()
    if presente is None or identite.compte is None or compte != identite.compte.pk:
        raise Http404
    return presente


def place_prise(collectivite: Collectivite) -> int:
    """Bytes counted in the quota: files with their renditions, and uploads under way at full size."""
    return collectivite.fichiers.all().place_occupee() + collectivite.televersements.all().place_reservee()


def exiger_place(*, collectivite: Collectivite, octets: int) -> None:
    """Raise ValidationError past the quota. Locks the collectivité's row: to call in a transaction.

    A trial has none: what a stranger uploads would be read by nobody before it is shown.
    """
    essais.interdire(verrouiller(collectivite), essais.PAS_DE_FICHIER)
    libre = settings.VIGIE_QUOTA - place_prise(collectivite)
    if octets > libre:
        raise ValidationError(
            f"{collectivite.nom} a presque épuisé son espace : il reste {taille_lisible(max(libre, 0))} sur "
            f"{taille_lisible(settings.VIGIE_QUOTA)}, et ce fichier pèse {taille_lisible(octets)}. Supprimez "
            "des fichiers devenus inutiles, ou demandez plus de place à la personne qui administre la "
            "plateforme."
        )


def _examiner(flux: Any, nom: str, taille: int) -> Format:
    """The quick look, in the request: what can be refused at once is."""
    annoncer(nom, taille)
    flux.seek(0)
    format = reconnaitre(flux.read(TETE), nom)
    flux.seek(0)
    exiger_taille(taille, format.type)
    return format


def _inscrire(
    identite: Identite, collectivite: Collectivite, format: Format, nom: str, taille: int, stocke: str
) -> Fichier:
    try:
        with transaction.atomic():
            exiger_place(collectivite=collectivite, octets=taille)
            return _creer(identite, collectivite, format, nom, taille, stocke)
    except BaseException:
        stockage.jeter([stocke])
        raise


def _creer(
    identite: Identite, collectivite: Collectivite, format: Format, nom: str, taille: int, stocke: str
) -> Fichier:
    fichier = Fichier.objects.create(
        collectivite=collectivite,
        depose_par=identite.compte,
        nom=nommer(nom, format),
        type=format.type,
        mime=format.mime,
        taille=taille,
        occupe=taille,
        original=stocke,
    )
    transaction.on_commit(lambda: prevenir(fichier.pk), robust=True)
    return fichier
