"""Writes inside a path: its chips and the lines of its checklist. Each holds the lock on the path's row."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import modifier, verrouiller
from nuancier.models import Module, Teinte
from nuancier.parcours.models import MAX_GESTES, MAX_PASTILLES, Geste, Parcours, Pastille
from nuancier.parcours.services import DEJA_SERVI, TROP_DE_PASTILLES, Choix, creer, toucher

TROP_DE_GESTES = f"La préparation tient en {MAX_GESTES} gestes au plus."
AUTRE_TEINTE = "Ce module n’est pas de cette teinte."
DU_NUANCIER = "Ce geste vient du Nuancier : laissez-le sans le cocher s’il ne vous sert pas."
CHAMPS_GARDES = ("demi_journees", "jour", "moment", "note")


def _ouvrir(identite: Identite, parcours: Parcours) -> Parcours:
    autoriser(identite, "nuancier.composer_parcours", parcours)
    return verrouiller(parcours)


# --- chips ---------------------------------------------------------------------------------------


@transaction.atomic
def ajouter(
    *, identite: Identite, parcours: Parcours, teinte: Teinte, module: Module | None, demande: UUID
) -> Pastille:
    """Put a chip at the end of the row. `demande` becomes its uuid: the same post twice adds one."""
    parcours = _ouvrir(identite, parcours)
    deja = parcours.pastilles.filter(uuid=demande).first()
    if deja is not None:
        return deja
    if Pastille.objects.filter(uuid=demande).exists():
        raise ValidationError(DEJA_SERVI)
    if module is not None and module.teinte_id != teinte.pk:
        raise ValidationError(AUTRE_TEINTE)
    rang = _fin(parcours) + 1
    if rang > MAX_PASTILLES:
        raise ValidationError(TROP_DE_PASTILLES)
    pastille = Pastille.objects.create(
        uuid=demande, parcours=parcours, rang=rang, teinte=teinte, module=module
    )
    _fait(identite, parcours, "parcours.ajouter", teinte.code)
    return pastille


@transaction.atomic
def verser(
    *, identite: Identite, choix: Sequence[Choix], demande: UUID, parcours: Parcours | None, titre: str
) -> Parcours:
    """Pour a basket into a path, or make a new one of it. Posted twice, it is poured once.

    Chips poured take the uuids that `demande` and their place give.
    """
    if parcours is None:
        return creer(identite=identite, titre=titre, demande=demande, choix=choix)
    for place, (teinte, module) in enumerate(choix):
        cle = uuid5(demande, str(place))
        ajouter(identite=identite, parcours=parcours, teinte=teinte, module=module, demande=cle)
    return parcours


def _fin(parcours: Parcours) -> int:
    return parcours.pastilles.aggregate(fin=Max("rang"))["fin"] or 0


def _fait(identite: Identite, parcours: Parcours, verbe: str, code: str, **parametres: Any) -> None:
    journal.consigner(identite=identite, verbe=verbe, objet=parcours, code=code, **parametres)
    toucher(parcours)


@transaction.atomic
def deplacer(*, identite: Identite, parcours: Parcours, pastille: Pastille, rang: int) -> int:
    """Bring a chip to this rank, from 1; others close up. Return its rank: asking twice changes nothing."""
    parcours = _ouvrir(identite, parcours)
    pastille = verrouiller(pastille)
    rang = max(1, min(rang, _fin(parcours)))
    if rang == pastille.rang:
        return rang
    if rang < pastille.rang:
        parcours.pastilles.filter(rang__gte=rang, rang__lt=pastille.rang).update(rang=F("rang") + 1)
    else:
        parcours.pastilles.filter(rang__gt=pastille.rang, rang__lte=rang).update(rang=F("rang") - 1)
    Pastille.objects.filter(pk=pastille.pk).update(rang=rang)
    _fait(identite, parcours, "parcours.deplacer", pastille.teinte.code, rang=rang)
    return rang


@transaction.atomic
def regler(
    *, identite: Identite, parcours: Parcours, pastille: Pastille, version: int, champs: dict[str, Any]
) -> Pastille:
    """Change the module, the duration, the place or the note of a chip; Conflit if somebody just did."""
    parcours = _ouvrir(identite, parcours)
    module = champs.get("module")
    if module is not None and module.teinte_id != pastille.teinte_id:
        raise ValidationError(AUTRE_TEINTE)
    actuelle = modifier(
        identite=identite,
        objet=pastille,
        version=version,
        champs=champs,
        verbe="parcours.regler",
        code=pastille.teinte.code,
    )
    toucher(parcours)
    return actuelle


@transaction.atomic
def retirer(*, identite: Identite, parcours: Parcours, cle: UUID) -> None:
    """Take a chip off; the path keeps it until the next one, to put it back. Already gone: nothing."""
    parcours = _ouvrir(identite, parcours)
    pastille = parcours.pastilles.select_related("teinte", "module").filter(uuid=cle).first()
    if pastille is None:
        return
    gardes = {nom: getattr(pastille, nom) for nom in CHAMPS_GARDES}
    parcours.retiree = gardes | {
        "uuid": str(pastille.uuid),
        "rang": pastille.rang,
        "teinte": pastille.teinte.code,
        "titre": pastille.teinte.titre_court,
        "module": pastille.module.cle if pastille.module else "",
    }
    parcours.save(update_fields=["retiree"])
    rang = pastille.rang
    pastille.delete()
    parcours.pastilles.filter(rang__gt=rang).update(rang=F("rang") - 1)
    _fait(identite, parcours, "parcours.retirer", pastille.teinte.code)


@transaction.atomic
def remettre(*, identite: Identite, parcours: Parcours) -> bool:
    """Put the last chip taken off back where it was; False when there is none, or no room."""
    parcours = _ouvrir(identite, parcours)
    gardee = parcours.retiree
    fin = _fin(parcours)
    if not gardee:
        return False
    if fin >= MAX_PASTILLES:
        raise ValidationError(TROP_DE_PASTILLES)
    teinte = Teinte.objects.get(code=gardee["teinte"])
    rang = min(gardee["rang"], fin + 1)
    parcours.pastilles.filter(rang__gte=rang).update(rang=F("rang") + 1)
    cle = UUID(gardee["uuid"])
    if Pastille.objects.filter(uuid=cle).exists():  # its form was sent again from an older page
        cle = uuid4()
    Pastille.objects.create(
        parcours=parcours,
        uuid=cle,
        rang=rang,
        teinte=teinte,
        module=teinte.modules.filter(cle=gardee["module"]).first(),
        **{nom: gardee[nom] for nom in CHAMPS_GARDES},
    )
    parcours.retiree = None
    parcours.save(update_fields=["retiree"])
    _fait(identite, parcours, "parcours.remettre", teinte.code)
    return True


# --- the checklist -------------------------------------------------------------------------------


@transaction.atomic
def ajouter_un_geste(*, identite: Identite, parcours: Parcours, texte: str, demande: UUID) -> Geste:
    """One's own line, at the end; the same post twice adds one."""
    parcours = _ouvrir(identite, parcours)
    deja = parcours.gestes.filter(uuid=demande).first()
    if deja is not None:
        return deja
    if parcours.gestes.count() >= MAX_GESTES:
        raise ValidationError(TROP_DE_GESTES)
    rang = (parcours.gestes.aggregate(fin=Max("rang"))["fin"] or 0) + 1
    return Geste.objects.create(uuid=demande, parcours=parcours, rang=rang, texte=texte)


