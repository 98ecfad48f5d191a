"""What is written of the tableau: every write takes the lock of its row, the only one, then its clock.

A `demande` names each gesture: sent twice, by an impatient finger or a connection that came back, it
happens once.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.calculs import en_texte
from communs.etats.services import enregistrer, verrouiller
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave.portes import Convive
from eclaireurs.evaluation.conclave.tableau.enums import EtatTableau, Geste
from eclaireurs.evaluation.conclave.tableau.models import CHAMPS_ACTION, Proposition, TableauMartyr, Trait
from eclaireurs.evaluation.conclave.tableau.saisies import Dispute, Saisie, comparer
from eclaireurs.evaluation.conclave.tableau.transitions import TABLEAU
from eclaireurs.evaluation.conclave.tableau.versement import verser as verser
from eclaireurs.evaluation.rapport.models import Preconisation

PROPOSITIONS_MAX = 60  # actions of a recommendation, tasks of an action
PAS_OUVERT = "Le tableau n’est pas ouvert : ce que vous avez écrit n’a pas été enregistré."
CLOS = "Le tableau est clos : il se lit, mais ne s’écrit plus. Ce que vous veniez d’écrire n’a pas été pris."
RETIREE = "Cette ligne a été retirée entre-temps. Votre texte n’a pas été pris : rétablissez-la d’abord."
DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."
TROP = f"Pas plus de {PROPOSITIONS_MAX} ici : regroupez-en, ou complétez celles qui y sont."
SANS_TITRE = "Donnez un titre : une ligne sans titre ne se retrouve pas."
DATES = "La fin vient avant le début : changez d’abord l’autre date."

journal.inscrire({"tableau.preparer": "a commencé à préparer le tableau martyr du conclave"})


class Ecriture(NamedTuple):
    """A line as it now stands, the version that each field of this gesture reached, what is in dispute."""

    proposition: Proposition
    versions: Mapping[str, int]
    disputes: list[Dispute]


@transaction.atomic
def preparer(*, identite: Identite, dossier: Dossier) -> TableauMartyr:
    """The tableau of this dossier, made the first time."""
    autoriser(identite, "tableau.conduire", dossier)
    tableau, neuf = TableauMartyr.objects.get_or_create(dossier=dossier)
    if neuf:
        journal.consigner(identite=identite, verbe="tableau.preparer", objet=tableau)
    return tableau


@transaction.atomic
def ouvrir(*, identite: Identite, dossier: Dossier) -> TableauMartyr:
    """Open to the room, prepared if nobody had; as it is if it is open or closed, or has nothing to show."""
    tableau = preparer(identite=identite, dossier=dossier)
    tableau.dossier = dossier
    if tableau.etat == EtatTableau.PREPARATION and dossier.rapport.preconisations.exists():
        franchir(TABLEAU, identite=identite, objet=tableau, nom="ouvrir")
    return TableauMartyr.objects.get(pk=tableau.pk)


def peut_ecrire(convive: Convive, tableau: TableauMartyr) -> bool:
    if tableau.etat == EtatTableau.PREPARATION:
        return convive.anime
    return tableau.etat == EtatTableau.OUVERT


def tenir(convive: Convive, tableau: TableauMartyr) -> TableauMartyr:
    """The tableau, locked until the end, while this person may write in it. Raises Refus (409)."""
    actuel = verrouiller(tableau)
    actuel.dossier = tableau.dossier
    if actuel.clos:
        raise Refus(409, CLOS)
    if not peut_ecrire(convive, actuel):
        raise Refus(409, PAS_OUVERT)
    return actuel


def _deja(convive: Convive, tableau: TableauMartyr, demande: UUID) -> Trait | None:
    """What this gesture has already done. ValidationError if it was somebody else's."""
    trait = tableau.traits.filter(demande=demande).first()
    if trait is not None and trait.cle != convive.cle:
        raise ValidationError(DEJA_SERVI)
    return trait


def _relire(proposition: Proposition) -> Proposition:
    """The line as it stands under the lock. Refus 410 when it, or its action, was taken out."""
    lignes = Proposition.objects.select_related("action", "service", "preconisation")
    actuelle = lignes.get(pk=proposition.pk)
    if not actuelle.visible:
        raise Refus(410, RETIREE)
    return actuelle


def _tracer(
    convive: Convive, tableau: TableauMartyr, geste: Geste, demande: UUID, *lignes: Proposition, **quoi: Any
) -> None:
    """Move the clock, write it on these lines (the first is the gesture's), keep the stroke."""
    enregistrer(tableau)
    Proposition.objects.filter(pk__in=[ligne.pk for ligne in lignes]).update(pas=tableau.version)
    for ligne in lignes:
        ligne.pas = tableau.version
    Trait.objects.create(
        tableau=tableau, proposition=lignes[0], cle=convive.cle, geste=geste, demande=demande, **quoi
    )


@transaction.atomic
def ecrire(
    *, convive: Convive, proposition: Proposition, saisies: Mapping[str, Saisie], demande: UUID
) -> Ecriture:
    """Write these fields; those that somebody else wrote meanwhile are given back as disputes.

    What is not in dispute is kept. Raises Refus (409, 410), ValidationError by field.
    """
    tableau = tenir(convive, proposition.tableau)
    deja = _deja(convive, tableau, demande)
    if deja is not None:
        saisies = {champ: saisie for champ, saisie in saisies.items() if champ not in deja.versions}
    actuelle = _relire(proposition)
    a_ecrire, disputes = comparer(actuelle, saisies)
    _verifier(actuelle, a_ecrire)
    versions = dict(deja.versions) if deja is not None else {}
    if a_ecrire and deja is None:
        versions = _poser(convive, tableau, actuelle, a_ecrire, demande)
    return Ecriture(actuelle, versions, disputes)


