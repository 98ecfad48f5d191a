"""What the tracking table tells `communs.echeances`: who is reminded of what, and when."""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet

from communs.dossiers.models import Dossier
from communs.echeances import services as echeances
from communs.echeances.genres import Entree, Genre, inscrire
from eclaireurs.evaluation.suivi.enums import ACTIONS_DELAISSEES, EtatAction, EtatPlan, EtatTache
from eclaireurs.evaluation.suivi.models import Action, Plan, Planifie, Tache

GENRE = "evaluation.suivi"


def _entree(dossier: Dossier, plan: Plan, ligne: Planifie) -> Entree:
    """A line as it is to be reminded: only in a plan under way, in an action that was kept."""
    tache = ligne if isinstance(ligne, Tache) else None
    action = tache.action if tache else ligne
    suivie = plan.etat == EtatPlan.ARRETE and action.etat not in ACTIONS_DELAISSEES  # type: ignore[attr-defined]
    if tache and tache.etat == EtatTache.ABANDONNEE:
        suivie = False
    if not tache and action.etat == EtatAction.FAITE:  # type: ignore[attr-defined]
        suivie = False
    sorte = "taches" if tache else "actions"
    return Entree(
        reference=ligne.uuid,
        libelle=f"{ligne.code} {ligne.titre}",
        adresse=dossier.adresse("evaluation:ligne", sorte, ligne.uuid),
        le=ligne.fin_le if suivie else None,
        responsable=ligne.responsable_id,
        faite_le=tache.finie_le if tache else None,
    )


def dire(plan: Plan, lignes: Iterable[Planifie]) -> None:
    """Bring the reminders of these lines, and of the tasks of these actions, up to date."""
    lignes = list(lignes)
    actions = [ligne.pk for ligne in lignes if isinstance(ligne, Action)]
    taches = [ligne.pk for ligne in lignes if isinstance(ligne, Tache)]
    _dire(plan, _actions(plan).filter(pk__in=actions), _taches(plan, taches, actions))


def dire_tout(plan: Plan) -> None:
    """The plan itself has changed stage."""
    _dire(
        plan, _actions(plan), Tache.objects.filter(action__plan=plan).select_related("action__preconisation")
    )


def _actions(plan: Plan) -> QuerySet[Action]:
    return plan.actions.select_related("preconisation").order_by("pk")


def _taches(plan: Plan, taches: Sequence[int], actions: Sequence[int]) -> QuerySet[Tache]:
    siennes = Tache.objects.filter(action__plan=plan).select_related("action__preconisation")
    return siennes.filter(pk__in=taches) | siennes.filter(action__in=actions)


def _dire(plan: Plan, actions: Iterable[Action], taches: Iterable[Tache]) -> None:
    dossier = Dossier.objects.select_related("collectivite").get(pk=plan.dossier_id)
    entrees = [_entree(dossier, plan, ligne) for ligne in (*actions, *taches)]
    echeances.inscrire_plusieurs(genre=GENRE, dossier=dossier, entrees=entrees)


def taire(lignes: Iterable[Planifie]) -> None:
    """These lines are gone."""
    echeances.retirer(genre=GENRE, references=[ligne.uuid for ligne in lignes])


def recompter() -> Iterator[tuple[int, Entree]]:
    """What the reminders must be, from the plans themselves."""
    plans = Plan.objects.filter(etat=EtatPlan.ARRETE).select_related("dossier__collectivite").order_by("pk")
    for plan in plans:
        taches = Tache.objects.filter(action__plan=plan).select_related("action__preconisation")
        for ligne in (*_actions(plan), *taches.order_by("pk")):
            yield plan.dossier_id, _entree(plan.dossier, plan, ligne)


TACHE_DE_SUIVI = inscrire(Genre(cle=GENRE, nom="tâche", recompter=recompter))
