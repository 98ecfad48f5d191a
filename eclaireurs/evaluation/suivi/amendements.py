"""A frozen plan changes in the open: each change of what was planned has an author and a reason."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from communs.collectivites.identite import Identite
from communs.etats.calculs import en_texte
from communs.etats.models import Acteur
from eclaireurs.evaluation.suivi.enums import PLANS_FIGES
from eclaireurs.evaluation.suivi.models import Action, Amendement, Plan, Planifie

# What the committee decided, as opposed to how far it has gone (`note`, `avancement`, the state).
PREVU = ("titre", "description", "service", "responsable", "debut_le", "fin_le")
MOTIF = "Le plan est arrêté : dites pourquoi vous le changez. Ce motif sera lu avec l’amendement."


def est_fige(plan: Plan) -> bool:
    return plan.etat in PLANS_FIGES


def exiger_motif(plan: Plan, motif: str) -> str:
    """The reason, stripped; ValidationError when the plan is frozen and there is none."""
    motif = motif.strip()
    if est_fige(plan) and not motif:
        raise ValidationError({"motif": MOTIF})
    return motif


def valeurs(ligne: Planifie, champs: Iterable[str]) -> dict[str, str]:
    """These fields as an amendment keeps them: a person by her identifier, a service by its name."""
    return {
        nom: ligne.service.nom if nom == "service" and ligne.service else en_texte(getattr(ligne, nom))
        for nom in champs
    }


def prevu(ligne: Planifie) -> dict[str, str]:
    """All that was planned of this line."""
    return valeurs(ligne, (nom for nom in PREVU if nom != "description" or isinstance(ligne, Action)))


def amendement(
    *,
    identite: Identite,
    plan: Plan,
    ligne: Planifie,
    avant: Mapping[str, str],
    apres: Mapping[str, str],
    motif: str,
    auteur: Acteur | None = None,
) -> Amendement:
    """An amendment, not yet saved; `auteur` spares its query where there are many."""
    return Amendement(
        plan=plan,
        code=ligne.code,
        titre=ligne.titre,
        avant=dict(avant),
        apres=dict(apres),
        motif=motif[:500],
        auteur=auteur or Acteur.objects.de(identite.personne),
    )
