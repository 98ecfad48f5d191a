"""Undoing the last gesture: by its author, once, and only while nobody has touched those rows since."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from eclaireurs.evaluation.suivi import rappels
from eclaireurs.evaluation.suivi.amendements import amendement, est_fige, prevu
from eclaireurs.evaluation.suivi.enums import EtatAction
from eclaireurs.evaluation.suivi.models import Action, Amendement, GesteAnnulable, Plan, Planifie, Tache

SORTES: dict[str, type[Planifie]] = {"actions": Action, "taches": Tache}
DECIDES = frozenset({EtatAction.PROPOSEE, EtatAction.RETENUE, EtatAction.ECARTEE})
DEJA = "Ce geste est déjà annulé."
CHANGE = "Quelqu’un a modifié la même chose depuis : l’annulation n’a rien changé."
AUTRE_ETAPE = "Le plan a changé d’étape depuis : l’annulation n’a rien changé."


def sorte_de(ligne: Planifie) -> str:
    return "actions" if isinstance(ligne, Action) else "taches"


def champs_ecrits(ligne: Planifie) -> tuple[str, ...]:
    """What a gesture may write, by column."""
    communs = ("titre", "service_id", "responsable_id", "debut_le", "fin_le", "note", "etat")
    return (
        (*communs, "description", "rang")
        if isinstance(ligne, Action)
        else (
            *communs,
            "avancement",
            "finie_le",
        )
    )


@dataclass(frozen=True)
class Trace:
    """A row before the gesture; `noter` says what the gesture left of it."""

    ligne: Planifie
    champs: Mapping[str, Any] | None  # None: the row is new

    @classmethod
    def de(cls, ligne: Planifie) -> "Trace":
        return cls(ligne, {nom: getattr(ligne, nom) for nom in champs_ecrits(ligne)})

    def noter(self, version: int) -> dict[str, Any]:
        return {
            "sorte": sorte_de(self.ligne),
            "uuid": str(self.ligne.uuid),
            "version": version,
            "champs": dict(self.champs) if self.champs is not None else None,
        }


def retenir(
    *,
    identite: Identite,
    plan: Plan,
    libelle: str,
    avant: Iterable[dict[str, Any]] = (),
    supprimes: Iterable[models.Model] = (),
) -> GesteAnnulable:
    """Keep what it takes to undo this, in the caller's transaction."""
    encodeur = DjangoJSONEncoder()
    return GesteAnnulable.objects.create(
        plan=plan,
        compte=identite.personne,
        libelle=libelle[:300],
        etape=plan.etat,
        avant=json.loads(encodeur.encode(list(avant))),
        supprimes=json.loads(serializers.serialize("json", supprimes)),
    )


@transaction.atomic
def annuler(*, identite: Identite, geste: GesteAnnulable) -> GesteAnnulable:
    """Put everything back as it was before. ValidationError (a French sentence) when it no longer can.

    A constant number of queries for the rows that were changed, however many.
    """
    autoriser(identite, "suivi.annuler", geste)
    plan = verrouiller(geste.plan)
    geste = verrouiller(geste)
    if geste.defait_le is not None:
        raise ValidationError(DEJA)
    if plan.etat != geste.etape:
        raise ValidationError(AUTRE_ETAPE)
    motif = f"Annulation : {geste.libelle}"
    amendements = _reposer(identite, plan, [n for n in geste.avant if n["champs"] is not None], motif)
    amendements += [_enlever(identite, plan, note, motif) for note in geste.avant if note["champs"] is None]
    amendements += _recreer(identite, plan, geste)
    if est_fige(plan):
        Amendement.objects.bulk_create(amendements)
    _rappeler(plan, geste)
    geste.defait_le = timezone.now()
    geste.save(update_fields=["defait_le"])
    journal.consigner(identite=identite, verbe="suivi.annuler", objet=plan, libelle=geste.libelle)
    return geste


Notes = Sequence[Mapping[str, Any]]


def _verrouillees(plan: Plan, notes: Notes) -> list[Planifie]:
    """The rows of these notes, in their order, locked; ValidationError unless they are as they were left."""
    trouvees: dict[str, Planifie] = {}
    for sorte, modele in SORTES.items():
        parents = ("preconisation",) if modele is Action else ("action__preconisation", "action__responsable")
        lignes = modele._base_manager.select_for_update(of=("self",)).select_related(
            *parents, "service", "responsable"
        )
        uuids = [note["uuid"] for note in notes if note["sorte"] == sorte]
        trouvees |= {str(ligne.uuid): ligne for ligne in lignes.filter(uuid__in=uuids).order_by("pk")}
    for note in notes:
        ligne = trouvees.get(note["uuid"])
        if ligne is None or ligne.version != note["version"]:
            raise ValidationError(CHANGE)
        (ligne.action if isinstance(ligne, Tache) else ligne).plan = plan  # type: ignore[attr-defined]
    return [trouvees[note["uuid"]] for note in notes]


