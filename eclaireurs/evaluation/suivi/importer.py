"""Writing what a preview has shown: exactly that, all of it or nothing, and one gesture to undo it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.echanges import apercus
from communs.echanges.tableurs import FORMULE, Feuille, Ligne
from communs.etats import journal, tables
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi import annulation, rappels
from eclaireurs.evaluation.suivi.amendements import PREVU, amendement, est_fige, exiger_motif, prevu, valeurs
from eclaireurs.evaluation.suivi.annulation import Trace
from eclaireurs.evaluation.suivi.enums import EtatPlan
from eclaireurs.evaluation.suivi.importation import Apercu, Comparaison, Ecart
from eclaireurs.evaluation.suivi.lignes import table_de
from eclaireurs.evaluation.suivi.models import Action, Amendement, GesteAnnulable, Plan, Planifie, Tache
from eclaireurs.evaluation.suivi.transitions import CLOS

MOTIF = "Dites pourquoi : ce motif sera lu avec chaque changement."


class PlanChange(Exception):
    """The plan is no longer what the preview was made from; `apercu` is what the file would do now."""

    def __init__(self, apercu: Apercu) -> None:
        super().__init__("le plan a changé")
        self.apercu = apercu


def comparer(*, identite: Identite, plan: Plan, feuille: Feuille) -> Apercu:
    """What this file would change. PermissionDenied, ValidationError on a closed plan."""
    autoriser(identite, "suivi.preparer", plan)
    if plan.etat == EtatPlan.CLOS:
        raise ValidationError(CLOS)
    return Comparaison(plan, identite).comparer(feuille)


# --- between the preview and the answer ----------------------------------------------------------


def garder(*, identite: Identite, plan: Plan, feuille: Feuille) -> UUID:
    """Keep the file's lines, for this person and this plan only."""
    dit = [feuille.colonnes, [[x.no, x.cellules] for x in feuille.lignes]]
    return apercus.garder(_portee(plan), identite, dit, default=_en_json)


def retrouver(*, identite: Identite, plan: Plan, jeton: UUID) -> Feuille | None:
    """The lines kept under this name; None once they are gone."""
    garde = apercus.retrouver(_portee(plan), identite, jeton, object_hook=_de_json)
    if garde is None:
        return None
    colonnes, lignes = garde
    return Feuille(tuple(colonnes), [Ligne(no, cellules) for no, cellules in lignes])


def _portee(plan: Plan) -> str:
    return f"suivi.import:{plan.pk}"


def _en_json(valeur: Any) -> dict[str, str]:
    if valeur is FORMULE:
        return {"$": "formule"}
    return {"$": valeur.isoformat()} if isinstance(valeur, date) else {"$texte": str(valeur)}


def _de_json(carte: dict[str, Any]) -> Any:
    if carte.keys() == {"$"}:
        return FORMULE if carte["$"] == "formule" else date.fromisoformat(carte["$"])
    return carte["$texte"] if carte.keys() == {"$texte"} else carte


# --- writing -------------------------------------------------------------------------------------


@transaction.atomic
def importer(
    *, identite: Identite, plan: Plan, feuille: Feuille, empreinte: str, motif: str
) -> GesteAnnulable:
    """Apply the file if it does what `empreinte` says and nothing else.

    Raises PlanChange when it would do something else by now, ValidationError with what is missing.
    """
    dossier = plan.dossier
    autoriser(identite, "suivi.preparer", plan)
    plan = verrouiller(plan)
    plan.dossier = dossier
    apercu = comparer(identite=identite, plan=plan, feuille=feuille)
    if apercu.empreinte != empreinte or apercu.erreurs:
        raise PlanChange(apercu)
    motif = motif.strip()
    if apercu.motif_requis and not motif:
        raise ValidationError({"motif": MOTIF})
    lignes, notes = _changer(identite, plan, apercu.changements, motif)
    nouvelles = _ajouter(identite, plan, apercu.ajouts, motif)
    nombre = len(lignes) + len(nouvelles)
    rappels.dire(plan, [*lignes, *nouvelles])
    journal.consigner(identite=identite, verbe="suivi.importer", objet=plan, lignes=nombre, motif=motif)
    # Undoing deletes tasks before the actions that hold them.
    ajoutees = sorted(nouvelles, key=lambda ligne: isinstance(ligne, Action))
    return annulation.retenir(
        identite=identite,
        plan=plan,
        libelle=f"import de {nombre} lignes",
        avant=[*notes, *(Trace(ligne, None).noter(ligne.version) for ligne in ajoutees)],
    )


