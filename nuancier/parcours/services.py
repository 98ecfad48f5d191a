"""Writes of a path itself: making it, presenting it, sharing it, deleting it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Collectivite, Compte
from communs.etats import journal, purges
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.web.cache_pages import perimer_pages
from nuancier.models import Conseil, Module, Teinte
from nuancier.parcours.enums import Visibilite
from nuancier.parcours.models import DELAI_REPENTIR, MAX_PASTILLES, Geste, Parcours, Pastille
from nuancier.parcours.publication import publier

MAX_PARCOURS = 200
TROP_DE_PARCOURS = f"Vous avez déjà {MAX_PARCOURS} parcours : supprimez-en un avant d’en créer un autre."
TROP_DE_PASTILLES = f"Un parcours tient en {MAX_PASTILLES} pastilles au plus."
VIDE = "Ce parcours n’a aucune pastille : ajoutez au moins une teinte avant de le publier."
DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."

Choix = tuple[Teinte, Module | None]


@transaction.atomic
def creer(
    *, identite: Identite, titre: str, demande: UUID, choix: Sequence[Choix] = (), **champs: Any
) -> Parcours:
    """Make a path of these chips, with the checklist of the chart's advice.

    `demande` names the form: sent twice, it makes one path. ValidationError past the limits.
    """
    parcours, nouveau = _creer(identite, titre, demande, len(choix), champs)
    if nouveau:
        Pastille.objects.bulk_create(
            Pastille(parcours=parcours, rang=rang, teinte=teinte, module=module)
            for rang, (teinte, module) in enumerate(choix, 1)
        )
        journal.consigner(identite=identite, verbe="parcours.creer", objet=parcours)
    return parcours


def _creer(
    identite: Identite, titre: str, demande: UUID, nombre: int, champs: dict[str, Any]
) -> tuple[Parcours, bool]:
    """The path of this form, and whether it is new; a lock on the account makes one of two posts."""
    autoriser(identite, "nuancier.creer_parcours")
    compte = Compte.objects.select_for_update(of=("self",)).get(pk=identite.personne.pk)
    deja = Parcours.objects.filter(uuid=demande).first()
    if deja is not None:
        if deja.auteur_id != compte.pk:
            raise ValidationError(DEJA_SERVI)
        return deja, False
    if nombre > MAX_PASTILLES:
        raise ValidationError(TROP_DE_PASTILLES)
    if Parcours.objects.filter(auteur=compte).count() >= MAX_PARCOURS:
        raise ValidationError(TROP_DE_PARCOURS)
    parcours = Parcours(uuid=demande, titre=titre, auteur=compte, **champs)
    parcours.full_clean(exclude=["uuid"])
    parcours.save()
    _preparer(parcours)
    return parcours, True


def _preparer(parcours: Parcours) -> None:
    """The checklist: every gesture of every piece of advice."""
    gestes = [(c.cle, texte) for c in Conseil.objects.order_by("rang", "pk") for texte in c.gestes]
    Geste.objects.bulk_create(
        Geste(parcours=parcours, conseil=cle, rang=rang, texte=texte)
        for rang, (cle, texte) in enumerate(gestes, 1)
    )


@transaction.atomic
def copier(*, identite: Identite, parcours: Parcours, titre: str, demande: UUID) -> Parcours:
    """Start one's own path from a path one may read: its chips, neither its notes nor its checklist."""
    autoriser(identite, "nuancier.copier_parcours", parcours)
    pastilles = list(parcours.pastilles.filter(teinte__retiree_le=None).order_by("rang"))
    champs = {
        "intention": parcours.intention,
        "participants": parcours.participants,
        "jours": parcours.jours,
        "copie_de": parcours,
    }
    copie, nouveau = _creer(identite, titre, demande, len(pastilles), champs)
    if nouveau:
        for rang, pastille in enumerate(pastilles, 1):
            pastille.pk, pastille.parcours, pastille.rang, pastille.note = None, copie, rang, ""
            pastille.uuid, pastille.version = Pastille().uuid, 1
        Pastille.objects.bulk_create(pastilles)
        journal.consigner(identite=identite, verbe="parcours.copier", objet=copie, modele=parcours.titre)
    return copie


@transaction.atomic
def presenter(*, identite: Identite, parcours: Parcours, version: int, champs: dict[str, Any]) -> Parcours:
    """Change the title, the intention, the days and people planned; Conflit if somebody else just did."""
    autoriser(identite, "nuancier.composer_parcours", parcours)
    actuel = modifier(
        identite=identite, objet=parcours, version=version, champs=champs, verbe="parcours.modifier"
    )
    toucher(actuel)
    return actuel


def toucher(parcours: Parcours) -> None:
    """Say that the path changed just now; public pages that show it are out of date, the search too."""
    parcours.modifie_le = timezone.now()
    Parcours.objects.filter(pk=parcours.pk).update(modifie_le=parcours.modifie_le)
    if parcours.visibilite == Visibilite.PUBLIC:
        publier(parcours)
        perimer_pages()