def _verifier(proposition: Proposition, a_ecrire: Mapping[str, Any]) -> None:
    if not a_ecrire.get("titre", proposition.titre):
        raise ValidationError({"titre": SANS_TITRE})
    debut, fin = (a_ecrire.get(nom, getattr(proposition, nom)) for nom in ("debut_le", "fin_le"))
    if debut and fin and fin < debut:
        raise ValidationError({"debut_le" if "debut_le" in a_ecrire else "fin_le": DATES})


def _poser(
    convive: Convive,
    tableau: TableauMartyr,
    proposition: Proposition,
    a_ecrire: Mapping[str, Any],
    demande: UUID,
) -> dict[str, int]:
    avant = {champ: en_texte(getattr(proposition, champ)) for champ in a_ecrire}
    apres = {champ: en_texte(valeur) for champ, valeur in a_ecrire.items()}
    versions = {champ: proposition.versions[champ] + 1 for champ in a_ecrire}
    for champ, valeur in a_ecrire.items():
        setattr(proposition, champ, valeur)
    proposition.versions |= versions
    proposition.save(update_fields=[*a_ecrire, "versions"])
    _tracer(
        convive,
        tableau,
        Geste.ECRITURE,
        demande,
        proposition,
        avant=avant,
        apres=apres,
        versions=versions,
    )
    return versions


@transaction.atomic
def ajouter(
    *,
    convive: Convive,
    tableau: TableauMartyr,
    preconisation: Preconisation,
    action: Proposition | None,
    titre: str,
    demande: UUID,
) -> Proposition:
    """A possible action under a recommendation, or a task under an `action`; `demande` is its identifier."""
    tableau = tenir(convive, tableau)
    if deja := Proposition.objects.filter(uuid=demande).first():
        if deja.tableau_id != tableau.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    if tableau.traits.filter(demande=demande).exists():  # another gesture than an addition
        raise ValidationError(DEJA_SERVI)
    if action is not None:
        action = _relire(action)
    freres = tableau.propositions.filter(preconisation=preconisation, action=action)
    if freres.filter(retiree_le=None).count() >= PROPOSITIONS_MAX:
        raise ValidationError(TROP)
    ordre = (freres.aggregate(dernier=Max("ordre"))["dernier"] or 0) + 1
    proposition = Proposition.objects.create(
        uuid=demande, tableau=tableau, preconisation=preconisation, action=action, ordre=ordre, titre=titre
    )
    _tracer(
        convive,
        tableau,
        Geste.AJOUT,
        demande,
        proposition,
        apres={"titre": titre},
        versions=dict.fromkeys(CHAMPS_ACTION, 1),
    )
    return proposition


@transaction.atomic
def deplacer(*, convive: Convive, proposition: Proposition, sens: int, demande: UUID) -> Proposition:
    """Move a line before (-1) or after (1) its neighbour; nothing at the end of the list."""
    tableau = tenir(convive, proposition.tableau)
    actuelle = _relire(proposition)
    if _deja(convive, tableau, demande) is not None:
        return actuelle
    voisine = _voisine(tableau, actuelle, sens)
    if voisine is not None:
        actuelle.ordre, voisine.ordre = voisine.ordre, actuelle.ordre
        for ligne in (actuelle, voisine):
            ligne.save(update_fields=["ordre"])
        _tracer(convive, tableau, Geste.DEPLACEMENT, demande, actuelle, voisine)
    return actuelle


def _voisine(tableau: TableauMartyr, proposition: Proposition, sens: int) -> Proposition | None:
    freres: models.QuerySet[Proposition] = tableau.propositions.filter(
        preconisation=proposition.preconisation_id, action=proposition.action_id, retiree_le=None
    )
    if sens < 0:
        return freres.filter(ordre__lt=proposition.ordre).order_by("-ordre").first()
    return freres.filter(ordre__gt=proposition.ordre).order_by("ordre").first()


@transaction.atomic
def retirer(*, convive: Convive, proposition: Proposition, demande: UUID) -> Proposition:
    """Take a line out; it can be put back by anybody. Harmless if it is already out."""
    tableau = tenir(convive, proposition.tableau)
    actuelle = Proposition.objects.select_related("action").get(pk=proposition.pk)
    if actuelle.retiree_le is None and _deja(convive, tableau, demande) is None:
        actuelle.retiree_le = timezone.now()
        actuelle.save(update_fields=["retiree_le"])
        _tracer(convive, tableau, Geste.RETRAIT, demande, actuelle)
    return actuelle


@transaction.atomic
def retablir(*, convive: Convive, proposition: Proposition, demande: UUID) -> Proposition:
    """Put a line back where it was, with its tasks. Harmless if it is there."""
    tableau = tenir(convive, proposition.tableau)
    actuelle = Proposition.objects.select_related("action").get(pk=proposition.pk)
    if actuelle.retiree_le is not None and _deja(convive, tableau, demande) is None:
        actuelle.retiree_le = None
        actuelle.save(update_fields=["retiree_le"])
        _tracer(convive, tableau, Geste.RETABLISSEMENT, demande, actuelle, *actuelle.taches.all())
    return actuelle
