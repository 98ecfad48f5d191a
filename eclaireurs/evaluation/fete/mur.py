"""The wall: all the evaluations of the collectivité, what is done, what is not and why, in a few queries.

What it shows of a dossier is seen by all the staff, so: a dossier that members may already read is on the
wall; a private one only where its pilots put it (`Affichage`), for this fête alone. Every screen and every
booklet reads through `dossiers`. People are never named: services are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from communs.dossiers.enums import OUVERTES_AUX_MEMBRES
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.querysets import DossierQuerySet
from communs.etats.models import Ligne
from eclaireurs.evaluation.fete.enums import EtatDecision
from eclaireurs.evaluation.fete.models import Affichage, Decision, Fete
from eclaireurs.evaluation.suivi.enums import PLANS_FIGES, EtatAction
from eclaireurs.evaluation.suivi.models import Action

EN_ROUTE = frozenset({EtatAction.RETENUE, EtatAction.EN_COURS})
# Verbs of the journal whose reason explains a state, for the states that need one.
RAISONS = {EtatAction.BLOQUEE: "suivi.action.bloquer", EtatAction.ABANDONNEE: "suivi.action.abandonner"}


def evaluations(fete: Fete) -> DossierQuerySet:
    """Every evaluation that the collectivité leads, on the wall or not."""
    return Dossier.objects.filter(
        collectivite=fete.collectivite_id, genre="evaluation", supprime_le=None, plan__isnull=False
    )


def dossiers(fete: Fete) -> DossierQuerySet:
    """Those that this wall may show."""
    mis = Affichage.objects.filter(fete=fete, dossier=OuterRef("pk"))
    return evaluations(fete).filter(Q(visibilite__in=OUVERTES_AUX_MEMBRES) | Q(Exists(mis)))


@dataclass(frozen=True)
class Pierre:
    """One action on the wall, why it stands where it stands, and what was decided of it that day."""

    action: Action
    raison: str
    en_retard: bool
    decisions: list[Decision]


@dataclass
class Pan:
    """One evaluation on the wall. `engage`: the committee has decided its plan, it may be shown."""

    dossier: Dossier
    engage: bool
    faites: list[Pierre] = field(default_factory=list)
    en_route: list[Pierre] = field(default_factory=list)
    bloquees: list[Pierre] = field(default_factory=list)
    abandonnees: list[Pierre] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.faites) + len(self.en_route) + len(self.bloquees) + len(self.abandonnees)

    @property
    def colonnes(self) -> list[tuple[str, str, list[Pierre]]]:
        """Key, title and actions, in the order in which one reads the wall."""
        return [
            ("faites", "Faites", self.faites),
            ("bloquees", "Bloquées", self.bloquees),
            ("en-route", "En route", self.en_route),
            ("abandonnees", "Abandonnées", self.abandonnees),
        ]


def lire(fete: Fete) -> list[Pan]:
    """The whole wall, in four queries whatever its size."""
    affiches = list(dossiers(fete).select_related("collectivite", "plan").order_by("titre", "pk"))
    pans = {d.plan.pk: Pan(d, d.plan.etat in PLANS_FIGES) for d in affiches}
    engages = [pk for pk, pan in pans.items() if pan.engage]
    actions = list(
        Action.objects.filter(plan__in=engages)
        .exclude(etat__in=[EtatAction.PROPOSEE, EtatAction.ECARTEE])
        .select_related("service", "preconisation")
        .order_by("plan", "preconisation__numero", "numero")
    )
    raisons = _raisons([pans[a.plan_id].dossier.uuid for a in actions if a.etat in RAISONS])
    decidees: dict[int | None, list[Decision]] = {}
    for decision in fete.decisions.filter(etat=EtatDecision.VALIDEE).avec_noms():
        decidees.setdefault(decision.action_id, []).append(decision)
    aujourdhui = timezone.localdate(timezone=fete.fuseau)
    for action in actions:
        pan = pans[action.plan_id]
        tard = action.etat in EN_ROUTE and action.fin_le is not None and action.fin_le < aujourdhui
        raison = raisons.get((action.uuid, RAISONS.get(EtatAction(action.etat), "")), "")
        _ranger(pan, Pierre(action, raison, tard, decidees.get(action.pk, [])))
    return list(pans.values())


def _ranger(pan: Pan, pierre: Pierre) -> None:
    colonne = {
        EtatAction.FAITE: pan.faites,
        EtatAction.BLOQUEE: pan.bloquees,
        EtatAction.ABANDONNEE: pan.abandonnees,
    }.get(EtatAction(pierre.action.etat), pan.en_route)
    colonne.append(pierre)


def _raisons(portees: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    """The latest reason given for each action and verb. Only shown: no rule reads the journal."""
    lignes = (
        Ligne.objects.filter(portee__in=set(portees), sujet="evaluation.action", verbe__in=RAISONS.values())
        .order_by("reference", "verbe", "-pk")
        .distinct("reference", "verbe")
    )
    return {(ligne.reference, ligne.verbe): ligne.parametres.get("motif", "") for ligne in lignes}


@dataclass(frozen=True)
class Compte:
    """The figures above the wall."""

    evaluations: int
    faites: int
    en_route: int
    bloquees: int
    abandonnees: int
    decisions: int


def compter(pans: list[Pan]) -> Compte:
    return Compte(
        evaluations=len(pans),
        faites=sum(len(p.faites) for p in pans),
        en_route=sum(len(p.en_route) for p in pans),
        bloquees=sum(len(p.bloquees) for p in pans),
        abandonnees=sum(len(p.abandonnees) for p in pans),
        decisions=sum(len(pierre.decisions) for p in pans for _, _, c in p.colonnes for pierre in c),
    )


def actions_a_debattre(fete: Fete) -> list[Action]:
    """The actions of the wall that a session may speak of, with their evaluation: one query and a half."""
    return list(
        Action.objects.filter(plan__dossier__in=dossiers(fete), plan__etat="arrete")
        .filter(etat__in=[*EN_ROUTE, EtatAction.BLOQUEE])
        .select_related("plan__dossier", "preconisation")
        .order_by("plan__dossier__titre", "preconisation__numero", "numero")
    )


def prives_que_pilote(fete: Fete, compte_id: int) -> list[tuple[Dossier, datetime | None]]:
    """The private evaluations that this person organises, and since when each is on the wall."""
    siens = Participant.objects.pilotes().filter(dossier=OuterRef("pk"), compte=compte_id)
    prives = evaluations(fete).exclude(visibilite__in=OUVERTES_AUX_MEMBRES).filter(Exists(siens))
    mis = dict(Affichage.objects.filter(fete=fete).values_list("dossier", "cree_le"))
    return [(d, mis.get(d.pk)) for d in prives.select_related("collectivite").order_by("titre", "pk")]
