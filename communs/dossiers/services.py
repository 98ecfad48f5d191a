"""Writes about a dossier itself: opening it, presenting it, showing it, deleting it, copying it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from communs.collectivites import essais
from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Collectivite
from communs.collectivites.services import verrouiller as verrouiller_collectivite
from communs.dossiers.enums import Visibilite
from communs.dossiers.genres import Attente, genre, pages
from communs.dossiers.models import DELAI_REPENTIR, Commentaire, Dossier, LaissezPasser, Participant
from communs.etats import journal, purges
from communs.etats.inalterable import porte_de_purge
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, modifier, verrouiller

LIENS_MAX = 50
_avant_un_dossier: list[Callable[[Dossier], None]] = []


def avant_un_dossier(geste: Callable[[Dossier], None]) -> None:
    """Register what a room or a tool deletes by itself (files…) before a dossier goes for good."""
    _avant_un_dossier.append(geste)


@transaction.atomic
def ouvrir(
    *, identite: Identite, collectivite: Collectivite, genre_cle: str, titre: str, resume: str, demande: UUID
) -> Dossier:
    """Open a dossier; its author organises it. `demande` names the form: sent twice, it opens one only."""
    dossier, nouveau = _ouvrir(identite, collectivite, genre_cle, titre, resume, demande)
    if nouveau:
        journal.consigner(identite=identite, verbe="dossiers.ouvrir", objet=dossier)
        _garnir(identite, dossier)
    return dossier


def _ouvrir(
    identite: Identite, collectivite: Collectivite, genre_cle: str, titre: str, resume: str, demande: UUID
) -> tuple[Dossier, bool]:
    """The dossier of this form, and whether it is new. A lock on the collectivité makes one of two posts."""
    autoriser(identite, "dossiers.creer", collectivite)
    collectivite = verrouiller_collectivite(collectivite)
    deja = Dossier.objects.filter(uuid=demande).select_related("collectivite").first()
    if deja is not None:
        if deja.collectivite_id != collectivite.pk:
            raise ValidationError("Ce formulaire a déjà servi : rechargez la page.")
        return deja, False
    dossier = Dossier.objects.create(
        uuid=demande, collectivite=collectivite, genre=genre_cle, titre=titre, resume=resume
    )
    Participant.objects.create(
        dossier=dossier,
        compte=identite.personne,
        acteur=Acteur.objects.de(identite.personne),
        organisation=collectivite.nom,
        service_id=_service_de(identite, collectivite),
        roles=sorted(genre(genre_cle).fondateur),
    )
    return dossier, True


def _garnir(identite: Identite, dossier: Dossier) -> None:
    """Give a new dossier what each tool of its kind has from the first day."""
    for outil in genre(dossier.genre).outils:
        outil.ouvrir(identite, dossier)


def _service_de(identite: Identite, collectivite: Collectivite) -> int | None:
    adhesion = identite.adhesion(collectivite.pk)
    return adhesion.service_id if adhesion is not None else None


@transaction.atomic
def copier(
    *, identite: Identite, dossier: Dossier, collectivite: Collectivite, titre: str, demande: UUID
) -> Dossier:
    """Open a new dossier with the frame of this one: neither its people nor what was collected."""
    autoriser(identite, "dossiers.copier", dossier)
    copie, nouveau = _ouvrir(identite, collectivite, dossier.genre, titre, dossier.resume, demande)
    if nouveau:
        copie.copie_de = dossier
        copie.save(update_fields=["copie_de"])
        _garnir(identite, copie)
        for outil in genre(dossier.genre).outils:
            outil.copier(identite, dossier, copie)
        for page in pages():
            page.copier(identite, dossier, copie)
        journal.consigner(identite=identite, verbe="dossiers.copier", objet=copie, modele=dossier.titre)
    return copie


def presenter(*, identite: Identite, dossier: Dossier, version: int, titre: str, resume: str) -> Dossier:
    """Change the title and the few words; Conflit if somebody else just did."""
    autoriser(identite, "dossiers.organiser", dossier)
    return modifier(
        identite=identite,
        objet=dossier,
        version=version,
        champs={"titre": titre, "resume": resume},
        verbe="dossiers.modifier",
    )


def montrer(*, identite: Identite, dossier: Dossier, version: int, visibilite: Visibilite) -> Dossier:
    """Change who may read; links stop or work again at once."""
    autoriser(identite, "dossiers.organiser", dossier)
    return modifier(
        identite=identite,
        objet=dossier,
        version=version,
        champs={"visibilite": visibilite},
        verbe="dossiers.ouvrir_la_lecture",
        lecteurs=Visibilite(visibilite).label,
    )


@transaction.atomic
def associer(*, identite: Identite, dossier: Dossier, siren: str) -> Collectivite:
    """Let the members of a partner collectivité read the dossier, as those of its own."""
    autoriser(identite, "dossiers.organiser", dossier)
    essais.interdire(dossier.collectivite, essais.PAS_DE_PARTENAIRE)
    dossier = verrouiller(dossier)
    partenaire = Collectivite.objects.filter(siren=siren, essai_jusqu_au=None).first()
    if partenaire is None:
        raise ValidationError({"siren": "Aucune collectivité n’est inscrite sous ce SIREN."})
    if partenaire.pk == dossier.collectivite_id:
        raise ValidationError({"siren": "C’est la collectivité qui mène le dossier."})
    if not dossier.partenaires.filter(pk=partenaire.pk).exists():
        dossier.partenaires.add(partenaire)
        journal.consigner(
            identite=identite, verbe="dossiers.associer", objet=dossier, collectivite=partenaire.nom
        )
    return partenaire


@transaction.atomic
def dissocier(*, identite: Identite, dossier: Dossier, partenaire: Collectivite) -> None:
    autoriser(identite, "dossiers.organiser", dossier)
    dossier = verrouiller(dossier)
    if dossier.partenaires.filter(pk=partenaire.pk).exists():
        dossier.partenaires.remove(partenaire)
        journal.consigner(
            identite=identite, verbe="dossiers.dissocier", objet=dossier, collectivite=partenaire.nom
        )


@transaction.atomic
def creer_lien(*, identite: Identite, dossier: Dossier, libelle: str, expire_le: datetime) -> LaissezPasser:
    """Make a secret link for reading. Sent twice, the form finds the link it has just made."""
    autoriser(identite, "dossiers.organiser", dossier)
    dossier = verrouiller(dossier)
    actifs = dossier.laissez_passer.actifs()
    deja = actifs.filter(libelle=libelle, expire_le=expire_le).first()
    if deja is not None:
        return deja
    if actifs.count() >= LIENS_MAX:
        raise ValidationError(f"Pas plus de {LIENS_MAX} liens à la fois : révoquez-en d’abord.")
    lien = LaissezPasser.objects.create(dossier=dossier, libelle=libelle, expire_le=expire_le)
    journal.consigner(identite=identite, verbe="dossiers.creer_lien", objet=dossier, libelle=libelle)
    return lien


@transaction.atomic
def revoquer_lien(*, identite: Identite, lien: LaissezPasser) -> None:
    """Close it at once, for those too who have opened it; harmless if already closed."""
    autoriser(identite, "dossiers.organiser", lien)
    lien = verrouiller(lien)
    if lien.revoque_le is None:
        lien.revoque_le = timezone.now()
        lien.save(update_fields=["revoque_le"])
        journal.consigner(
            identite=identite, verbe="dossiers.revoquer_lien", objet=lien.dossier, libelle=lien.libelle
        )


def attentes(identite: Identite, dossiers: Iterable[Dossier]) -> list[tuple[Dossier, Attente]]:
    """What waits for this person in these dossiers, the most urgent first.

    Each tool is asked once, of all those of its kind in which she takes part, and each room once of all:
    the number of queries does not depend on how many there are.
    """
    siens = [dossier for dossier in dossiers if dossier.mes_roles]  # type: ignore[attr-defined]
    rangs = {dossier.pk: rang for rang, dossier in enumerate(siens)}
    trouvees = [
        paire
        for cle in dict.fromkeys(dossier.genre for dossier in siens)
        for outil in genre(cle).outils
        for paire in outil.attentes(identite, [dossier for dossier in siens if dossier.genre == cle])
    ]
    if siens:
        trouvees += [paire for page in pages() for paire in page.attentes(identite, siens)]
    return sorted(trouvees, key=lambda paire: (paire[1].pour_le or date.max, rangs[paire[0].pk]))


# --- comments ------------------------------------------------------------------------------------


@transaction.atomic
def commenter(
    *, identite: Identite, dossier: Dossier, objet: models.Model, texte: str, demande: UUID
) -> Commentaire:
    """Say something of `objet`, a thing of this dossier (or itself), chosen by our code."""
    autoriser(identite, "dossiers.commenter", dossier)
    commentaire, nouveau = Commentaire.objects.get_or_create(
        uuid=demande,
        defaults={
            "dossier": dossier,
            "sujet": objet._meta.label_lower,
            "reference": objet.uuid,  # type: ignore[attr-defined]
            "auteur": Acteur.objects.de(identite.personne),
            "texte": texte,
        },
    )
    if nouveau:
        journal.consigner(identite=identite, verbe="dossiers.commenter", objet=objet)
    elif commentaire.dossier_id != dossier.pk:
        raise ValidationError("Ce formulaire a déjà servi : rechargez la page.")
    return commentaire


@transaction.atomic
def retirer_commentaire(*, identite: Identite, commentaire: Commentaire) -> None:
    """Empty it; its place stays, so that the answers keep their sense."""
    autoriser(identite, "dossiers.retirer_commentaire", commentaire)
    commentaire = verrouiller(commentaire)
    if commentaire.retire_le is None:
        commentaire.texte, commentaire.retire_le = "", timezone.now()
        commentaire.save(update_fields=["texte", "retire_le"])
        journal.consigner(identite=identite, verbe="dossiers.retirer_commentaire", objet=commentaire.dossier)


# --- deletion ------------------------------------------------------------------------------------


@transaction.atomic
def supprimer(*, identite: Identite, dossier: Dossier) -> None:
    """Put it away for DELAI_REPENTIR; nobody reads it meanwhile."""
    autoriser(identite, "dossiers.organiser", dossier)
    dossier = verrouiller(dossier)
    if dossier.supprime_le is None:
        dossier.supprime_le = timezone.now()
        enregistrer(dossier, "supprime_le")
        journal.consigner(identite=identite, verbe="dossiers.supprimer", objet=dossier)


@transaction.atomic
def reprendre(*, identite: Identite, dossier: Dossier) -> None:
    """Take back a deleted dossier, as it was."""
    autoriser(identite, "dossiers.organiser", dossier)
    dossier = verrouiller(dossier)
    if dossier.supprime_le is not None:
        dossier.supprime_le = None
        enregistrer(dossier, "supprime_le")
        journal.consigner(identite=identite, verbe="dossiers.reprendre", objet=dossier)


def purger() -> int:
    """Delete for good the dossiers put away longer ago than DELAI_REPENTIR, and return their number.

    Each on its own: one that resists is logged and keeps no other.
    """
    perimes = Dossier.objects.filter(supprime_le__lt=timezone.now() - DELAI_REPENTIR)
    return purges.purger(perimes.order_by("pk"), effacer)


@transaction.atomic
def effacer(dossier: Dossier) -> None:
    """Delete a dossier with all that hangs on it, its journal and what the database keeps unalterable.

    The rows that named its people without account stay, naming nobody.
    """
    Acteur.objects.filter(compte=None, participations__dossier=dossier).update(nom="")
    for geste in _avant_un_dossier:
        geste(dossier)
    with porte_de_purge(dossier.uuid):
        dossier.delete()
        journal.purger(dossier.uuid)


def effacer_ceux_de(collectivite: Collectivite) -> None:
    """Before a collectivité goes: the dossiers it leads."""
    for dossier in collectivite.dossiers.order_by("pk"):
        effacer(dossier)
