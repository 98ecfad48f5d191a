"""The tracking table as flat rows: what files give out and take back, in the same ten columns.

Both ways go through here, so that what was exported re-imports unchanged.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from communs.dossiers.models import Participant
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi.filtres import FiltreForm
from eclaireurs.evaluation.suivi.models import Action, Plan, Planifie, Tache
from eclaireurs.evaluation.suivi.tableau import Regard

COLONNES = (
    "Code",
    "Niveau",
    "Intitulé",
    "État",
    "Service",
    "Responsable",
    "Début",
    "Fin",
    "Avancement (%)",
    "Note",
)
PRECONISATION, ACTION, TACHE = "Préconisation", "Action", "Tâche"
Cellule = str | int | date | None


@dataclass(frozen=True)
class Rangee:
    """One line of a file."""

    code: str
    niveau: str
    titre: str
    etat: str = ""
    service: str = ""
    responsable: str = ""
    debut_le: date | None = None
    fin_le: date | None = None
    avancement: int | None = None
    note: str = ""

    def cellules(self) -> tuple[Cellule, ...]:
        return (
            self.code,
            self.niveau,
            self.titre,
            self.etat,
            self.service,
            self.responsable,
            self.debut_le,
            self.fin_le,
            self.avancement,
            self.note,
        )


def nommer(personne: Participant | None, *, avec_adresse: bool) -> str:
    """A person as a cell writes her: « Joël Abgrall <joel@exemple.fr> », so that she is found again."""
    if personne is None:
        return ""
    adresse = personne.adresse_electronique if avec_adresse else ""
    return f"{personne.nom_affiche} <{adresse}>" if adresse else personne.nom_affiche


def rangee(ligne: Planifie, *, noms: bool, adresses: bool) -> Rangee:
    """An action or a task as a file shows it."""
    return Rangee(
        code=ligne.code,
        niveau=ACTION if isinstance(ligne, Action) else TACHE,
        titre=ligne.titre,
        etat=ligne.get_etat_display(),  # type: ignore[attr-defined]
        service=ligne.service.nom if ligne.service else "",
        responsable=nommer(ligne.responsable, avec_adresse=adresses) if noms else "",
        debut_le=ligne.debut_le,
        fin_le=ligne.fin_le,
        avancement=ligne.avancement if isinstance(ligne, Tache) else None,
        note=ligne.note,
    )


def lire(plan: Plan, filtre: FiltreForm | None, regard: Regard) -> list[Planifie | Preconisation]:
    """What the filters keep, in the order of the plan: three queries whatever its size.

    Recommendations head their actions in the whole table, and are left out of a filtered one.
    """
    actions = _avec_tout(plan.actions.order_by())
    taches = _avec_tout(Tache.objects.filter(action__plan=plan).order_by())
    trouvees: list[tuple[tuple[int, ...], Planifie | Preconisation]] = []
    if filtre is not None and (filtre.choisis() or filtre.ordre == "retard"):
        actions = filtre.filtrer(actions, regard.aujourdhui)
        taches = filtre.filtrer(taches, regard.aujourdhui)
    else:
        trouvees += [((p.numero,), p) for p in plan.dossier.rapport.preconisations.all()]
    for action in actions.select_related("preconisation"):
        action.plan = plan
        trouvees.append(((action.preconisation.numero, action.numero), action))
    for tache in taches.select_related("action__preconisation"):
        tache.action.plan = plan
        ordre = (tache.action.preconisation.numero, tache.action.numero, tache.numero)
        trouvees.append((ordre, tache))
    return [objet for _, objet in sorted(trouvees, key=lambda trouvee: trouvee[0])]


def _avec_tout(lignes):
    return lignes.avec_noms().select_related("responsable__compte")


def rangees(plan: Plan, filtre: FiltreForm, regard: Regard) -> Iterator[Rangee]:
    """The file's lines for this reader: names for those who may know them, addresses for organisers."""
    for objet in lire(plan, filtre, regard):
        if isinstance(objet, Preconisation):
            yield Rangee(code=str(objet.numero), niveau=PRECONISATION, titre=objet.titre)
        else:
            yield rangee(objet, noms=regard.nomme, adresses=regard.prepare)


def planifiees(plan: Plan, filtre: FiltreForm, regard: Regard) -> list[Planifie]:
    """The actions and tasks that the filters keep, in the order of the plan."""
    return [o for o in lire(plan, filtre, regard) if isinstance(o, Action | Tache)]


def en_textes(cellules: Iterable[Cellule]) -> list[str]:
    """Cells as a text file writes them: dates in ISO 8601, nothing as nothing."""
    return ["" if c is None else c.isoformat() if isinstance(c, date) else str(c) for c in cellules]
