"""The commitments of the scenario, beside those who have signed them in this dossier."""

from dataclasses import dataclass

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.dossiers.permissions import roles_dans
from eclaireurs.evaluation.cadrage.models import Signature
from eclaireurs.models import Engagement


@dataclass(frozen=True)
class EngagementDuDossier:
    """One commitment: who has signed it, and whether the reader may still do so."""

    engagement: Engagement
    signatures: tuple[Signature, ...]
    a_signer: bool


def a_signer(identite: Identite, dossier: Dossier) -> list[EngagementDuDossier]:
    """Every commitment of the episode, in the order of the scenes (three queries)."""
    engagements = (
        Engagement.objects.filter(scene__episode__cle=dossier.genre)
        .select_related("scene")
        .order_by("scene__numero", "-voix")
    )
    par_cle: dict[tuple[str, str], list[Signature]] = {}
    for signature in dossier.signatures.select_related("acteur__compte").order_by("signe_le", "pk"):
        par_cle.setdefault((signature.scene, signature.voix), []).append(signature)
    roles = roles_dans(identite, dossier)
    moi = identite.compte.pk if identite.compte is not None else None
    lignes = []
    for engagement in engagements:
        signatures = par_cle.get((engagement.scene.cle, engagement.voix), [])
        deja = any(s.acteur.compte_id == moi for s in signatures) if moi else True
        concerne = not roles.isdisjoint(engagement.voix.split("+"))
        lignes.append(EngagementDuDossier(engagement, tuple(signatures), concerne and not deja))
    return lignes
