"""Deciding live: a session notes what it decides, whoever may change the plan makes it so.

A valid decision is written in the tracking table by the table's own services, in the name of who validates
it, as an amendment that says at which fête and why.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal, tables
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from eclaireurs.evaluation.fete import mur
from eclaireurs.evaluation.fete.enums import GenreDecision
from eclaireurs.evaluation.fete.models import DEJA_SERVI, Atelier, Decision, Fete
from eclaireurs.evaluation.fete.version import tourner
from eclaireurs.evaluation.suivi import lignes
from eclaireurs.evaluation.suivi.amendements import amendement
from eclaireurs.evaluation.suivi.enums import EtatAction, EtatPlan
from eclaireurs.evaluation.suivi.models import Action

ETAPES = {GenreDecision.DEBLOQUER: "debloquer", GenreDecision.ARRETER: "abandonner"}
VIVANTES = frozenset({EtatAction.RETENUE, EtatAction.EN_COURS, EtatAction.BLOQUEE})
PAS_OUVERTE = "On décide le jour de la fête, une fois qu’elle est ouverte."
PAS_AU_MUR = "Cette action n’est pas au mur de la fête : on ne peut rien y décider."
DISPARUE = "Cette action n’est plus dans le tableau de suivi : écartez cette décision."
NON_BLOQUEE = "Cette action n’est pas bloquée : il n’y a rien à débloquer."
TITRE_REQUIS = "Dites le nouvel intitulé de l’action : c’est lui qui la réoriente."


def pourquoi_pas(action: Action, genre: str) -> str:
    """What forbids this decision on this action, in French; empty when nothing does."""
    if action.plan.etat != EtatPlan.ARRETE:
        return "Le plan de cette évaluation n’est pas en œuvre : rien ne s’y décide."
    if action.etat not in VIVANTES:
        etat = action.get_etat_display().lower()
        return f"L’action {action.code} est {etat} : on ne peut plus rien y décider ici."
    if genre == GenreDecision.DEBLOQUER and action.etat != EtatAction.BLOQUEE:
        return NON_BLOQUEE
    return ""


@transaction.atomic
def noter(
    *,
    identite: Identite,
    atelier: Atelier,
    action: Action,
    genre: str,
    motif: str,
    demande: UUID,
    nouveau_titre: str = "",
) -> Decision:
    """Write what the session decides, for somebody to validate; `demande` sent twice writes it once.

    Raises PermissionDenied, ValidationError.
    """
    autoriser(identite, "fete.noter_une_decision", atelier)
    fete = verrouiller(atelier.fete)
    if deja := Decision.objects.filter(uuid=demande).first():
        if deja.atelier_id != atelier.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    if not fete.ouverte:
        raise ValidationError(PAS_OUVERTE)
    if not mur.dossiers(fete).filter(pk=action.plan.dossier_id).exists():
        raise ValidationError(PAS_AU_MUR)
    if genre == GenreDecision.REORIENTER and nouveau_titre.strip() in ("", action.titre):
        raise ValidationError({"nouveau_titre": TITRE_REQUIS})
    if obstacle := pourquoi_pas(action, genre):
        raise ValidationError(obstacle)
    decision = Decision(
        uuid=demande,
        fete=fete,
        atelier=atelier,
        dossier=action.dossier,
        action=action,
        code=action.code,
        titre=action.titre,
        genre=genre,
        nouveau_titre=nouveau_titre.strip() if genre == GenreDecision.REORIENTER else "",
        motif=motif,
        auteur=Acteur.objects.de(identite.personne),
    )
    decision.validate_constraints()  # one at a time on an action: said in French
    decision.save()
    journal.consigner(identite=identite, verbe="fete.noter", objet=decision, code=action.code, motif=motif)
    tourner(fete)
    return decision


def obstacle(decision: Decision) -> str:
    if not decision.fete.ouverte:
        return PAS_OUVERTE
    if decision.action is None:
        return DISPARUE
    return pourquoi_pas(decision.action, decision.genre)


def appliquer(decision: Decision, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    """Write it in the tracking table. Conflit when the action has changed since it was read."""
    action = decision.action
    if action is None:
        raise ValidationError(DISPARUE)
    version: int = donnees.get("version_action") or action.version
    motif = f"{provenance(decision)} : {decision.motif}"
    if decision.genre == GenreDecision.REORIENTER:
        lignes.enregistrer(
            identite=identite,
            ligne=action,
            version=version,
            champs={"titre": decision.nouveau_titre},
            motif=motif,
        )
    else:
        avant = {"etat": str(action.etat)}
        ecrit = lignes.enregistrer(
            identite=identite,
            ligne=action,
            version=version,
            champs={},
            etape=ETAPES[GenreDecision(decision.genre)],
            motif=motif,
        )
        apres = {"etat": str(ecrit.ligne.etat)}  # type: ignore[attr-defined]
        amendement(
            identite=identite, plan=action.plan, ligne=action, avant=avant, apres=apres, motif=motif
        ).save()
    return _tranchee(decision, identite)


def laisser(decision: Decision, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    """Set aside: the tracking table is left as it is."""
    return _tranchee(decision, identite)


def _tranchee(decision: Decision, identite: Identite) -> tuple[str, ...]:
    decision.tranchee_le = timezone.now()
    decision.tranchee_par = Acteur.objects.de(identite.personne)
    tourner(decision.fete)
    return ("tranchee_le", "tranchee_par")


def provenance(decision: Decision) -> str:
    """Where it was decided, as the tracking table will say it."""
    fete: Fete = decision.fete
    return f"Fête de l’évaluation du {date_format(fete.le)}, atelier « {decision.atelier.titre[:90]} »"


@transaction.atomic
def trancher(
    *, identite: Identite, decision: Decision, geste: str, version: int, version_action: int, motif: str = ""
) -> Decision:
    """Validate a decision or set it aside. The fête is locked first, as in every write of the forum.

    Raises PermissionDenied, Conflit, Refus (409), ValidationError; the decision then waits as it was.
    """
    from eclaireurs.evaluation.fete.transitions import DECISION

    verrouiller(decision.fete)
    return tables.franchir(  # type: ignore[return-value]
        DECISION,
        identite=identite,
        objet=decision,
        nom=geste,
        motif=motif,
        version=version,
        donnees={"version_action": version_action},
        code=decision.code,
    )
