"""Writing one action or one task. What was planned is the organisers'; how far it is, also its owner's.

Every write locks the plan first, then the line: a plan cannot be frozen in the middle of a change.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal, tables
from communs.etats.services import modifier, verrouiller
from eclaireurs.evaluation.ordre import prochain_numero
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi import annulation, rappels
from eclaireurs.evaluation.suivi.amendements import PREVU, amendement, est_fige, exiger_motif, prevu, valeurs
from eclaireurs.evaluation.suivi.annulation import Trace
from eclaireurs.evaluation.suivi.enums import EtatPlan, EtatTache
from eclaireurs.evaluation.suivi.models import Action, Avis, GesteAnnulable, Plan, Planifie, Tache
from eclaireurs.evaluation.suivi.transitions import ACTION, CLOS, TACHE

DECISIONS = ("retenir", "ecarter")  # of the committee: on a frozen plan, an amendment
ACTIONS_MAX, TACHES_MAX = 200, 500
NUMEROS_FIXES = "Le plan est arrêté : les numéros ne changent plus, on s’y réfère."
FAITE_ENTIERE = "Une tâche faite est avancée à 100 % : reprenez-la pour changer son avancement."
HORS_OEUVRE = "L’avancement se note une fois le plan arrêté par le comité."


class Ecrit(NamedTuple):
    """A written line, and what undoes it (None when nothing changed)."""

    ligne: Planifie
    geste: GesteAnnulable | None


def table_de(ligne: Planifie) -> tables.Table:
    return ACTION if isinstance(ligne, Action) else TACHE


@transaction.atomic
def ajouter_action(
    *,
    identite: Identite,
    plan: Plan,
    preconisation: Preconisation,
    champs: Mapping[str, Any],
    demande: UUID,
    motif: str = "",
) -> Ecrit:
    """Propose an action; `demande` names the form: sent twice, it adds one."""
    autoriser(identite, "suivi.preparer", plan)
    plan = verrouiller(plan)
    if deja := Action.objects.filter(uuid=demande, plan=plan).first():
        return Ecrit(deja, None)
    numero = _suivant(preconisation.actions.all(), ACTIONS_MAX)
    action = Action(uuid=demande, plan=plan, preconisation=preconisation, numero=numero, **champs)
    return _ajouter(identite, plan, action, motif)


@transaction.atomic
def ajouter_tache(
    *, identite: Identite, action: Action, champs: Mapping[str, Any], demande: UUID, motif: str = ""
) -> Ecrit:
    """Add a step to an action, at the end."""
    autoriser(identite, "suivi.preparer", action)
    plan = verrouiller(action.plan)
    action = verrouiller(action)
    if deja := Tache.objects.filter(uuid=demande, action=action).first():
        return Ecrit(deja, None)
    numero = _suivant(action.taches.all(), TACHES_MAX)
    return _ajouter(identite, plan, Tache(uuid=demande, action=action, numero=numero, **champs), motif)


def _suivant(freres: Any, maximum: int) -> int:
    numero = prochain_numero(freres)
    if numero > maximum:
        raise ValidationError(f"Pas plus de {maximum} ici : commencez-en une autre au-dessus.")
    return numero


def _ajouter(identite: Identite, plan: Plan, ligne: Planifie, motif: str) -> Ecrit:
    motif = exiger_motif(plan, motif)
    ligne.save(force_insert=True)
    if est_fige(plan):
        amendement(
            identite=identite, plan=plan, ligne=ligne, avant={}, apres=prevu(ligne), motif=motif
        ).save()
    _consigner(identite, "suivi.ajouter", ligne, motif)
    rappels.dire(plan, [ligne])
    note = Trace(ligne, None).noter(ligne.version)
    libelle = f"ajout de {ligne.code} « {ligne.titre} »"
    return Ecrit(ligne, annulation.retenir(identite=identite, plan=plan, libelle=libelle, avant=[note]))


def _consigner(identite: Identite, verbe: str, ligne: Planifie, motif: str = "") -> None:
    journal.consigner(
        identite=identite, verbe=verbe, objet=ligne, code=ligne.code, titre=ligne.titre, motif=motif
    )


@transaction.atomic
def enregistrer(
    *,
    identite: Identite,
    ligne: Planifie,
    version: int,
    champs: Mapping[str, Any],
    etape: str = "",
    motif: str = "",
) -> Ecrit:
    """Write these fields, then take the step `etape` of the line's table, if any: both or neither.

    Raises PermissionDenied, Conflit, Refus (409, 410), ValidationError with what is missing.
    """
    plan = verrouiller(ligne.plan)  # type: ignore[attr-defined]
    actuelle = verrouiller(ligne)
    trace = Trace.de(actuelle)
    changes = {nom: valeur for nom, valeur in champs.items() if getattr(actuelle, nom) != valeur}
    autoriser(identite, _regle(changes, etape), actuelle)
    ecrite = actuelle
    if changes:
        ecrite = _ecrire(identite, plan, actuelle, version, changes, motif)
    if etape:
        suite = version if not changes else ecrite.version
        ecrite = _franchir(identite, plan, ecrite, etape, suite, motif)
    if not changes and not etape:
        return Ecrit(ecrite, None)
    rappels.dire(plan, [ecrite])
    geste = annulation.retenir(
        identite=identite,
        plan=plan,
        libelle=f"changement de {ecrite.code} « {ecrite.titre} »",
        avant=[trace.noter(ecrite.version)],
    )
    return Ecrit(ecrite, geste)


def _regle(changes: Mapping[str, Any], etape: str) -> str:
    """The right that a write asks before it starts; a step then asks its own."""
    if any(nom in PREVU for nom in changes):
        return "suivi.preparer"
    return "suivi.noter" if changes or not etape else "suivi.avancer"


def _ecrire(
    identite: Identite, plan: Plan, ligne: Planifie, version: int, changes: Mapping[str, Any], motif: str
) -> Planifie:
    prevus = [nom for nom in changes if nom in PREVU]
    if prevus:
        motif = exiger_motif(plan, motif)
    if plan.etat == EtatPlan.CLOS and not prevus:
        raise ValidationError(CLOS)
    if "avancement" in changes:
        verifier_avancement(plan, ligne)
    avant, verbe = valeurs(ligne, prevus), "suivi.modifier"
    if prevus and est_fige(plan):
        verbe = "suivi.amender"
    parametres = {"code": ligne.code, "titre": ligne.titre, "motif": motif}
    ecrite: Any = modifier(
        identite=identite, objet=ligne, version=version, champs=changes, verbe=verbe, **parametres
    )
    if prevus and est_fige(plan):
        apres = valeurs(ecrite, prevus)
        amendement(identite=identite, plan=plan, ligne=ligne, avant=avant, apres=apres, motif=motif).save()
    return ecrite


def verifier_avancement(plan: Plan, ligne: Planifie) -> None:
    """ValidationError where progress cannot be noted."""
    if plan.etat != EtatPlan.ARRETE:
        raise ValidationError({"avancement": HORS_OEUVRE})
    if ligne.etat == EtatTache.FAITE:  # type: ignore[attr-defined]
        raise ValidationError({"avancement": FAITE_ENTIERE})


def _franchir(
    identite: Identite, plan: Plan, ligne: Planifie, etape: str, version: int | None, motif: str
) -> Planifie:
    """Take a step; on a frozen plan, the committee's choice is itself an amendment."""
    table = table_de(ligne)
    decision = isinstance(ligne, Action) and etape in DECISIONS and est_fige(plan)
    if decision:
        motif = exiger_motif(plan, motif)
    avant = {"etat": str(ligne.etat)}  # type: ignore[attr-defined]
    franchie = tables.franchir(
        table, identite=identite, objet=ligne, nom=etape, motif=motif, version=version, code=ligne.code
    )
    if decision:
        apres = {"etat": str(franchie.etat)}  # type: ignore[attr-defined]
        amendement(identite=identite, plan=plan, ligne=ligne, avant=avant, apres=apres, motif=motif).save()
    return franchie  # type: ignore[return-value]


