"""What becomes public when an issue does: its notices, and what finds them."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone

from communs.catalogue.services import Entree, inscrire_plusieurs, retirer
from communs.web.cache_pages import perimer_pages
from veille.enums import EtatNumero
from veille.models import Notice, Numero, Parution
from veille.notices.querysets import NoticeQuerySet
from veille.recherche.rapprochements import recommander
from veille.recherche.services import indexer

# What else is to be done when an issue first comes out and is to be sent, in the same transaction. Themes
# add theirs when Django starts, so that neither the editor nor they import the other.
A_LA_PARUTION: list[Callable[[Numero], object]] = []


@transaction.atomic
def faire_connaitre(numeros: Iterable[Numero]) -> None:
    """Make public the notices of these published issues, and bring search and catalogue in line.

    A notice is public from its first issue on; one that was taken back stays so. Harmless a second time.
    """
    cles = [numero.pk for numero in numeros]
    parutions = Parution.objects.filter(numero__in=cles, numero__etat=EtatNumero.PUBLIE)
    notices = Notice.objects.presentes().filter(pk__in=parutions.values("notice"))
    premiere = (
        Parution.objects.filter(notice=OuterRef("pk"), numero__etat=EtatNumero.PUBLIE)
        .order_by()
        .values("notice")
        .annotate(le=Min("numero__publie_le"))
        .values("le")
    )
    notices.filter(publiee_le=None).update(publiee_le=Subquery(premiere), modifie_le=timezone.now())
    inscrire_plusieurs("notice", (_entree(notice) for notice in notices.en_vue().prefetch_related("themes")))
    inscrire_plusieurs(
        "numero",
        (_entree_numero(n) for n in Numero.objects.publies().filter(pk__in=cles).select_related("bulletin")),
    )
    _faire_trouver(notices)
    perimer_pages()


def accorder(notices: Iterable[Notice]) -> None:
    """Bring search, catalogue and pages in line with these notices, after one was written."""
    cles = [notice.pk for notice in notices if notice.publiee_le is not None]
    if not cles:
        return
    lues = list(Notice.objects.filter(pk__in=cles).prefetch_related("themes"))
    inscrire_plusieurs("notice", (_entree(notice) for notice in lues if notice.en_vue))
    for notice in lues:
        if not notice.en_vue:
            retirer(type="notice", cle=notice.cle or str(notice.uuid))
    _faire_trouver(Notice.objects.filter(pk__in=cles))
    perimer_pages()


@transaction.atomic
def faire_oublier(numero: Numero) -> None:
    """Search and catalogue no longer lead to an issue that was taken back; its notices stay public."""
    retirer(type="numero", cle=_cle(numero))
    notices = Notice.objects.filter(parutions__numero=numero)
    notices.update(modifie_le=timezone.now())  # harvesters learn that they left the set of this bulletin
    _faire_trouver(notices)
    perimer_pages()


def _cle(numero: Numero) -> str:
    return f"{numero.bulletin.cle}/{numero.cle}"


def _faire_trouver(notices: NoticeQuerySet) -> None:
    """The index of the search, and what is recommended by theme."""
    indexer(notices)
    recommander()


def _entree(notice: Notice) -> Entree:
    return {
        "cle": notice.cle or str(notice.uuid),
        "titre": notice.titre[:200],
        "resume": notice.resume[:600],
        "adresse": notice.get_absolute_url(),
        "mots_cles": ["veille", *(theme.nom for theme in notice.themes.all())],
    }


def _entree_numero(numero: Numero) -> Entree:
    return {
        "cle": _cle(numero),
        "titre": f"{numero.titre} ({numero})"[:200],
        "resume": numero.editorial[:600],
        "adresse": numero.get_absolute_url(),
        "mots_cles": ["veille", "bulletin", numero.bulletin.nom],
    }
