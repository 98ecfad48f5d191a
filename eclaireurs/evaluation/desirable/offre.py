"""What the dossier holds that may go into the report, and what has been chosen."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models

from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.models import Classement
from eclaireurs.evaluation.desirable.enums import PARTIE_DE, Partie, Sorte
from eclaireurs.evaluation.desirable.models import Desirable, Piece
from eclaireurs.evaluation.enquete.querysets import publiables
from eclaireurs.evaluation.suivi.enums import PLANS_FIGES


@dataclass(frozen=True)
class Offre:
    """One thing that may be chosen; `cle` is what a ticked box sends."""

    sorte: Sorte
    objet: models.Model | None
    nom: str
    detail: str = ""
    theme: int | None = None  # under which a clue is filed first

    @property
    def cle(self) -> str:
        return f"{self.sorte}:{self.objet.uuid}" if self.objet is not None else str(self.sorte)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Rayon:
    """A part of the report: what is in it, what is still offered."""

    partie: Partie
    pieces: tuple[Piece, ...]
    offres: tuple[Offre, ...]


def offres(rapport: Desirable) -> list[Offre]:
    """Everything that the dossier offers, in reading order: each theme, then its clues."""
    dossier = rapport.dossier
    materiaux = list(publiables(dossier.pk).select_related("fichier").order_by("cree_le", "pk"))
    par_pk = {m.pk: m for m in materiaux}
    ranges: dict[int, list[Materiau]] = defaultdict(list)
    deja: set[int] = set()
    classements = Classement.objects.filter(theme__collecte=dossier.collecte).order_by("theme__numero", "pk")
    for rayon, materiau in classements.values_list("theme", "materiau"):
        if materiau in par_pk and materiau not in deja:
            deja.add(materiau)
            ranges[rayon].append(par_pk[materiau])
    tout: list[Offre] = []
    for theme in dossier.collecte.themes.all():
        tout.append(Offre(Sorte.THEME, theme, theme.titre, "Synthèse" if theme.synthese else "Sans synthèse"))
        tout += [_indice(m, theme.pk) for m in ranges[theme.pk]]
    tout += [_indice(m) for m in materiaux if m.pk not in deja]
    tout += [Offre(Sorte.CONCLUSION, c, str(c)) for c in dossier.rapport.conclusions.all()]
    tout += [Offre(Sorte.PRECONISATION, p, str(p)) for p in dossier.rapport.preconisations.all()]
    if dossier.plan.etat in PLANS_FIGES:
        tout.append(Offre(Sorte.PLAN, None, "Le plan d’actions arrêté par le comité"))
    for article in dossier.plan.articles.select_related("auteur__compte"):
        signature = ", ".join(filter(None, (article.auteur.nom_affiche, article.media)))
        tout.append(Offre(Sorte.ARTICLE, article, article.titre, signature))
    return tout


def _indice(materiau: Materiau, theme: int | None = None) -> Offre:
    return Offre(Sorte.MATERIAU, materiau, materiau.titre, materiau.get_genre_display(), theme)


def cle_de(piece: Piece) -> str:
    return f"{piece.sorte}:{piece.objet.uuid}" if piece.objet is not None else piece.sorte  # type: ignore[attr-defined]


def rayons(rapport: Desirable) -> list[Rayon]:
    """The composition screen: part by part, what is in and what may still come in."""
    pieces = list(
        rapport.pieces.select_related(
            "theme", "materiau__fichier", "conclusion", "preconisation", "article__auteur__compte"
        ).order_by("numero")
    )
    prises = {cle_de(piece) for piece in pieces}
    libres = [offre for offre in offres(rapport) if offre.cle not in prises]
    return [
        Rayon(
            partie,
            tuple(p for p in pieces if p.partie == partie),
            tuple(o for o in libres if PARTIE_DE[o.sorte] == partie),
        )
        for partie in Partie
    ]
