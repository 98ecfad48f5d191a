"""Asking for booklets and printing them. The row is the truth; the queue is only a hint.

Claim and commit, print outside any transaction, then write the outcome if the claim still holds.
"""

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import IO, Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.livrets.enums import Etat, Format
from communs.livrets.gabarits import Gabarit
from communs.livrets.gabarits import gabarit as gabarit_de
from communs.livrets.models import Livret, Tirage
from communs.livrets.rendu import Page, composer, imprimer
from communs.livrets.ressources import RessourceRefusee
from communs.web.file_d_attente import prevenir

journal = logging.getLogger(__name__)

FABRIQUER = "communs.livrets.tasks.fabriquer"  # the task, by its name

# Waits after each failure that may pass; then the printing is given up, and a button tries again.
ATTENTES = (timedelta(seconds=10), timedelta(minutes=2))
ESSAIS_MAX = len(ATTENTES) + 1
DOSSIER = "livrets"
AGE_ORPHELIN = timedelta(days=1)

PLACE = "Le fichier n’a pas pu être écrit : le disque est plein ou ne répond pas."
LONG = "La fabrication a duré trop longtemps."
MORT = "Le processus qui fabriquait ce fichier s’est arrêté."
GABARIT = "Ce fichier n’a pas pu être composé. Ce n’est pas de votre fait."


def demander(
    *,
    gabarit: str,
    objet: Any,
    identite: Identite,
    parametres: Mapping[str, Any] | None = None,
    format: Format = Format.PDF,
) -> Livret:
    """Ask for the booklet of `objet`. The same content is printed once, whoever asks, however many at once.

    Raise PermissionDenied without the right, ValueError for a format this gabarit does not have.
    """
    sorte, parametres = gabarit_de(gabarit), dict(parametres or {})
    autoriser(identite, sorte.permission, objet)
    if format not in sorte.formats:
        raise ValueError(f"{gabarit} n’existe pas en {format}")
    page = composer(sorte, objet, parametres)
    with transaction.atomic():
        tirage = _tirage(page)
        livret, _ = Livret.objects.get_or_create(
            gabarit=gabarit,
            reference=sorte.reference(objet),
            format=format,
            tirage=tirage,
            defaults={"parametres": parametres},
        )
        if tirage.etat == Etat.EXPIRE:
            _relancer(tirage)
        elif tirage.etat == Etat.DEMANDE:
            transaction.on_commit(partial(prevenir, FABRIQUER, tirage.pk), robust=True)
    return livret


def _tirage(page: Page) -> Tirage:
    """The row of this content, locked: one printing, however many ask."""
    while True:
        Tirage.objects.get_or_create(empreinte=page.empreinte)
        tirage = Tirage.objects.select_for_update().filter(empreinte=page.empreinte).first()
        if tirage is not None:  # else a purge took it away in between
            return tirage


def refaire(*, livret: Livret, identite: Identite) -> None:
    """Print again what failed, expired or lost its file; nothing to do otherwise."""
    objet = livret.sorte.obtenir(livret.reference, identite)
    autoriser(identite, livret.sorte.permission, objet)
    with transaction.atomic():
        tirage = Tirage.objects.select_for_update().get(pk=livret.tirage_id)
        perdu = tirage.etat == Etat.PRET and not default_storage.exists(tirage.fichier)
        if perdu or tirage.etat in (Etat.ECHOUE, Etat.EXPIRE):
            _relancer(tirage)


def _relancer(tirage: Tirage) -> None:
    champs = _sans_fichier() | {"demande_le": timezone.now(), "essais": 0, "erreur": "", "progres": 0}
    champs |= {"etat": Etat.DEMANDE, "prochain_essai_le": timezone.now()}
    Tirage.objects.filter(pk=tirage.pk).update(**champs)
    transaction.on_commit(partial(prevenir, FABRIQUER, tirage.pk), robust=True)


def _sans_fichier() -> dict[str, Any]:
    return {"fichier": "", "pages": 0, "taille": 0, "pret_le": None, "expire_le": None}