@transaction.atomic
def cocher(*, identite: Identite, parcours: Parcours, geste: Geste, fait: bool) -> None:
    """Tick or untick, with who and when; the first tick stays."""
    parcours = _ouvrir(identite, parcours)
    geste = verrouiller(geste)
    if fait == (geste.fait_le is not None):
        return
    geste.fait_le = timezone.now() if fait else None
    geste.fait_par = Acteur.objects.de(identite.personne) if fait else None
    geste.save(update_fields=["fait_le", "fait_par"])
    verbe = "parcours.cocher" if fait else "parcours.decocher"
    journal.consigner(identite=identite, verbe=verbe, objet=parcours, geste=geste.texte)


@transaction.atomic
def noter(
    *, identite: Identite, parcours: Parcours, geste: Geste, version: int, champs: dict[str, Any]
) -> Geste:
    """Change the note of a line, and the text of one's own; Conflit if somebody just did."""
    _ouvrir(identite, parcours)
    return modifier(identite=identite, objet=geste, version=version, champs=champs, verbe="parcours.noter")


@transaction.atomic
def oter_un_geste(*, identite: Identite, parcours: Parcours, cle: UUID) -> None:
    """Delete one's own line; those of the chart stay. Already gone: nothing."""
    parcours = _ouvrir(identite, parcours)
    geste = parcours.gestes.filter(uuid=cle).first()
    if geste is None:
        return
    if geste.conseil:
        raise ValidationError(DU_NUANCIER)
    geste.delete()
