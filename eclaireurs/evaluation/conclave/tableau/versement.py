"""At the closing, what the table proposes goes to the tableau de suivi: once each, nothing typed twice.

A line that came from there (`reprise`) is completed with what the room changed of it.
"""

from typing import Any

from django.db import transaction
from django.template.defaultfilters import date as en_date
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.services import enregistrer, verrouiller
from communs.etats.tables import franchir
from eclaireurs.evaluation.conclave.tableau.enums import EtatTableau
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr
from eclaireurs.evaluation.conclave.tableau.transitions import TABLEAU
from eclaireurs.evaluation.suivi import lignes
from eclaireurs.evaluation.suivi.models import Action, Plan, Tache

NOTE_MAX = 500  # of a line of the tracking table

journal.inscrire({"tableau.verser": "a versé au tableau de suivi {nombre} propositions du conclave"})


def provenance(tableau: TableauMartyr) -> str:
    """« Conclave du 12 mars 2026 »: the day the table was first open, where the collectivité lives."""
    ouvert = tableau.ouvert_le or timezone.now()
    return f"Conclave du {en_date(ouvert.astimezone(tableau.dossier.fuseau), 'j F Y')}"


@transaction.atomic
def verser(identite: Identite, dossier: Dossier) -> int:
    """Close the table if it is open, and make of each proposition a *proposée* action or a task.

    Returns how many lines were added or completed: zero the second time, or where there is no table, or one
    that never opened. Raises PermissionDenied, ValidationError (a closed plan, too many lines).
    """
    autoriser(identite, "suivi.preparer", dossier)
    tableau = TableauMartyr.objects.filter(dossier=dossier).first()
    if tableau is None or tableau.ouvert_le is None:
        return 0
    tableau.dossier = dossier
    if tableau.etat == EtatTableau.PREPARATION:  # taken back for a while, on the day
        franchir(TABLEAU, identite=identite, objet=tableau, nom="ouvrir")
    if not tableau.clos:
        franchir(TABLEAU, identite=identite, objet=tableau, nom="clore")
    tableau = verrouiller(tableau)
    tableau.dossier = dossier
    nombre = _tout_verser(identite, tableau)
    if tableau.verse_le is None or nombre:
        tableau.verse_le = timezone.now()
        enregistrer(tableau, "verse_le")
        journal.consigner(identite=identite, verbe="tableau.verser", objet=tableau, nombre=nombre)
    return nombre


def _tout_verser(identite: Identite, tableau: TableauMartyr) -> int:
    plan = Plan.objects.get(dossier=tableau.dossier)
    plan.dossier = tableau.dossier
    origine, nombre = provenance(tableau), 0
    propositions = tableau.propositions.filter(retiree_le=None).select_related("preconisation", "service")
    actions = propositions.filter(action=None).order_by("preconisation__numero", "ordre")
    for proposition in actions:
        action, ecrite = _action(identite, plan, proposition, origine)
        nombre += ecrite
        for tache in propositions.filter(action=proposition, versee_le=None).order_by("ordre"):
            if action is not None:
                nombre += _tache(identite, action, tache, origine)
                _marquer(tache)
        _marquer(proposition)
    return nombre


def _action(
    identite: Identite, plan: Plan, proposition: Proposition, origine: str
) -> tuple[Action | None, bool]:
    """The action of this proposition, made now or before, and whether anything was written.

    None if it was poured, and has since been deleted there.
    """
    deja = Action.objects.filter(uuid=proposition.uuid, plan=plan).first()
    if proposition.versee_le is not None:
        return deja, False
    if deja is not None:
        return deja, _completer(identite, deja, proposition, origine)
    champs = _champs(proposition, origine) | {"description": proposition.description}
    ecrit = lignes.ajouter_action(
        identite=identite,
        plan=plan,
        preconisation=proposition.preconisation,
        champs=champs,
        demande=proposition.uuid,
        motif=origine,
    )
    action: Any = ecrit.ligne
    return action, True


def _tache(identite: Identite, action: Action, proposition: Proposition, origine: str) -> bool:
    """Make the task of this proposition, or complete it; whether anything was written."""
    deja = Tache.objects.filter(uuid=proposition.uuid, action=action).first()
    if deja is not None:
        return _completer(identite, deja, proposition, origine)
    lignes.ajouter_tache(
        identite=identite,
        action=action,
        champs=_champs(proposition, origine),
        demande=proposition.uuid,
        motif=origine,
    )
    return True


def _completer(identite: Identite, ligne: Action | Tache, proposition: Proposition, origine: str) -> bool:
    """Write what the room changed of a line that was already planned; the rest stays as it stands there."""
    touches = {nom for nom in proposition.champs if proposition.versions[nom] > 1}
    if touches & {"debut_le", "fin_le"}:
        touches |= {"debut_le", "fin_le"}  # the room put them in order together
    champs = {nom: getattr(proposition, nom) for nom in sorted(touches)}
    champs = {nom: valeur for nom, valeur in champs.items() if getattr(ligne, nom) != valeur}
    if not champs:
        return False
    champs["note"] = f"{ligne.note} · {origine}" if ligne.note else origine
    if len(champs["note"]) > NOTE_MAX:
        del champs["note"]
    lignes.enregistrer(identite=identite, ligne=ligne, version=ligne.version, champs=champs, motif=origine)
    return True


def _champs(proposition: Proposition, origine: str) -> dict[str, Any]:
    noms = ("titre", "service", "debut_le", "fin_le")
    return {nom: getattr(proposition, nom) for nom in noms} | {"note": origine}


def _marquer(proposition: Proposition) -> None:
    if proposition.versee_le is None:
        Proposition.objects.filter(pk=proposition.pk).update(versee_le=timezone.now())