def reclamer(pk: int | None = None) -> Tirage | None:
    """Claim one due row (or this one) and commit, so that nobody else prints it; None: none due."""
    with transaction.atomic(durable=True):
        lignes = Tirage.objects.a_faire().select_for_update(skip_locked=True)
        tirage = (lignes if pk is None else lignes.filter(pk=pk)).first()
        if tirage is None:
            return None
        tirage.etat = Etat.EN_COURS
        tirage.essais += 1
        tirage.reclame_le = timezone.now()
        tirage.prochain_essai_le = None
        tirage.progres = 5
        tirage.save(update_fields=["etat", "essais", "reclame_le", "prochain_essai_le", "progres"])
    return tirage


def fabriquer(pk: int | None = None) -> Tirage | None:
    """Print one due content (or this one if it is due) and record the outcome; None: nothing to do."""
    tirage = reclamer(pk)
    if tirage is None:
        return None
    try:
        _fabriquer(tirage)
    except SoftTimeLimitExceeded:
        _differer(tirage, LONG)
    except RessourceRefusee as refus:
        journal.error("Tirage %s : %s", tirage.pk, refus)
        _finir(tirage, etat=Etat.ECHOUE, erreur=str(refus)[:500])
    except OSError:
        journal.exception("Tirage %s : écriture impossible", tirage.pk)
        _differer(tirage, PLACE)
    except Exception:
        journal.exception("Tirage %s : erreur imprévue", tirage.pk)
        _finir(tirage, etat=Etat.ECHOUE, erreur=GABARIT)
    return tirage


def _fabriquer(tirage: Tirage) -> None:
    livret = tirage.livrets.order_by("pk").first()
    objet = livret and livret.sorte.obtenir(livret.reference, None)
    if livret is None or objet is None:  # erased while it waited
        _finir(tirage, etat=Etat.EXPIRE)
        return
    page = composer(livret.sorte, objet, livret.parametres)
    if page.empreinte != tirage.empreinte:
        _suivre(tirage, livret, page)
        return
    flux, pages = _produire(livret.sorte, objet, page, tirage)
    with flux:
        taille = flux.seek(0, io.SEEK_END)
        nom = _ecrire(f"{DOSSIER}/{tirage.empreinte}.{livret.format}", flux)
    maintenant = timezone.now()
    garde = _finir(
        tirage,
        etat=Etat.PRET,
        fichier=nom,
        pages=pages,
        taille=taille,
        pret_le=maintenant,
        expire_le=maintenant + livret.sorte.duree_de_vie,
        progres=100,
        erreur="",
    )
    if not garde:
        default_storage.delete(nom)


def _produire(sorte: Gabarit, objet: Any, page: Page, tirage: Tirage) -> tuple[IO[bytes], int]:
    """The open file, and how many pages it has (how many files, for an archive)."""
    avancer = partial(_avancer, tirage)
    if sorte.assembler is not None:
        return sorte.assembler(objet, avancer)
    imprime = imprimer(page, avancer)
    return io.BytesIO(imprime.octets), imprime.pages


def _suivre(tirage: Tirage, livret: Livret, page: Page) -> None:
    """The content changed while it waited: the booklet goes over to the printing of the new content."""
    with transaction.atomic():
        nouveau = _tirage(page)
        doublon = Livret.objects.filter(
            gabarit=livret.gabarit, reference=livret.reference, format=livret.format, tirage=nouveau
        )
        if not doublon.exists():
            Livret.objects.filter(pk=livret.pk).update(tirage=nouveau)
        else:
            livret.delete()
        if nouveau.etat == Etat.EXPIRE:
            _relancer(nouveau)
        elif nouveau.etat == Etat.DEMANDE:
            transaction.on_commit(partial(prevenir, FABRIQUER, nouveau.pk), robust=True)
    reste = tirage.livrets.exists()  # others of the same old content take the same way
    _finir(
        tirage,
        etat=Etat.DEMANDE if reste else Etat.EXPIRE,
        prochain_essai_le=timezone.now() if reste else None,
    )


