"""What the public reads: themes and syntheses, the clues that may be shown, what people brought."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from communs.materiaux.models import Materiau
from communs.materiaux.querysets import MateriauQuerySet
from eclaireurs.evaluation.collecte.models import Classement, Theme
from eclaireurs.evaluation.enquete.models import Enquete
from eclaireurs.evaluation.enquete.querysets import publics


@dataclass(frozen=True)
class Chapitre:
    theme: Theme
    video: Materiau | None
    indices: tuple[Materiau, ...]


def chapitres(enquete: Enquete) -> list[Chapitre]:
    """The themes that have something to show, in order (three queries)."""
    montres = {m.pk: m for m in publics(enquete).select_related("fichier", "contribution")}
    par_theme: dict[int, list[Materiau]] = defaultdict(list)
    classes = Classement.objects.filter(theme__collecte__dossier=enquete.dossier_id, materiau__in=montres)
    for theme_id, materiau_id in classes.order_by("pk").values_list("theme_id", "materiau_id"):
        par_theme[theme_id].append(montres[materiau_id])
    lus = [
        Chapitre(
            theme=theme,
            video=montres.get(theme.video_id) if theme.video_id else None,
            indices=tuple(m for m in par_theme[theme.pk] if m.pk != theme.video_id),
        )
        for theme in Theme.objects.filter(collecte__dossier=enquete.dossier_id).order_by("numero")
    ]
    return [c for c in lus if c.theme.synthese or c.video or c.indices]


def paroles(enquete: Enquete) -> MateriauQuerySet:
    """What people brought and nobody has filed under a theme yet, latest first."""
    brought = Q(contribution__isnull=False) | Q(piece__isnull=False)
    libres = publics(enquete).filter(brought, classements__theme=None, synthese_de=None)
    return libres.select_related("fichier", "contribution").order_by("-cree_le", "-pk").distinct()
