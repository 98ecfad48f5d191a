"""The plan of the site for search engines: every public page, from all the rooms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from communs.aide.guide import noms
from communs.catalogue.models import Recommandable
from communs.web.cache_pages import page_publique
from eclaireurs.evaluation.desirable.models import Publication
from eclaireurs.models import Episode
from nuancier.models import Famille
from veille.models import Bulletin, Notice, Numero

PAGES = (
    "aide:guide",
    *("web:accueil", "web:mentions_legales", "web:accessibilite", "web:donnees_personnelles", "api:docs"),
    *("sonar:accueil", "sonar:regle", "sonar:portraits", "sonar:barometre", "sonar:seances", "sonar:carte"),
    *("sonar:definitions", "sonar:trajectoire", "sonar:fabrique", "sonar:journal"),
    *(
        "eclaireurs:accueil",
        "rapports:liste",
        "nuancier:accueil",
        "nuancier:mode_emploi",
        "nuancier:parcours",
    ),
    *("veille:accueil", "veille:agenda", "veille:flux"),
)


class Plan(Sitemap):
    """A part of the plan. Addresses bear the name we give ourselves, not the one we were called by."""

    limit = 10_000
    protocol, _, domaine = settings.VIGIE_ADRESSE.partition("://")

    def get_domain(self, site: Any = None) -> str:
        return self.domaine


class Pages(Plan):
    """The doors of each room, and what stands right behind them."""

    def items(self) -> Sequence[str]:
        return [
            *(reverse(nom) for nom in PAGES),
            *(reverse("aide:page", args=[nom]) for nom in sorted(noms())),
            *(famille.get_absolute_url() for famille in Famille.objects.order_by("numero")),
            *(reverse("eclaireurs:episode", args=[e.cle]) for e in Episode.objects.order_by("cle")),
            *(bulletin.get_absolute_url() for bulletin in Bulletin.objects.publies()),
        ]

    def location(self, item: str) -> str:
        return item


class Fonds(Plan):
    """What the catalogue knows: portraits, tools, teintes. The veille has parts of its own."""

    def items(self) -> QuerySet:
        lignes = Recommandable.objects.exclude(type__in=("page", "episode", "notice", "numero"))
        lignes = lignes.exclude(adresse__contains="#")
        return lignes.values_list("adresse", flat=True).order_by("adresse").distinct()

    def location(self, item: str) -> str:
        return item


class Numeros(Plan):
    def items(self) -> QuerySet[Numero]:
        return Numero.objects.publies().select_related("bulletin").order_by("pk")

    def lastmod(self, item: Numero) -> datetime:
        return item.modifie_le


class Rapports(Plan):
    """The rapports désirables that the public may read."""

    def items(self) -> QuerySet[Publication]:
        return Publication.objects.lues().defer("contenu")

    def location(self, item: Publication) -> str:
        return item.rapport.adresse_publique()

    def lastmod(self, item: Publication) -> datetime:
        return item.publiee_le


class Notices(Plan):
    def items(self) -> QuerySet[Notice]:
        return Notice.objects.en_vue().only("modifie_le").order_by("pk")

    def lastmod(self, item: Notice) -> datetime:
        return item.modifie_le


PARTIES: "dict[str, type[Sitemap[Any]] | Sitemap[Any]]" = {
    "pages": Pages,
    "fonds": Fonds,
    "numeros": Numeros,
    "notices": Notices,
    "rapports": Rapports,
}


@page_publique
def plan(request: HttpRequest) -> HttpResponse:
    """The parts of the plan."""
    return index(request, PARTIES, sitemap_url_name="plan_section").render()


@page_publique
def plan_section(request: HttpRequest, section: str) -> HttpResponse:
    """One part, by pages of `Plan.limit` addresses."""
    return sitemap(request, PARTIES, section=section).render()
