"""Reading the tableau: whole, or only what changed since an instant of its clock. Constant queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID, uuid4

from django.db.models import QuerySet

from communs.collectivites.calculs import aplatir, arbre
from communs.dossiers.models import Dossier
from communs.etats.models import PERSONNE_EFFACEE
from eclaireurs.evaluation.conclave.models import Convocation
from eclaireurs.evaluation.conclave.portes import Convive
from eclaireurs.evaluation.conclave.tableau.enums import EtatTableau
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr, Trait
from eclaireurs.evaluation.conclave.tableau.presence import Present
from eclaireurs.evaluation.conclave.tableau.saisies import LIBELLES, en_clair
from eclaireurs.evaluation.conclave.tableau.services import peut_ecrire
from eclaireurs.evaluation.rapport.models import Preconisation


@dataclass
class ActionLue:
    """A proposed action with its tasks."""

    objet: Proposition
    taches: list[Proposition] = field(default_factory=list)


@dataclass
class Section:
    """A recommendation, and what the room proposes to answer it."""

    preconisation: Preconisation
    actions: list[ActionLue] = field(default_factory=list)


class Regard:
    """The tableau as one person sees it."""

    def __init__(
        self,
        tableau: TableauMartyr,
        convive: Convive,
        presents: Iterable[Present] = (),
        *,
        partage: bool = False,
    ) -> None:
        self.partage = partage  # made for everybody: no token, no name of a gesture
        self.tableau, self.convive = tableau, convive
        self.presents = list(presents)
        self.ecrit = peut_ecrire(convive, tableau)
        # While it is being prepared, only those who prepare it see it.
        self.lit = convive.anime or tableau.etat != EtatTableau.PREPARATION

    @cached_property
    def services(self) -> list[tuple[int, str]]:
        """The services of the collectivité, as a tree drawn in the list (one query)."""
        rangs = aplatir(arbre(self.tableau.dossier.collectivite.services.order_by("nom")))
        return [(n.service.pk, "— " * n.profondeur + n.service.nom) for n in rangs]

    @property
    def demande(self) -> UUID | str:
        """The name of a gesture not yet made: a new one each time it is asked."""
        return "" if self.partage else uuid4()

    @property
    def ailleurs(self) -> list[Present]:
        """The others, where they are."""
        return [p for p in self.presents if p.cle != str(self.convive.cle)]


def _lignes(tableau: TableauMartyr) -> QuerySet[Proposition]:
    lignes = tableau.propositions.select_related("preconisation", "service", "action")
    return lignes.order_by("preconisation__numero", "ordre", "pk")


def preconisations(tableau: TableauMartyr) -> list[Preconisation]:
    return list(tableau.dossier.rapport.preconisations.prefetch_related("services").order_by("numero"))


def sections(tableau: TableauMartyr, lesquelles: Iterable[Preconisation]) -> list[Section]:
    """These recommendations, with the lines that are not taken out."""
    par_preconisation = {p.pk: Section(p) for p in lesquelles}
    par_action: dict[int, ActionLue] = {}
    presentes = [ligne for ligne in _lignes(tableau) if ligne.visible]
    for ligne in presentes:
        section = par_preconisation.get(ligne.preconisation_id)
        if section is not None and not ligne.est_une_tache:
            par_action[ligne.pk] = ActionLue(ligne)
            section.actions.append(par_action[ligne.pk])
    for ligne in presentes:
        if ligne.action_id in par_action:
            par_action[ligne.action_id].taches.append(ligne)
    return list(par_preconisation.values())


def retirees(tableau: TableauMartyr) -> list[Proposition]:
    """The lines that were taken out by themselves, latest first: what can be put back."""
    sorties = tableau.propositions.filter(retiree_le__isnull=False, versee_le=None)
    return list(sorties.select_related("preconisation", "action").order_by("-retiree_le", "pk"))


DERNIERES = 4  # lines that a wall shows beside the count of each recommendation


def dernieres(tableau: TableauMartyr) -> list[Proposition]:
    """What was written last, latest first, whether an action or a task."""
    return [o for o in _lignes(tableau).order_by("-pas", "-pk")[: DERNIERES * 4] if o.visible][:DERNIERES]


@dataclass
class Changements:
    """What is new since an instant: lines as they stand (actions before tasks), and those that are gone."""

    actions: list[ActionLue]
    taches: list[Proposition]
    parties: list[Proposition]


def changements(tableau: TableauMartyr, depuis: int) -> Changements:
    """Everything written after `depuis`; a new action comes with its tasks."""
    lignes = list(
        tableau.propositions.filter(pas__gt=depuis)
        .select_related("preconisation", "service", "action")
        .order_by("ordre", "pk")
    )
    vues = [ligne for ligne in lignes if ligne.visible]
    actions = {ligne.pk: ActionLue(ligne) for ligne in vues if not ligne.est_une_tache}
    if actions:
        siennes = Proposition.objects.filter(action__in=actions, retiree_le=None)
        for tache in siennes.select_related("preconisation", "service", "action").order_by("ordre", "pk"):
            actions[tache.action_id or 0].taches.append(tache)
    return Changements(
        actions=list(actions.values()),
        taches=[ligne for ligne in vues if ligne.est_une_tache],
        parties=[ligne for ligne in lignes if not ligne.visible],
    )


# --- who changed what -----------------------------------------------------------------------------


def noms(dossier: Dossier) -> dict[UUID, str]:
    """The name of each person of the room by her key, as the conclave still knows it."""
    convoques = Convocation.objects.filter(conclave__dossier=dossier)
    pilotes = dossier.participants.avec_noms()
    return {c.uuid: c.nom_affiche for c in convoques} | {p.uuid: p.nom_affiche for p in pilotes}


@dataclass(frozen=True)
class TraitLu:
    """One stroke, as the journal tells it; `quoi` are the fields with their text before and after."""

    trait: Trait
    qui: str
    quoi: list[tuple[str, str, str]]


def journal(tableau: TableauMartyr, combien: int = 300) -> list[TraitLu]:
    """The latest strokes."""
    gens = noms(tableau.dossier)
    services = {str(s.uuid): s.nom for s in tableau.dossier.collectivite.services.all()}
    traits = tableau.traits.select_related("proposition__preconisation").order_by("-pk")[:combien]
    return [TraitLu(t, gens.get(t.cle, PERSONNE_EFFACEE), _quoi(t, services)) for t in traits]


def _quoi(trait: Trait, services: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Its fields in the order of the table, as people read them."""

    def dit(champ: str, texte: str) -> str:
        if champ in ("debut_le", "fin_le"):
            return en_clair(champ, date.fromisoformat(texte)) if texte else ""
        return services.get(texte, texte)

    return [
        (LIBELLES[champ], dit(champ, trait.avant.get(champ, "")), dit(champ, trait.apres[champ]))
        for champ in LIBELLES
        if champ in trait.apres
    ]