@transaction.atomic
def supprimer(*, identite: Identite, ligne: Planifie, version: int, motif: str = "") -> GesteAnnulable | None:
    """Delete a line with what hangs on it; None if it was already gone. Conflit if it has changed."""
    autoriser(identite, "suivi.preparer", ligne)
    plan = verrouiller(ligne.plan)  # type: ignore[attr-defined]
    if not type(ligne)._base_manager.filter(pk=ligne.pk).exists():
        return None
    ligne = verrouiller(ligne, version=version)
    motif = exiger_motif(plan, motif)
    taches = list(ligne.taches.all()) if isinstance(ligne, Action) else []
    avis = list(Avis.objects.filter(action=ligne)) if isinstance(ligne, Action) else []
    geste = annulation.retenir(
        identite=identite,
        plan=plan,
        libelle=f"suppression de {ligne.code} « {ligne.titre} »",
        supprimes=[ligne, *taches, *avis],
    )
    if est_fige(plan):
        for partie in [ligne, *taches]:
            amendement(
                identite=identite, plan=plan, ligne=partie, avant=prevu(partie), apres={}, motif=motif
            ).save()
    _consigner(identite, "suivi.supprimer", ligne, motif)
    rappels.taire([ligne, *taches])
    ligne.delete()
    return geste


@transaction.atomic
def deplacer(*, identite: Identite, ligne: Planifie, sens: int) -> Planifie:
    """Move a line before (-1) or after (1) its neighbour; nothing at the end of the list."""
    autoriser(identite, "suivi.preparer", ligne)
    plan = verrouiller(ligne.plan)  # type: ignore[attr-defined]
    if est_fige(plan):
        raise ValidationError(NUMEROS_FIXES)
    ligne = verrouiller(ligne)
    freres = (
        Action.objects.filter(preconisation=ligne.preconisation_id)
        if isinstance(ligne, Action)
        else Tache.objects.filter(action=ligne.action_id)  # type: ignore[attr-defined]
    )
    voisins = (
        freres.filter(numero__lt=ligne.numero).order_by("-numero")
        if sens < 0
        else freres.filter(numero__gt=ligne.numero).order_by("numero")
    )
    voisin = voisins.first()
    if voisin is None:
        return ligne
    ligne.numero, voisin.numero = voisin.numero, ligne.numero
    ligne.save(update_fields=["numero"])
    voisin.save(update_fields=["numero"])
    rappels.dire(plan, [ligne, voisin])
    _consigner(identite, "suivi.ordonner", ligne)
    return ligne
