"""Reading the tracking table: one screen of it costs the same whatever the plan holds.

A light list of keys says which lines there are and in which order; only one screen of them is read
in full.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Avg, Count, Q
from django.utils import timezone

from communs.collectivites.identite import Identite
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi.enums import ACTIONS_HORS_JEU, TACHES_FINIES, EtatAction, EtatPlan, EtatTache
from eclaireurs.evaluation.suivi.filtres import FiltreForm
from eclaireurs.evaluation.suivi.models import Action, Plan, Planifie, Remarque, Tache

LIGNES_PAR_ECRAN = 50
ICONES = {
    EtatAction.PROPOSEE: "info",
    EtatAction.RETENUE: "attente",
    EtatAction.ECARTEE: "fermer",
    EtatTache.A_FAIRE: "attente",
    EtatTache.EN_COURS: "fleche",
    EtatTache.BLOQUEE: "attention",
    EtatTache.FAITE: "succes",
    EtatTache.ABANDONNEE: "fermer",
}


@dataclass(frozen=True)
class Cle:
    """A line, light: which one, where it stands."""

    sorte: str
    pk: int
    ordre: tuple[int, int, int]  # recommendation, action, task
    service: str = ""
    personne: int | None = None
    fin_le: date | None = None


@dataclass
class Regard:
    """Who reads the plan, and when: what every line of one screen needs to know, asked once."""

    plan: Plan
    identite: Identite

    @cached_property
    def aujourdhui(self) -> date:
        return timezone.localdate(timezone=self.plan.dossier.fuseau)

    @cached_property
    def nomme(self) -> bool:
        return self.identite.peut("dossiers.voir_les_personnes", self.plan)

    @cached_property
    def participe(self) -> bool:
        return self.identite.peut("suivi.remarquer", self.plan)

    @cached_property
    def prepare(self) -> bool:
        return self.identite.peut("suivi.preparer", self.plan)

    def ligne(self, objet: Planifie) -> "Ligne":
        return Ligne(objet, self)


@dataclass
class Ligne:
    """One action or task as this reader sees it."""

    objet: Planifie
    regard: Regard
    faites: int = 0
    total: int = 0
    avance: int = 0

    @property
    def est_une_action(self) -> bool:
        return isinstance(self.objet, Action)

    @property
    def sorte(self) -> str:
        return "actions" if self.est_une_action else "taches"

    @property
    def icone(self) -> str:
        return ICONES[self.objet.etat]  # type: ignore[attr-defined]

    @property
    def modifiable(self) -> bool:
        return self.regard.prepare or self.regard.identite.peut("suivi.noter", self.objet)

    @property
    def en_retard(self) -> bool:
        objet = self.objet
        if self.regard.plan.etat != EtatPlan.ARRETE or objet.fin_le is None:
            return False
        action = objet if isinstance(objet, Action) else objet.action  # type: ignore[attr-defined]
        finie = action.etat in ACTIONS_HORS_JEU or objet.etat in TACHES_FINIES  # type: ignore[attr-defined]
        return not finie and objet.fin_le < self.regard.aujourdhui

    @property
    def jours(self) -> int:
        """How many days late."""
        return (self.regard.aujourdhui - self.objet.fin_le).days  # type: ignore[operator]


@dataclass
class Groupe:
    """Lines under one heading; `preconisation` in the table, only a title in the other views."""

    titre: str
    preconisation: Preconisation | None = None
    remarques: list[Remarque] = field(default_factory=list)
    actions: list[tuple[Ligne, list[Ligne]]] = field(default_factory=list)
    lignes: list[Ligne] = field(default_factory=list)
    suite: bool = False


def cles(plan: Plan, filtre: FiltreForm, regard: Regard) -> list[Cle]:
    """Every line that the filters keep, in the order of the view."""
    trouvees = [*_cles_des_actions(plan, filtre, regard), *_cles_des_taches(plan, filtre, regard)]
    if not filtre.ordre:
        if not filtre.choisis():
            trouvees += [
                Cle("preconisations", pk, (numero, 0, 0))
                for pk, numero in plan.dossier.rapport.preconisations.values_list("pk", "numero")
            ]
        return sorted(trouvees, key=lambda cle: cle.ordre)
    if filtre.ordre == "service":
        return sorted(trouvees, key=lambda c: (not c.service, _rang(c.service), c.ordre))
    lointain = date.max
    if filtre.ordre == "personne":
        return sorted(
            trouvees, key=lambda c: (c.personne is None, c.personne or 0, c.fin_le or lointain, c.ordre)
        )
    return sorted(trouvees, key=lambda c: (c.fin_le or lointain, c.ordre))


def _rang(texte: str) -> str:
    """French order, near enough: accents and case put aside."""
    return unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().casefold()


COMMUNS = ("service__nom", "responsable", "fin_le")


def _cles_des_actions(plan: Plan, filtre: FiltreForm, regard: Regard) -> Iterator[Cle]:
    actions = filtre.filtrer(plan.actions.order_by(), regard.aujourdhui)
    colonnes = ("pk", "preconisation__numero", "numero", *COMMUNS)
    for pk, preconisation, numero, service, personne, fin_le in actions.values_list(*colonnes):
        yield Cle("actions", pk, (preconisation, numero, 0), service or "", personne, fin_le)


def _cles_des_taches(plan: Plan, filtre: FiltreForm, regard: Regard) -> Iterator[Cle]:
    taches = filtre.filtrer(Tache.objects.filter(action__plan=plan).order_by(), regard.aujourdhui)
    colonnes = ("pk", "action__preconisation__numero", "action__numero", "numero", *COMMUNS)
    for pk, preconisation, action, numero, service, personne, fin_le in taches.values_list(*colonnes):
        yield Cle("taches", pk, (preconisation, action, numero), service or "", personne, fin_le)


def ecran(plan: Plan, filtre: FiltreForm, regard: Regard, page: str | None) -> tuple[Page, list[Groupe]]:
    """One screen: its page of keys and the groups to draw."""
    feuille = Paginator(cles(plan, filtre, regard), LIGNES_PAR_ECRAN).get_page(page)
    lues = list(feuille.object_list)
    actions, taches = _lire(plan, lues)
    if not filtre.ordre:
        return feuille, _par_preconisation(regard, lues, actions, taches)
    return feuille, _par_titre(regard, filtre.ordre, lues, actions, taches)


def _lire(plan: Plan, lues: list[Cle]) -> tuple[dict[int, Action], dict[int, Tache]]:
    """The actions and tasks of these keys, and the actions that head them: two queries."""
    pk_taches = [cle.pk for cle in lues if cle.sorte == "taches"]
    par_pk = {tache.pk: tache for tache in Tache.objects.filter(pk__in=pk_taches).avec_noms()}
    voulues = {cle.pk for cle in lues if cle.sorte == "actions"} | {t.action_id for t in par_pk.values()}
    actions: dict[int, Action] = {
        a.pk: a
        for a in plan.actions.filter(pk__in=voulues)
        .avec_noms()
        .select_related("preconisation")
        .annotate(
            faites=Count("taches", filter=Q(taches__etat__in=TACHES_FINIES)),
            total=Count("taches"),
            moyenne=Avg("taches__avancement", filter=~Q(taches__etat=EtatTache.ABANDONNEE)),
        )
    }
    for tache in par_pk.values():
        tache.action = actions[tache.action_id]
    return actions, par_pk


def ligne_d_action(regard: Regard, action: Action) -> Ligne:
    """An action with the progress of its tasks, read with it."""
    return Ligne(
        action,
        regard,
        faites=action.faites,  # type: ignore[attr-defined]
        total=action.total,  # type: ignore[attr-defined]
        avance=round(action.moyenne or 0),  # type: ignore[attr-defined]
    )


def relire(regard: Regard, objet: Planifie) -> tuple[Ligne, Ligne]:
    """A line as the table shows it, and the action it belongs to: two queries at most."""
    sorte, rien = ("actions" if isinstance(objet, Action) else "taches"), (0, 0, 0)
    actions, taches = _lire(regard.plan, [Cle(sorte, objet.pk, rien)])
    if isinstance(objet, Action):
        action = ligne_d_action(regard, actions[objet.pk])
        return action, action
    tache = taches[objet.pk]
    return regard.ligne(tache), ligne_d_action(regard, tache.action)


def _par_preconisation(
    regard: Regard, lues: list[Cle], actions: dict[int, Action], taches: dict[int, Tache]
) -> list[Groupe]:
    rapport = regard.plan.dossier.rapport
    numeros = {cle.ordre[0] for cle in lues}
    preconisations = {p.numero: p for p in rapport.preconisations.filter(numero__in=numeros)}
    groupes = {n: Groupe(titre=p.titre, preconisation=p) for n, p in sorted(preconisations.items())}
    if lues and lues[0].sorte != "preconisations":
        groupes[lues[0].ordre[0]].suite = lues[0].ordre[1:] > (1, 0)
    _poser_les_remarques(regard, groupes.values())
    ouvertes: dict[int, list[Ligne]] = {}
    for cle in lues:
        if cle.sorte == "preconisations":
            continue
        tache = taches[cle.pk] if cle.sorte == "taches" else None
        action = tache.action if tache else actions[cle.pk]
        if action.pk not in ouvertes:
            ouvertes[action.pk] = []
            groupes[cle.ordre[0]].actions.append((ligne_d_action(regard, action), ouvertes[action.pk]))
        if tache:
            ouvertes[action.pk].append(regard.ligne(tache))
    return list(groupes.values())


def _poser_les_remarques(regard: Regard, groupes: Iterable[Groupe]) -> None:
    par_pk = {g.preconisation.pk: g for g in groupes if g.preconisation}
    remarques = Remarque.objects.filter(plan=regard.plan, preconisation__in=par_pk)
    for remarque in remarques.select_related("auteur__compte"):
        par_pk[remarque.preconisation_id].remarques.append(remarque)


def _par_titre(
    regard: Regard, vue: str, lues: list[Cle], actions: dict[int, Action], taches: dict[int, Tache]
) -> list[Groupe]:
    groupes: list[Groupe] = []
    for cle in lues:
        objet: Planifie = taches[cle.pk] if cle.sorte == "taches" else actions[cle.pk]
        titre = _titre(vue, regard, objet)
        if not groupes or groupes[-1].titre != titre:
            groupes.append(Groupe(titre=titre))
        ligne = ligne_d_action(regard, objet) if isinstance(objet, Action) else regard.ligne(objet)
        groupes[-1].lignes.append(ligne)
    return groupes


def _titre(vue: str, regard: Regard, objet: Planifie) -> str:
    if vue == "service":
        return objet.service.nom if objet.service else "Sans service"
    if vue == "personne":
        if objet.responsable is None:
            return "Personne encore"
        return "À réattribuer" if objet.a_reattribuer else objet.responsable.nom_affiche
    if objet.fin_le is None:
        return "Sans date"
    return "En retard de plus de 30 jours" if (regard.aujourdhui - objet.fin_le).days > 30 else "En retard"


def bilan(plan: Plan, regard: Regard) -> dict[str, int]:
    """The figures at the head of the table, over the whole plan: one query."""
    retard = Q(fin_le__lt=regard.aujourdhui) & ~Q(etat__in=TACHES_FINIES)
    if plan.etat != EtatPlan.ARRETE:
        retard &= Q(pk=None)
    return (
        Tache.objects.filter(action__plan=plan)
        .exclude(action__etat__in={EtatAction.ECARTEE, EtatAction.ABANDONNEE})
        .aggregate(
            total=Count("pk"),
            faites=Count("pk", filter=Q(etat=EtatTache.FAITE)),
            bloquees=Count("pk", filter=Q(etat=EtatTache.BLOQUEE)),
            en_retard=Count("pk", filter=retard & ~Q(action__etat__in=ACTIONS_HORS_JEU)),
        )
    )
