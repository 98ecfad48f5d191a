"""Writes inside an issue: its pieces. Each holds the lock on the issue's row, so that none is lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.etats import journal
from communs.etats.services import modifier
from communs.fichiers.models import Fichier
from communs.web.erreurs import Refus
from veille.flux.services import noter_changement
from veille.models import Notice, Numero, Partenaire, Parution, RendezVous, Rubrique
from veille.notices import services as notices
from veille.notices.fiches import FicheNotice
from veille.numeros.ecriture import ouvrir
from veille.redaction.models import Retrait
from veille.redaction.pieces import NATURES, NOTICE, RUBRIQUE, Nature, enfants
from veille.redaction.retours import SUPPRIMEE, exiger_sa_place, sa_notice_existe

MAX_PIECES = 300
PLEIN = f"Un numéro tient en {MAX_PIECES} pièces de cette sorte au plus."
DEJA = "Cette notice est déjà dans le numéro."
ABSENTE = "Ce que vous vouliez changer a été retiré du numéro entre-temps."
REPRISE = "Une autre a pris sa place entre-temps : elle ne peut pas être remise."


def _consigner(
    identite: Identite, numero: Numero, verbe: str, nature: Nature, titre: object, **parametres: Any
) -> None:
    """One line about the issue; it changed just now."""
    journal.consigner(
        identite=identite,
        verbe=f"veille.{verbe}_piece",
        objet=numero,
        nature=nature.article,
        titre=str(titre)[:200],
        **parametres,
    )
    Numero.objects.filter(pk=numero.pk).update(modifie_le=timezone.now())


def trouver(nature: Nature, numero: Numero, cle: UUID) -> Any:
    """The piece of this uuid in this issue. Refus 410 when it was taken off."""
    piece = nature.de(numero).filter(uuid=cle).first()
    if piece is None:
        raise Refus(410, ABSENTE)
    return piece


@transaction.atomic
def ajouter(
    *,
    identite: Identite,
    numero: Numero,
    nature: Nature,
    parent: Any,
    champs: Mapping[str, Any],
    demande: UUID,
) -> Any:
    """A piece at the end of what `parent` holds; the same form sent twice (`demande`) adds one.

    ValidationError for what the models refuse.
    """
    numero = ouvrir(identite, numero)
    deja = nature.de(numero).filter(uuid=demande).first()
    if deja is not None:
        return deja
    if nature.parent != "numero":
        trouver(NATURES[nature.parent], numero, parent.uuid)  # else taken off since the form was opened
    if nature.de(numero).count() >= MAX_PIECES:
        raise ValidationError(PLEIN)
    piece = nature.modele(uuid=demande, **{nature.parent: parent}, **champs)
    piece.rang = _fin(nature, piece) + 1
    if hasattr(piece, "cle"):
        piece.cle = _cle_libre(nature, piece)
    piece.full_clean()
    piece.save()
    _consigner(identite, numero, "ajouter", nature, piece)
    return piece


def _fin(nature: Nature, piece: Any) -> int:
    return nature.voisines(piece).aggregate(fin=Max("rang"))["fin"] or 0


def _cle_libre(nature: Nature, piece: Any) -> str:
    """An anchor from the title, that no neighbour has; it stays when the title changes."""
    prises = set(nature.voisines(piece).values_list("cle", flat=True))
    base = slugify(piece.titre)[:70].strip("-") or nature.cle
    essais = (base if rang == 1 else f"{base}-{rang}" for rang in range(1, len(prises) + 2))
    return next(essai for essai in essais if essai not in prises)


@transaction.atomic
def modifier_piece(
    *,
    identite: Identite,
    numero: Numero,
    nature: Nature,
    piece: Any,
    version: int,
    champs: Mapping[str, Any],
) -> Any:
    """Write a piece in its turn. Conflit if somebody just did, Refus (410) once it is taken off."""
    numero = ouvrir(identite, numero)
    presente = trouver(nature, numero, piece.uuid)
    ecrite = modifier(
        identite=identite,
        objet=piece,
        version=version,
        champs=champs,
        verbe="veille.modifier_piece",
        nature=nature.article,
        titre=str(presente)[:200],
    )
    if isinstance(ecrite, RendezVous) and ecrite.version != presente.version:  # calendars ask what changed
        noter_changement(ecrite)
    Numero.objects.filter(pk=numero.pk).update(modifie_le=timezone.now())
    return ecrite


# --- notices -------------------------------------------------------------------------------------


@transaction.atomic
def prendre(
    *, identite: Identite, numero: Numero, notice: Notice, rubrique: Rubrique | None
) -> tuple[Parution, bool]:
    """Put a notice of the base at the end of a rubrique, or of the front page; tell whether it is new.

    ValidationError for a notice that left the base, Refus (410) for a rubrique that left the issue.
    """
    numero = ouvrir(identite, numero)
    deja = numero.parutions.filter(notice=notice).first()
    if deja is not None:
        return deja, False
    if rubrique is not None:
        trouver(RUBRIQUE, numero, rubrique.uuid)
    # Locked: whoever deletes or merges it at this moment finds it in the issue, or is seen here.
    if not Notice.objects.presentes().select_for_update(of=("self",)).filter(pk=notice.pk):
        raise ValidationError(SUPPRIMEE)
    if numero.parutions.count() >= MAX_PIECES:
        raise ValidationError(PLEIN)
    parution = Parution(numero=numero, notice=notice, rubrique=rubrique)
    parution.rang = _fin(NOTICE, parution) + 1
    parution.save()
    _consigner(identite, numero, "ajouter", NOTICE, notice)
    return parution, True


@transaction.atomic
def creer_et_prendre(
    *, identite: Identite, numero: Numero, rubrique: Rubrique | None, fiche: FicheNotice, demande: UUID
) -> Parution:
    """A notice described here for the first time: it enters the base, then the issue.

    The same form sent twice (`demande` names the piece) makes one.
    """
    numero = ouvrir(identite, numero)
    deja = numero.parutions.filter(uuid=demande).first()
    if deja is not None:
        return deja
    notice = notices.creer(identite=identite, fiche=fiche)
    parution, _ = prendre(identite=identite, numero=numero, notice=notice, rubrique=rubrique)
    parution.uuid = demande
    parution.save(update_fields=["uuid"])
    return parution


# --- order ---------------------------------------------------------------------------------------


@transaction.atomic
def deplacer(
    *, identite: Identite, numero: Numero, nature: Nature, cle: UUID, sens: int, contre: UUID | None = None
) -> Any:
    """Move a piece one place (`sens`: -1 up, 1 down), or just before or after the piece `contre`.

    Relative, so that two people who move at once both get what they asked. A notice at the end of its
    rubrique goes to the next one. Return the piece, where it now stands.
    """
    numero = ouvrir(identite, numero)
    piece = trouver(nature, numero, cle)
    if contre == piece.uuid:
        return piece
    cible = trouver(nature, numero, contre) if contre is not None else _suivante(nature, piece, sens)
    if cible is not None:
        _poser(nature, piece, cible, apres=sens > 0)
    elif nature is not NOTICE or not _changer_de_rubrique(numero, piece, sens):
        return piece  # already first, or last
    _consigner(identite, numero, "deplacer", nature, piece)
    return piece


def _suivante(nature: Nature, piece: Any, sens: int) -> Any:
    rangee = list(nature.voisines(piece))
    place = rangee.index(piece) + sens
    return rangee[place] if 0 <= place < len(rangee) else None


def _poser(nature: Nature, piece: Any, cible: Any, *, apres: bool) -> None:
    """Put the piece beside another, in what holds that one, and count the ranks again."""
    if isinstance(piece, Parution):
        piece.rubrique_id = cible.rubrique_id
    elif getattr(piece, f"{nature.parent}_id") != getattr(cible, f"{nature.parent}_id"):
        return  # only notices go from one place to another
    rangee = [p for p in nature.voisines(cible) if p.pk != piece.pk]
    rangee.insert(rangee.index(cible) + apres, piece)
    _ranger(rangee)


def _ranger(rangee: list[Any]) -> None:
    for rang, piece in enumerate(rangee, 1):
        piece.rang = rang
    champs = ["rang", "rubrique"] if rangee and isinstance(rangee[0], Parution) else ["rang"]
    if rangee:
        type(rangee[0])._base_manager.bulk_update(rangee, champs)


def _changer_de_rubrique(numero: Numero, parution: Parution, sens: int) -> bool:
    """Into the rubrique before or after, at the near end; the front page comes before them all."""
    lieux: list[int | None] = [None, *numero.rubriques.values_list("pk", flat=True)]
    place = lieux.index(parution.rubrique_id) + sens
    if not 0 <= place < len(lieux):
        return False
    parution.rubrique_id = lieux[place]
    rangee = [p for p in NOTICE.voisines(parution) if p.pk != parution.pk]
    _ranger([parution, *rangee] if sens > 0 else [*rangee, parution])
    return True


# --- taking off, putting back --------------------------------------------------------------------


@transaction.atomic
def retirer(*, identite: Identite, numero: Numero, nature: Nature, cle: UUID) -> Retrait | None:
    """Take a piece off with all it holds, kept to be put back. Already off: nothing.

    Notices stay in the base.
    """
    numero = ouvrir(identite, numero)
    piece = nature.de(numero).filter(uuid=cle).first()
    if piece is None:
        return None
    retrait = Retrait.objects.create(
        numero=numero,
        nature=nature.cle,
        libelle=str(piece)[:500],
        contenu=_emballer(piece),
    )
    piece.delete()
    _consigner(identite, numero, "retirer", nature, retrait.libelle)
    return retrait


def _emballer(piece: Any) -> str:
    return serializers.serialize("json", enfants(piece))


@transaction.atomic
def remettre(*, identite: Identite, numero: Numero, cle: UUID) -> Any:
    """Put a piece back where it was, with all it held; None when it is back already.

    ValidationError when what held it is gone, or when its place was taken.
    """
    numero = ouvrir(identite, numero)
    retrait = numero.retraits.filter(uuid=cle).first()
    if retrait is None:
        return None
    nature = NATURES[retrait.nature]
    contenu = serializers.deserialize("json", retrait.contenu, ignorenonexistent=True)
    lus: list[Any] = [lu.object for lu in contenu]
    piece = lus[0]
    exiger_sa_place(numero, nature, piece)
    presentes = set(numero.parutions.values_list("notice_id", flat=True))
    try:
        with transaction.atomic():
            for objet in lus:
                if isinstance(objet, Parution) and objet is not piece and objet.notice_id in presentes:
                    continue  # taken elsewhere in the issue meanwhile: it stays there
                if not sa_notice_existe(objet):
                    if isinstance(objet, Parution):
                        continue
                    objet.notice = None
                if isinstance(objet, Partenaire):
                    # A logo that nothing holds is forgotten after a day.
                    objet.logo = Fichier.objects.filter(pk=objet.logo_id or 0).first()
                objet.save(force_insert=True)
    except IntegrityError as erreur:
        raise ValidationError(REPRISE) from erreur
    retrait.delete()
    _consigner(identite, numero, "remettre", nature, retrait.libelle)
    return piece
