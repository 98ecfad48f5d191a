"""Undoing the last gesture: by its author, once, and only while nobody has touched those rows since."""

import json
from collections.abc import Iterable, Mapping
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
from communs.etats.services import enregistrer, verrouiller
from eclaireurs.evaluation.suivi import rappels
from eclaireurs.evaluation.suivi.amendements import amendement, est_fige, prevu
from eclaireurs.evaluation.suivi.enums import EtatAction
from eclaireurs.evaluation.suivi.models import Action, Amendement, GesteAnnulable, Plan, Planifie, Tache

SORTES: dict[str, type[Planifie]] = {"actions": Action, "taches": Tache}
DECIDES = frozenset({EtatAction.PROPOSEE, EtatAction.RETENUE, EtatAction.ECARTEE})
DEJA = "Ce geste est déjà annulé."
CHANGE = "Quelqu’un a modifié la même chose depuis : l’annulation n’a rien changé."
AUTRE_ETAPE = "Le plan a changé d’étape depuis : l’annulation n’a rien changé."


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
    """Put everything back as it was before. ValidationError (a French sentence) when it no longer can."""
    autoriser(identite, "suivi.annuler", geste)
    plan = verrouiller(geste.plan)
    geste = verrouiller(geste)
    if geste.defait_le is not None:
        raise ValidationError(DEJA)
    if plan.etat != geste.etape:
        raise ValidationError(AUTRE_ETAPE)
    amendements = [_remettre(identite, plan, note, geste.libelle) for note in geste.avant]
    amendements += _recreer(identite, plan, geste)
    if est_fige(plan):
        Amendement.objects.bulk_create([a for a in amendements if a is not None])
    _rappeler(plan, geste)
    geste.defait_le = timezone.now()
    geste.save(update_fields=["defait_le"])
    journal.consigner(identite=identite, verbe="suivi.annuler", objet=plan, libelle=geste.libelle)
    return geste


def _remettre(identite: Identite, plan: Plan, note: Mapping[str, Any], libelle: str) -> Amendement | None:
    """Put one row back to what it was; the amendment that says so, where it undoes something planned."""
    modele = SORTES[note["sorte"]]
    ligne = modele._base_manager.select_for_update(of=("self",)).filter(uuid=note["uuid"]).first()
    if ligne is None or ligne.version != note["version"]:
        raise ValidationError(CHANGE)
    decision = note["champs"] is not None and _est_une_decision(ligne, note["champs"])
    autoriser(identite, "suivi.arbitrer" if decision else "suivi.noter", ligne)
    avant = _decide(ligne) if decision else prevu(ligne)
    motif = f"Annulation : {libelle}"
    if note["champs"] is None:
        autoriser(identite, "suivi.preparer", ligne)
        if isinstance(ligne, Action) and ligne.taches.exists():
            raise ValidationError(CHANGE)
        rappels.taire([ligne])
        ligne.delete()
        return amendement(identite=identite, plan=plan, ligne=ligne, avant=avant, apres={}, motif=motif)
    for nom, valeur in note["champs"].items():
        setattr(ligne, nom, _valeur(modele, nom, valeur))
    enregistrer(ligne, *note["champs"])
    ligne.refresh_from_db(fields=["service", "responsable"])
    apres = _decide(ligne) if decision else prevu(ligne)
    changes = [nom for nom in avant if avant[nom] != apres[nom]]
    if not changes:
        return None
    if not decision:
        autoriser(identite, "suivi.preparer", ligne)
    return amendement(
        identite=identite,
        plan=plan,
        ligne=ligne,
        avant={nom: avant[nom] for nom in changes},
        apres={nom: apres[nom] for nom in changes},
        motif=motif,
    )


def _est_une_decision(ligne: Planifie, champs: Mapping[str, Any]) -> bool:
    """Whether the gesture was the committee's choice of an action."""
    return (
        isinstance(ligne, Action) and champs["etat"] != ligne.etat and {champs["etat"], ligne.etat} <= DECIDES
    )


def _decide(ligne: Planifie) -> dict[str, str]:
    return {"etat": str(ligne.etat)}  # type: ignore[attr-defined]


def _valeur(modele: type[models.Model], nom: str, valeur: Any) -> Any:
    """A stored value as its column takes it; nothing where the row it named has gone since."""
    champ = modele._meta.get_field(nom)
    if valeur is not None and champ.is_relation:
        voulue = champ.related_model._base_manager.filter(pk=valeur)  # type: ignore[union-attr]
        return valeur if voulue.exists() else None
    return champ.to_python(valeur)  # type: ignore[union-attr]


def _recreer(identite: Identite, plan: Plan, geste: GesteAnnulable) -> list[Amendement | None]:
    """Bring back the deleted rows, at the end where their number was given to others."""
    if geste.supprimes:
        autoriser(identite, "suivi.preparer", plan)
    amendements: list[Amendement | None] = []
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
                    motif=f"Annulation : {geste.libelle}",
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