def _ecrire(nom: str, flux: IO[bytes]) -> str:
    """Write the file whole or not at all; return the name it was given."""
    nom = default_storage.get_available_name(nom)
    try:
        flux.seek(0)
        return default_storage.save(nom, File(flux))
    except OSError:
        default_storage.delete(nom)  # what a full disk let through
        raise


def _avancer(tirage: Tirage, pourcent: int) -> None:
    _a_moi(tirage).update(progres=pourcent)


def _a_moi(tirage: Tirage) -> Any:
    return Tirage.objects.filter(pk=tirage.pk, etat=Etat.EN_COURS, essais=tirage.essais)


def _differer(tirage: Tirage, raison: str) -> None:
    if tirage.essais >= ESSAIS_MAX:
        _finir(tirage, etat=Etat.ECHOUE, erreur=raison)
        return
    _finir(
        tirage,
        etat=Etat.DEMANDE,
        prochain_essai_le=timezone.now() + ATTENTES[tirage.essais - 1],
        erreur=raison,
        progres=0,
    )


def _finir(tirage: Tirage, **champs: Any) -> bool:
    """Write the outcome, unless the claim was meanwhile declared lost; return whether it was ours."""
    champs["reclame_le"] = None
    garde = bool(_a_moi(tirage).update(**champs))
    if garde:
        for nom, valeur in champs.items():
            setattr(tirage, nom, valeur)
    journal.info("Tirage %s : %s (essai %s)", tirage.pk, champs["etat"], tirage.essais)
    return garde


def balayer() -> int:
    """Find what the queue forgot: take back lost claims, hint at due rows; return how many are due."""
    for tirage in Tirage.objects.reclames_perdus().order_by("pk"):
        _differer(tirage, MORT)
    dus = list(Tirage.objects.a_faire().values_list("pk", flat=True)[:500])
    for pk in dus:
        prevenir(FABRIQUER, pk)
    return len(dus)


def oublier(*, gabarits: tuple[str, ...], reference: str) -> None:
    """Delete the booklets of an object that goes away, and the files that no other booklet shows."""
    with transaction.atomic():
        Livret.objects.filter(gabarit__in=gabarits, reference=reference).delete()
        _retirer_les_orphelins()


def fichiers(*, gabarit: str, references: Sequence[str]) -> Iterator[tuple[Livret, str]]:
    """The finished booklets of these objects, each with the name of its file in the default storage."""
    prets = Livret.objects.filter(gabarit=gabarit, reference__in=references, tirage__etat=Etat.PRET)
    for livret in prets.select_related("tirage").order_by("pk"):
        yield livret, livret.tirage.fichier


def _retirer_les_orphelins() -> None:
    for tirage in Tirage.objects.orphelins().select_for_update(of=("self",), skip_locked=True).order_by("pk"):
        nom = tirage.fichier
        try:
            tirage.delete()
        except ProtectedError:  # somebody asked for it in between
            continue
        if nom:
            transaction.on_commit(partial(default_storage.delete, nom), robust=True)


def purger() -> int:
    """Delete files past their time and those that no row knows; return how many have expired."""
    nombre = 0
    for tirage in Tirage.objects.perimes().order_by("pk"):
        nom = tirage.fichier
        nombre += Tirage.objects.perimes().filter(pk=tirage.pk).update(etat=Etat.EXPIRE, **_sans_fichier())
        default_storage.delete(nom)
    with transaction.atomic():
        _retirer_les_orphelins()
    _retirer_les_fichiers_inconnus()
    return nombre


def _retirer_les_fichiers_inconnus() -> None:
    """Files written by a worker that died before saying so."""
    if not default_storage.exists(DOSSIER):
        return
    connus = set(Tirage.objects.exclude(fichier="").values_list("fichier", flat=True))
    limite = timezone.now() - AGE_ORPHELIN
    for nom in default_storage.listdir(DOSSIER)[1]:
        chemin = f"{DOSSIER}/{nom}"
        if chemin not in connus and default_storage.get_modified_time(chemin) < limite:
            default_storage.delete(chemin)
