"""What each feed holds, and the list of them all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.http import Http404
from django.urls import reverse

from veille.enums import EtatNumero
from veille.models import Bulletin, Notice, Numero, Parution, Rubrique, Theme
from veille.notices.querysets import NoticeQuerySet
from veille.numeros.querysets import NumeroQuerySet

ENTREES = 60  # per feed: a whole issue, and a little more

# Under it are named the feeds that are no row: it may never change, readers know feeds by their id.
_ESPACE = UUID("6f0f3c1a-5d0e-4b5a-9a53-0c7e3f6f8a11")


@dataclass(frozen=True)
class Flux:
    """A feed. `cle` never changes; `adresse` and `page` are paths; `groupe` is its place in lists."""

    cle: UUID
    titre: str
    adresse: str
    page: str
    groupe: str
    sous_titre: str = ""
    auteur: str = "Vigie"

    @property
    def nom(self) -> str:
        """Its title inside its group, whose name it begins with."""
        return self.titre.partition("\N{NO-BREAK SPACE}: ")[2]


def _nomme(nom: str) -> UUID:
    return uuid5(_ESPACE, nom)


def notices_de_la_veille() -> Flux:
    return Flux(
        _nomme("notices"),
        "Veille : toutes les références",
        reverse("veille:flux_notices"),
        reverse("veille:accueil"),
        "Toute la veille",
        "Chaque référence publiée, la plus récente d’abord.",
    )


def numeros_de_la_veille() -> Flux:
    return Flux(
        _nomme("numeros"),
        "Veille : tous les numéros",
        reverse("veille:flux_numeros"),
        reverse("veille:accueil"),
        "Toute la veille",
        "Une entrée par numéro, à sa parution.",
    )


def notices_du_bulletin(bulletin: Bulletin) -> Flux:
    return Flux(
        uuid5(bulletin.uuid, "notices"),
        f"{bulletin.nom} : les références",
        reverse("veille:flux_notices_du_bulletin", args=[bulletin.cle]),
        bulletin.get_absolute_url(),
        bulletin.nom,
        bulletin.sous_titre,
        bulletin.editeur or "Vigie",
    )


def numeros_du_bulletin(bulletin: Bulletin) -> Flux:
    return Flux(
        bulletin.uuid,
        f"{bulletin.nom} : les numéros",
        reverse("veille:flux_numeros_du_bulletin", args=[bulletin.cle]),
        bulletin.get_absolute_url(),
        bulletin.nom,
        bulletin.sous_titre,
        bulletin.editeur or "Vigie",
    )


def de_la_rubrique(bulletin: Bulletin, cle: str, titre: str) -> Flux:
    return Flux(
        uuid5(bulletin.uuid, f"rubrique:{cle}"),
        f"{bulletin.nom} : {titre}",
        reverse("veille:flux_rubrique", args=[bulletin.cle, cle]),
        bulletin.get_absolute_url(),
        bulletin.nom,
        "",
        bulletin.editeur or "Vigie",
    )


def du_theme(theme: Theme) -> Flux:
    return Flux(
        _nomme(f"theme:{theme.cle}"),
        f"Veille : {theme.nom}",
        reverse("veille:flux_theme", args=[theme.cle]),
        reverse("veille:accueil"),
        "Par thème",
        theme.definition,
    )


def de_la_recherche(parametres: str, titre: str) -> Flux:
    """`parametres` is the query of the address, in one order."""
    return Flux(
        _nomme(f"recherche:{parametres}"),
        f"Veille : {titre}",
        f"{reverse('veille:flux_recherche')}?{parametres}",
        reverse("veille:accueil"),
        "Recherche",
    )


def notices_recentes(notices: NoticeQuerySet) -> Iterable[Notice]:
    return notices.en_vue().entieres().order_by("-publiee_le", "-pk")[:ENTREES]


def numeros_recents(numeros: NumeroQuerySet) -> Iterable[Numero]:
    return numeros.publies().entiers().order_by("-publie_le", "-pk")[:ENTREES]


def notices_parues(bulletin: Bulletin, rubrique: str | None = None) -> NoticeQuerySet:
    """The notices of this bulletin's published issues, or of one section of them."""
    parutions = Parution.objects.filter(
        numero__bulletin=bulletin, numero__etat=EtatNumero.PUBLIE, numero__supprime_le=None
    )
    if rubrique is not None:
        parutions = parutions.filter(rubrique__cle=rubrique)
    return Notice.objects.filter(pk__in=parutions.values("notice"))


def rubriques_parues(bulletin: Bulletin) -> dict[str, str]:
    """The sections of the published issues: key and title, the latest one where it changed."""
    rubriques = Rubrique.objects.filter(numero__in=Numero.objects.publies().filter(bulletin=bulletin))
    lignes = rubriques.order_by("numero__publie_le", "numero_id", "-rang").values_list("cle", "titre")
    return dict(reversed(dict(lignes).items()))


def rubrique_ou_404(bulletin: Bulletin, cle: str) -> Flux:
    titre = rubriques_parues(bulletin).get(cle)
    if titre is None:
        raise Http404
    return de_la_rubrique(bulletin, cle, titre)


def theme_ou_404(cle: str) -> Theme:
    """This theme, or the one into which it was merged: few programs follow a redirection."""
    present = Theme.objects.filter(cle=cle).first() or Theme.objects.devenu(cle)
    if present is None:
        raise Http404
    return present


def tous_les_flux() -> Iterator[Flux]:
    """Every feed that has an address of its own."""
    yield notices_de_la_veille()
    yield numeros_de_la_veille()
    for bulletin in Bulletin.objects.publies():
        yield numeros_du_bulletin(bulletin)
        yield notices_du_bulletin(bulletin)
        for cle, titre in rubriques_parues(bulletin).items():
            yield de_la_rubrique(bulletin, cle, titre)
    for theme in Theme.objects.illustres():
        yield du_theme(theme)
