"""What of an issue a subscriber receives, as values that both versions of the mail show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from communs.web.markdown import en_texte
from veille.lecture.presentation import dates_en_clair, ligne_bibliographique
from veille.lecture.redites import sans_redites
from veille.notices.models import Notice
from veille.numeros.models import Numero
from veille.numeros.pieces import Encadre, RendezVous, Rubrique

# Mail readers cut a message of more than about 100 kB: long summaries go on on the site.
RESUME_MAX = 420


@dataclass(frozen=True)
class Entree:
    """A notice, in plain text; `suite`: its summary goes on on the site."""

    titre: str
    adresse: str
    ligne: str
    resume: str
    suite: bool


@dataclass(frozen=True)
class Partie:
    titre: str
    entrees: tuple[Entree, ...]
    encadres: tuple[Encadre, ...] = ()


@dataclass(frozen=True)
class Date:
    quand: str
    entree: RendezVous


def parties(numero: Numero, themes: frozenset[int]) -> list[Partie]:
    """The front page (no title) and the rubriques, of an issue obtained with `entiers()`.

    With `themes`, only the notices of these themes, without the boxes, which have none.
    """
    par_rubrique: dict[int | None, list[Entree]] = {}
    for parution in numero.parutions.all():
        notice = parution.notice
        if notice.retiree_le or notice.supprime_le:
            continue
        if not themes or themes & {theme.pk for theme in notice.themes.all()}:
            par_rubrique.setdefault(parution.rubrique_id, []).append(_entree(notice))
    faites = [Partie("", tuple(par_rubrique.get(None, ())))]
    faites += [_partie(r, par_rubrique.get(r.pk, ()), bool(themes)) for r in numero.rubriques.all()]
    return [partie for partie in faites if partie.entrees or partie.encadres]


def _partie(rubrique: Rubrique, entrees: Iterable[Entree], choisie: bool) -> Partie:
    encadres = () if choisie else tuple(rubrique.encadres.all())
    return Partie(rubrique.titre, tuple(entrees), encadres)


def _entree(notice: Notice) -> Entree:
    resume = " ".join(en_texte(notice.resume).split())
    court = resume
    if len(resume) > RESUME_MAX:
        court = resume[:RESUME_MAX].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return Entree(
        titre=str(notice),
        adresse=settings.VIGIE_ADRESSE + notice.get_absolute_url(),
        ligne=ligne_bibliographique(notice),
        resume=court,
        suite=court != resume,
    )


def agenda(numero: Numero) -> list[Date]:
    """The entries that still stand."""
    return [Date(dates_en_clair(e), e) for e in sans_redites(numero.rendez_vous.all()) if e.annule_le is None]