def _changer(
    identite: Identite, plan: Plan, ecarts: list[Ecart], motif: str
) -> tuple[list[Planifie], list[dict[str, Any]]]:
    """The changed rows, with what each was before."""
    lignes, traces, amendements = [], [], []
    auteur = Acteur.objects.de(identite.personne)
    for ecart in ecarts:
        ligne: Planifie = ecart.objet  # type: ignore[assignment]
        traces.append(Trace.de(ligne))
        if ecart.etape is not None:
            franchie = tables.franchir(
                table_de(ligne),
                identite=identite,
                objet=ligne,
                nom=ecart.etape.nom,
                motif=motif,
                code=ligne.code,
            )
            _reprendre(ligne, franchie)
        prevus = [nom for nom in ecart.champs if nom in PREVU]
        avant = valeurs(ligne, prevus)
        for nom, valeur in ecart.champs.items():
            setattr(ligne, nom, valeur)
        ligne.version += 1 if ecart.champs else 0
        if prevus and est_fige(plan):
            apres = valeurs(ligne, prevus)
            amendements.append((ligne, avant, apres))
        lignes.append(ligne)
    _enregistrer(lignes)
    commun = {"identite": identite, "plan": plan, "motif": motif, "auteur": auteur}
    Amendement.objects.bulk_create(
        amendement(**commun, ligne=ligne, avant=avant, apres=apres)  # type: ignore[arg-type]
        for ligne, avant, apres in amendements
    )
    notes = [trace.noter(ligne.version) for trace, ligne in zip(traces, lignes, strict=True)]
    return lignes, notes


def _reprendre(ligne: Planifie, franchie: Any) -> None:
    """What the step has set, on the row that the rest is written to."""
    for nom in ("etat", "version", "avancement", "finie_le"):
        if hasattr(franchie, nom):
            setattr(ligne, nom, getattr(franchie, nom))


def _enregistrer(lignes: list[Planifie]) -> None:
    communs = ["titre", "service", "responsable", "debut_le", "fin_le", "note", "version"]
    actions = [ligne for ligne in lignes if isinstance(ligne, Action)]
    taches = [ligne for ligne in lignes if isinstance(ligne, Tache)]
    Action.objects.bulk_update(actions, communs, batch_size=500)
    Tache.objects.bulk_update(taches, [*communs, "avancement"], batch_size=500)


def _ajouter(identite: Identite, plan: Plan, ecarts: list[Ecart], motif: str) -> list[Planifie]:
    if not ecarts:
        return []
    motif = exiger_motif(plan, motif)
    preconisations = {str(p.numero): p for p in Preconisation.objects.filter(rapport=plan.dossier.rapport)}
    actions = [
        Action(plan=plan, preconisation=preconisations[e.code.split(".")[0]], numero=_numero(e), **e.champs)
        for e in ecarts
        if e.code.count(".") == 1
    ]
    Action.objects.bulk_create(actions)
    par_code = {a.code: a for a in plan.actions.select_related("preconisation")}
    taches = [
        Tache(action=par_code[e.code.rpartition(".")[0]], numero=_numero(e), **e.champs)
        for e in ecarts
        if e.code.count(".") == 2
    ]
    for tache in taches:
        tache.action.plan = plan
    Tache.objects.bulk_create(taches)
    lignes: list[Planifie] = [*actions, *taches]
    if est_fige(plan):
        auteur = Acteur.objects.de(identite.personne)
        Amendement.objects.bulk_create(
            amendement(
                identite=identite, plan=plan, ligne=x, avant={}, apres=prevu(x), motif=motif, auteur=auteur
            )
            for x in lignes
        )
    return lignes


def _numero(ecart: Ecart) -> int:
    return int(ecart.code.rpartition(".")[2])