def _reposer(identite: Identite, plan: Plan, notes: Notes, motif: str) -> list[Amendement]:
    """Put changed rows back to what they were; the amendments that undo what was planned."""
    lignes = _verrouillees(plan, notes)
    if not lignes:
        return []
    prepare = identite.peut("suivi.preparer", plan)
    anciens = _anciens(notes)
    auteur, amendements, touches = Acteur.objects.de(identite.personne), [], set()
    for ligne, note in zip(lignes, notes, strict=True):
        decision = _est_une_decision(ligne, note["champs"])
        if decision or not prepare:
            autoriser(identite, "suivi.arbitrer" if decision else "suivi.noter", ligne)
        lu = _decide if decision else prevu
        avant = lu(ligne)
        for nom, valeur in note["champs"].items():
            champ: Any = type(ligne)._meta.get_field(nom)
            valeur = anciens[champ.name].get(valeur) if champ.is_relation else champ.to_python(valeur)
            if getattr(ligne, champ.name) != valeur:
                setattr(ligne, champ.name, valeur)
                touches.add((type(ligne), champ.name))
        apres = lu(ligne)
        changes = [nom for nom in avant if avant[nom] != apres[nom]]
        if changes and not decision and not prepare:
            autoriser(identite, "suivi.preparer", plan)
        if changes:
            commun: dict[str, Any] = {"identite": identite, "plan": plan, "motif": motif, "auteur": auteur}
            avant, apres = ({nom: de[nom] for nom in changes} for de in (avant, apres))
            amendements.append(amendement(**commun, ligne=ligne, avant=avant, apres=apres))
    _ecrire(lignes, touches)
    return amendements


def _anciens(notes: Notes) -> dict[str, dict[Any, Any]]:
    """The services and people that these rows named, by key; those that have gone since name nobody."""
    lus = {}
    for nom in ("service", "responsable"):
        modele: Any = Action._meta.get_field(nom).related_model
        cles = {note["champs"][f"{nom}_id"] for note in notes} - {None}
        lus[nom] = modele._base_manager.in_bulk(cles)
    return lus


def _ecrire(lignes: Sequence[Planifie], touches: set[tuple[type[Planifie], str]]) -> None:
    for ligne in lignes:
        ligne.version += 1
    for modele in SORTES.values():
        siennes = [ligne for ligne in lignes if isinstance(ligne, modele)]
        champs = [nom for sorte, nom in touches if sorte is modele]
        if siennes:
            modele._base_manager.bulk_update(siennes, [*sorted(champs), "version"], batch_size=500)


def _enlever(identite: Identite, plan: Plan, note: Mapping[str, Any], motif: str) -> Amendement:
    """Take out a row that the gesture had added."""
    (ligne,) = _verrouillees(plan, [note])
    autoriser(identite, "suivi.preparer", plan)
    if isinstance(ligne, Action) and ligne.taches.exists():
        raise ValidationError(CHANGE)
    avant = prevu(ligne)
    rappels.taire([ligne])
    ligne.delete()
    return amendement(identite=identite, plan=plan, ligne=ligne, avant=avant, apres={}, motif=motif)


def _est_une_decision(ligne: Planifie, champs: Mapping[str, Any]) -> bool:
    """Whether the gesture was the committee's choice of an action."""
    return (
        isinstance(ligne, Action) and champs["etat"] != ligne.etat and {champs["etat"], ligne.etat} <= DECIDES
    )


def _decide(ligne: Planifie) -> dict[str, str]:
    return {"etat": str(ligne.etat)}  # type: ignore[attr-defined]


def _valeur(modele: type[models.Model], nom: str, valeur: Any) -> Any:
    """A stored key as its column takes it; nothing where the row it named has gone since."""
    champ = modele._meta.get_field(nom)
    if valeur is not None and champ.is_relation:
        voulue = champ.related_model._base_manager.filter(pk=valeur)  # type: ignore[union-attr]
        return valeur if voulue.exists() else None
    return champ.to_python(valeur)  # type: ignore[union-attr]


def _recreer(identite: Identite, plan: Plan, geste: GesteAnnulable) -> list[Amendement]:
    """Bring back the deleted rows, at the end where their number was given to others."""
    if geste.supprimes:
        autoriser(identite, "suivi.preparer", plan)
    amendements: list[Amendement] = []
    for revenu in serializers.deserialize("python", geste.supprimes):
        objet = revenu.object
        for champ in objet._meta.concrete_fields:
            if champ.null and champ.is_relation:
                setattr(objet, champ.attname, _valeur(type(objet), champ.name, getattr(objet, champ.attname)))
        if isinstance(objet, Planifie):
            _renumeroter(objet)
        revenu.save()
        if isinstance(objet, Planifie):
            amendements.append(
                amendement(
                    identite=identite,
                    plan=plan,
                    ligne=objet,
                    avant={},
                    apres=prevu(objet),
                    motif=f"Annulation : {geste.libelle}",
                )
            )
    return amendements


def _rappeler(plan: Plan, geste: GesteAnnulable) -> None:
    """Reminders follow the lines that came back."""
    uuids = [note["uuid"] for note in geste.avant]
    uuids += [objet["fields"]["uuid"] for objet in geste.supprimes if "uuid" in objet["fields"]]
    actions = plan.actions.filter(uuid__in=uuids).order_by("pk")
    taches = Tache.objects.filter(action__plan=plan, uuid__in=uuids).order_by("pk")
    rappels.dire(plan, [*actions, *taches])


def _renumeroter(ligne: Planifie) -> None:
    freres = (
        Action.objects.filter(preconisation=ligne.preconisation_id)
        if isinstance(ligne, Action)
        else Tache.objects.filter(action=ligne.action_id)  # type: ignore[attr-defined]
    )
    if freres.filter(numero=ligne.numero).exists():
        ligne.numero = (freres.aggregate(m=Max("numero"))["m"] or 0) + 1


def purger() -> int:
    """Forget the gestures that nobody can undo any more."""
    return GesteAnnulable.objects.perimes().delete()[0]
