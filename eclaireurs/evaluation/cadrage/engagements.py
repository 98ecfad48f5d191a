"""The commitments of the scenario, beside those who have signed them in this dossier."""

from collections import Counter
from collections.abc import Sequence
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


def restent_a_signer(identite: Identite, dossiers: Sequence[Dossier]) -> Counter[int]:
    """How many commitments of her roles this person has not signed, by dossier (two queries)."""
    cles = {dossier.genre for dossier in dossiers}
    engagements = list(
        Engagement.objects.filter(scene__episode__cle__in=cles).values_list(
            "scene__episode__cle", "scene__cle", "voix"
        )
    )
    siennes = Signature.objects.filter(dossier__in=dossiers, acteur__compte=identite.compte)
    deja = set(siennes.values_list("dossier", "scene", "voix")) if identite.compte is not None else set()
    return Counter(
        dossier.pk
        for dossier in dossiers
        for episode, scene, voix in engagements
        if episode == dossier.genre
        and not roles_dans(identite, dossier).isdisjoint(voix.split("+"))
        and (dossier.pk, scene, voix) not in deja
    )


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
