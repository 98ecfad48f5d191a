"""Reading the compilation: themes with their syntheses and the clues that may be shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from communs.collectivites.identite import Identite
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.models import Apport, Classement, Collecte, Theme


@dataclass(frozen=True)
class Chapitre:
    """One theme: its video when the reader may see it, its clues, what the committee brought about it."""

    theme: Theme
    video: Materiau | None
    indices: tuple[Materiau, ...]
    apports: tuple[Apport, ...]


@dataclass(frozen=True)
class Compilation:
    chapitres: tuple[Chapitre, ...]
    apports: tuple[Apport, ...]  # about the whole
    ecartes: int  # clues filed that may not be shown


def lire(collecte: Collecte, identite: Identite | None) -> Compilation:
    """What this person may read of it (four queries); None: what is printed for any participant."""
    materiaux = Materiau.objects.filter(dossier=collecte.dossier).montrables()
    if identite is not None:
        materiaux = materiaux.visibles_dans(collecte.dossier, identite)
    montres = {m.pk: m for m in materiaux.select_related("fichier", "dossier")}
    par_theme: dict[int, list[Materiau]] = defaultdict(list)
    ecartes = set()
    classes = Classement.objects.filter(theme__collecte=collecte, materiau__supprime_le=None)
    for theme_id, materiau_id in classes.order_by("pk").values_list("theme_id", "materiau_id"):
        if materiau_id in montres:
            par_theme[theme_id].append(montres[materiau_id])
        else:
            ecartes.add(materiau_id)
    apports = list(collecte.apports.select_related("auteur__compte"))
    return Compilation(
        chapitres=tuple(
            Chapitre(
                theme=theme,
                video=montres.get(theme.video_id) if theme.video_id else None,
                indices=tuple(m for m in par_theme[theme.pk] if m.pk != theme.video_id),
                apports=_de(apports, theme.pk),
            )
            for theme in collecte.themes.all()
        ),
        apports=_de(apports, None),
        ecartes=len(ecartes),
    )


def _de(apports: Iterable[Apport], theme: int | None) -> tuple[Apport, ...]:
    return tuple(a for a in apports if a.theme_id == theme)
