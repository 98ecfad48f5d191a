"""Notices of the base that a file tells again: the same DOI, or the same title in the same year."""

import re
from collections.abc import Sequence

from django.db.models import Q

from communs.echanges.textes import sans_accents
from veille.models import Notice
from veille.notices.fiches import FicheNotice


def normaliser_titre(titre: str) -> str:
    """As `titre_normalise` keeps it."""
    return re.sub(r"[^a-z0-9]+", " ", sans_accents(titre.replace("œ", "oe").replace("Œ", "oe")))


def chercher(fiches: Sequence[FicheNotice]) -> dict[int, Notice]:
    """For the rank of each fiche the base already knows, its notice; one query. A notice stands once in an
    issue: two fiches never share one."""
    titres = {normaliser_titre(fiche.titre).strip() for fiche in fiches} - {""}
    dois = {fiche.doi for fiche in fiches if fiche.doi}
    voulus = Q(doi__in=dois)
    for bord in ("", " "):
        voulus |= Q(titre_normalise__in=[f"{bord}{titre}" for titre in titres])
        voulus |= Q(titre_normalise__in=[f"{bord}{titre} " for titre in titres])
    par_titre: dict[tuple[str, int | None], Notice] = {}
    par_doi: dict[str, Notice] = {}
    for notice in Notice.objects.presentes().filter(voulus).order_by("pk"):
        par_titre.setdefault((notice.titre_normalise.strip(), notice.annee), notice)
        if notice.doi:
            par_doi.setdefault(notice.doi.lower(), notice)
    trouvees: dict[int, Notice] = {}
    for rang, fiche in enumerate(fiches):
        annee = int(fiche.date[:4]) if fiche.date else None
        meme = par_doi.get(fiche.doi.lower()) if fiche.doi else None
        meme = meme or par_titre.get((normaliser_titre(fiche.titre).strip(), annee))
        if meme is not None and meme not in trouvees.values():
            trouvees[rang] = meme
    return trouvees
