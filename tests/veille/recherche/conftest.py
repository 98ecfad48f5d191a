"""Six notices, as an issue publishes them."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from tests.outils.veille import creer_numero, creer_themes
from veille.models import Numero, Theme
from veille.notices.fiches import FicheAuteur, FicheNotice
from veille.numeros.fiches import FicheNumero
from veille.publications import faire_connaitre

NOTICES = {
    "marees": FicheNotice(
        titre="Les marées de l’innovation",
        genre="article",
        auteurs=(FicheAuteur("Kerguelen", "Aline"),),
        publication="Revue du large",
        date="2018-09",
        resume="Ce que les marées **apprennent** aux services publics.",
        themes=("tiers-lieux",),
    ),
    "cooperer": FicheNotice(
        titre="Coopérer au bord de l’eau",
        genre="rapport",
        auteurs=(FicheAuteur("Mission littoral", organisme=True),),
        editeur="Éditions du Phare",
        date="2017",
        resume="Vingt-huit propositions pour des lieux d’innovation ouverts à tous.",
        themes=("participation", "tiers-lieux"),
    ),
    "labs": FicheNotice(
        titre="Public labs at sea",
        genre="etude",
        editeur="Éditions du Phare",
        langue="en",
        date="2018-23",
        resume="Des laboratoires publics, de l’Irlande à la Grèce.",
        themes=("participation",),
    ),
    "sans-date": FicheNotice(titre="Écouter les habitants", genre="site", resume="Une boîte à outils."),
}


def publier(cle: str, *fiches: FicheNotice) -> Numero:
    """An issue with these notices, published."""
    creer_themes()
    Theme.objects.filter(cle="tiers-lieux").update(synonymes=["fablab"], definition="Des lieux partagés.")
    fiche = FicheNumero(cle=cle, titre=f"Numéro {cle}", numero=cle[2:], date="2018-10", une=fiches)
    publie = creer_numero(fiche)
    publie.etat, publie.publie_le = "publie", "2018-10-15T06:00:00Z"
    publie.save()
    faire_connaitre([publie])
    return publie


@pytest.fixture
def veille(db: None) -> None:
    """Two issues: n° 1 with three notices, n° 2 with one."""
    publier("n-1", NOTICES["marees"], NOTICES["cooperer"], NOTICES["labs"])
    publier("n-2", NOTICES["sans-date"])


class Page(str):
    """The page of a search, its spaces joined, its entities read."""

    @property
    def titres(self) -> list[str]:
        lus = re.findall(r'<h3 class="notice-titre".*?<a href="/veille/notices/\d+/">(.*?)</a>', self)
        return [re.sub("<.*?>", "", lu).strip() for lu in lus]

    @property
    def nombre(self) -> str:
        trouve = re.search(r'<h2 id="nombre".*?>(.*?)</h2>', self)
        return " ".join(trouve[1].split())

    def comptes(self, facette: str) -> dict[str, int]:
        lus = re.findall(
            rf'name="{facette}" value="(.*?)"(?: checked)?>.*?class="filtre-nombre">(\d+)<', self
        )
        return {cle: int(nombre) for cle, nombre in lus}


@pytest.fixture
def chercher(client: Client) -> Callable[..., Page]:
    def _chercher(q: str = "", **parametres: object) -> Page:
        demande = ({"q": q} if q else {}) | parametres
        response = client.get("/veille/recherche/", demande, follow=True)
        assert response.status_code == 200
        return Page(unescape(" ".join(response.content.decode().split())))

    return _chercher
