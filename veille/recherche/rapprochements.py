"""From a theme to other rooms: its newest notices are recommended there, whatever comes out.

The rows written here bear `raison` and RANG. One that somebody edits by hand is hers, and left alone.
"""

from django.db import transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from communs.catalogue.enums import Type
from communs.catalogue.models import Recommandation
from communs.web.cache_pages import perimer_pages
from veille.models import Classement, Rapprochement

PAR_THEME = 3
RANG = 50
DEBUT_DE_RAISON = "Sur le thème « "


def raison(theme: str) -> str:
    return f"{DEBUT_DE_RAISON}{theme} »."


@transaction.atomic
def recommander() -> int:
    """Make the recommendations by theme those of the newest public notices; return how many rows changed.

    A target that is already recommended there, with words of its own, keeps them. Harmless a second time.
    """
    rapprochements = list(Rapprochement.objects.select_related("theme").select_for_update(of=("self",)))
    recentes = _recentes({r.theme_id for r in rapprochements})
    voulues: dict[tuple[str, ...], Recommandation] = {}
    for lien in rapprochements:
        for cle in recentes.get(lien.theme_id, ()):
            adresse = (lien.origine_type, lien.origine_cle, Type.NOTICE.value, cle)
            voulues.setdefault(adresse, _recommandation(adresse, lien.theme.nom))
    presentes = {_adresse(r): r for r in tenues()}
    perdues = [
        r.pk
        for adresse, r in presentes.items()
        if adresse not in voulues or r.raison != voulues[adresse].raison
    ]
    Recommandation.objects.filter(pk__in=perdues).delete()
    gardees = {adresse for adresse, r in presentes.items() if r.pk not in perdues}
    neuves = [r for adresse, r in voulues.items() if adresse not in gardees]
    avant = Recommandation.objects.count()
    Recommandation.objects.bulk_create(neuves, ignore_conflicts=True)
    changees = len(perdues) + Recommandation.objects.count() - avant
    if changees:
        perimer_pages()
    return changees


def tenues() -> QuerySet[Recommandation]:
    """The rows that nobody touched since they were written here."""
    return Recommandation.objects.filter(
        cible_type=Type.NOTICE, rang=RANG, raison__startswith=DEBUT_DE_RAISON
    ).order_by("pk")


def _recentes(themes: set[int]) -> dict[int, list[str]]:
    """For each theme, the keys in the catalogue of its newest public notices."""
    rangees = (
        Classement.objects.filter(
            theme__in=themes,
            notice__publiee_le__isnull=False,
            notice__retiree_le=None,
            notice__supprime_le=None,
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by="theme",
                order_by=[
                    F("notice__publiee_le").desc(),
                    F("notice__repere__quand").desc(),
                    F("notice").asc(),
                ],
            )
        )
        .filter(place__lte=PAR_THEME)
        .order_by("theme", "place")
    )
    cles: dict[int, list[str]] = {}
    for theme, cle, uuid in rangees.values_list("theme", "notice__cle", "notice__uuid"):
        cles.setdefault(theme, []).append(cle or str(uuid))
    return cles


def _adresse(lien: Recommandation) -> tuple[str, ...]:
    return (lien.origine_type, lien.origine_cle, lien.cible_type, lien.cible_cle)


def _recommandation(adresse: tuple[str, ...], theme: str) -> Recommandation:
    origine_type, origine_cle, cible_type, cible_cle = adresse
    return Recommandation(
        origine_type=origine_type,
        origine_cle=origine_cle,
        cible_type=cible_type,
        cible_cle=cible_cle,
        raison=raison(theme),
        rang=RANG,
    )