@transaction.atomic
def partager(
    *,
    identite: Identite,
    parcours: Parcours,
    version: int,
    visibilite: Visibilite,
    collectivite: Collectivite | None,
) -> Parcours:
    """Change who may read. Publishing asks for a chip, and clears what an editor had found wrong."""
    autoriser(identite, "nuancier.composer_parcours", parcours)
    if collectivite is not None:
        autoriser(identite, "collectivites.voir", collectivite)
    present = verrouiller(parcours)  # a form has written its choice on the caller's
    public, etait_public = (v == Visibilite.PUBLIC for v in (visibilite, present.visibilite))
    if public and not parcours.pastilles.exists():
        raise ValidationError(VIDE)
    champs: dict[str, Any] = {"visibilite": visibilite, "collectivite": collectivite}
    if public != etait_public:
        champs["publie_le"] = timezone.now() if public else None
    if public:
        champs |= {"modere_le": None, "modere_motif": ""}
    actuel = modifier(
        identite=identite,
        objet=parcours,
        version=version,
        champs=champs,
        verbe="parcours.partager",
        lecteurs=visibilite.label,
    )
    if public or etait_public:
        publier(actuel)
        perimer_pages()
    return actuel


@transaction.atomic
def moderer(*, identite: Identite, parcours: Parcours, motif: str) -> None:
    """An editor takes a path out of the public list and says why; corrected, it may be published again."""
    autoriser(identite, "nuancier.moderer_parcours", parcours)
    parcours = verrouiller(parcours)
    if parcours.visibilite != Visibilite.PUBLIC:
        return
    parcours.visibilite = (
        Visibilite.COLLECTIVITE if parcours.collectivite_id is not None else Visibilite.PRIVE
    )
    parcours.publie_le, parcours.modere_le, parcours.modere_motif = None, timezone.now(), motif
    enregistrer(parcours, "visibilite", "publie_le", "modere_le", "modere_motif")
    auteur = Acteur.objects.de(parcours.auteur) if parcours.auteur is not None else None
    journal.consigner(identite=identite, verbe="parcours.moderer", objet=parcours, cible=auteur, motif=motif)
    publier(parcours)
    perimer_pages()


@transaction.atomic
def reprendre(*, identite: Identite, parcours: Parcours) -> None:
    """An administrator takes over a shared path whose author has left the collectivité."""
    autoriser(identite, "nuancier.reprendre_parcours", parcours)
    parcours = verrouiller(parcours)
    ancien = Acteur.objects.de(parcours.auteur) if parcours.auteur is not None else None
    parcours.auteur = identite.personne
    enregistrer(parcours, "auteur")
    journal.consigner(identite=identite, verbe="parcours.reprendre", objet=parcours, cible=ancien)
    perimer_pages()


# --- deletion ------------------------------------------------------------------------------------


@transaction.atomic
def supprimer(*, identite: Identite, parcours: Parcours) -> None:
    """Put it away for DELAI_REPENTIR; nobody reads it meanwhile."""
    autoriser(identite, "nuancier.composer_parcours", parcours)
    parcours = verrouiller(parcours)
    if parcours.supprime_le is None:
        parcours.supprime_le = timezone.now()
        enregistrer(parcours, "supprime_le")
        journal.consigner(identite=identite, verbe="parcours.supprimer", objet=parcours)
        publier(parcours)
        perimer_pages()


@transaction.atomic
def retablir(*, identite: Identite, parcours: Parcours) -> None:
    """Take back a deleted path, as it was."""
    autoriser(identite, "nuancier.composer_parcours", parcours)
    parcours = verrouiller(parcours)
    if parcours.supprime_le is not None:
        parcours.supprime_le = None
        enregistrer(parcours, "supprime_le")
        journal.consigner(identite=identite, verbe="parcours.retablir", objet=parcours)
        publier(parcours)
        perimer_pages()


@transaction.atomic
def effacer(parcours: Parcours) -> None:
    """Delete a path for good, with its journal."""
    parcours.delete()
    publier(parcours)
    journal.purger(parcours.uuid)


def purger() -> int:
    """Delete for good the paths put away longer ago than DELAI_REPENTIR, and return their number.

    Each on its own: one that resists is logged and keeps no other.
    """
    perimes = Parcours.objects.filter(supprime_le__lt=timezone.now() - DELAI_REPENTIR).order_by("pk")
    return purges.purger(perimes, effacer)


def quitter_la_collectivite(collectivite: Collectivite) -> None:
    """Before a collectivité goes: what it shared goes back to its authors, the rest is deleted."""
    partages = Parcours.objects.filter(collectivite=collectivite, visibilite=Visibilite.COLLECTIVITE)
    for orphelin in partages.filter(auteur=None).order_by("pk"):
        effacer(orphelin)
    partages.update(visibilite=Visibilite.PRIVE)
