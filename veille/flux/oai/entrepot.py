"""The notices as a repository: every one that was public once, those taken back as deleted records."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Min, Prefetch, Q

from veille.enums import EtatNumero
from veille.flux.oai.jetons import Reprise
from veille.flux.oai.protocole import ErreurOai, bornes
from veille.models import Bulletin, Notice, Parution, Theme
from veille.notices.querysets import NoticeQuerySet

PAGE = 100
_BULLETIN, _THEME = "bulletin-", "theme-"
_PARUES = Q(numero__etat=EtatNumero.PUBLIE, numero__supprime_le=None)


def _inscrites() -> NoticeQuerySet:
    return Notice.objects.filter(publiee_le__isnull=False)


def _avec_ensembles(notices: NoticeQuerySet) -> NoticeQuerySet:
    """With all that a record says, in a constant number of queries."""
    parutions = Parution.objects.filter(_PARUES).select_related("numero__bulletin")
    return notices.entieres().prefetch_related(Prefetch("parutions", parutions, to_attr="parues"))


def identifiant(notice: Notice) -> str:
    """It names no host: those change, a record's identifier may not."""
    return notice.uuid.urn


def ensembles_de(notice: Notice) -> list[str]:
    """The sets a notice of `page` or `trouver` belongs to."""
    bulletins = {parution.numero.bulletin.cle for parution in cast(Any, notice).parues}
    return [
        *(_BULLETIN + cle for cle in sorted(bulletins)),
        *sorted(_THEME + theme.cle for theme in notice.themes.all()),
    ]


def effacee(notice: Notice) -> bool:
    return not notice.en_vue


def plus_ancienne() -> datetime:
    """No record has an earlier date."""
    return _inscrites().aggregate(le=Min("modifie_le"))["le"] or datetime(1970, 1, 1, tzinfo=UTC)


def ensembles() -> list[tuple[str, str]]:
    """Every set: its spec, its name."""
    return [
        *((_BULLETIN + b.cle, f"Bulletin\N{NO-BREAK SPACE}: {b.nom}") for b in Bulletin.objects.publies()),
        *((_THEME + t.cle, f"Thème\N{NO-BREAK SPACE}: {t.nom}") for t in Theme.objects.all()),
    ]


def trouver(nom: str) -> Notice:
    """The notice of this identifier. Raises idDoesNotExist."""
    try:
        uuid = UUID(nom.removeprefix("urn:uuid:"))
    except ValueError:
        uuid = None
    if uuid is not None and uuid.urn == nom:
        notice = _avec_ensembles(_inscrites().filter(uuid=uuid)).first()
        if notice is not None:
            return notice
    raise ErreurOai("idDoesNotExist", "Aucune notice n’a cet identifiant.")


def _choisies(reprise: Reprise) -> NoticeQuerySet:
    """Those that the list is made of, as they are now."""
    notices = _inscrites()
    debut, fin = bornes(reprise.de, reprise.a)
    if debut is not None:
        notices = notices.filter(modifie_le__gte=debut)
    if fin is not None:
        notices = notices.filter(modifie_le__lt=fin)
    ensemble = reprise.ensemble
    if ensemble is None:
        return notices
    if ensemble.startswith(_BULLETIN):
        cle = ensemble.removeprefix(_BULLETIN)
        # A harvester set up once goes on after the bulletin was renamed.
        du_bulletin = Q(numero__bulletin__cle=cle) | Q(numero__bulletin__anciennes__chemin=cle)
        return notices.filter(pk__in=Parution.objects.filter(_PARUES & du_bulletin).values("notice"))
    if ensemble.startswith(_THEME):
        return notices.filter(themes__cle=ensemble.removeprefix(_THEME))
    return notices.none()


def compter(reprise: Reprise) -> int:
    return _choisies(reprise).count()


def page(reprise: Reprise) -> tuple[Iterable[Notice], bool]:
    """The next records of the list, and whether more follow."""
    notices = _choisies(reprise)
    dernier = reprise.dernier
    if dernier is not None:
        notices = notices.filter(modifie_le__gte=dernier).exclude(modifie_le=dernier, pk__lte=reprise.cle)
    lues = list(_avec_ensembles(notices).order_by("modifie_le", "pk")[: PAGE + 1])
    return lues[:PAGE], len(lues) > PAGE
