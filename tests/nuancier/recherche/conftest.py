"""A small chart of seven teintes, as the real one is made."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from nuancier.models import Teinte
from tests.outils.teintes import MODULE, creer_famille, creer_nuancier, creer_teinte

VIDE = {"lexique": (), "finalites": (), "competences": (), "savoir_etre": (), "contenus": ()} | {
    "resume": "Une teinte.",
    "lacunes": (),
    "modules": (),
    "ressources": (),
}


@pytest.fixture
def teinte(db: None) -> Callable[..., Teinte]:
    """`teinte("4.1", titre="…", modules=(…))`: a teinte that holds this and nothing else."""
    creer_nuancier()

    def _teinte(code: str, **champs) -> Teinte:
        creer_famille(int(code[0]), f"Famille {code[0]}")
        titre = champs.pop("titre", f"Sans nom {code}")
        return creer_teinte(code, **VIDE | {"titre": titre, "titre_court": titre[:60]} | champs)

    return _teinte


@pytest.fixture
def nuancier(teinte) -> None:
    """Seven teintes of four families; durations in half-days."""
    un = replace(
        MODULE, jauge_min=None, publics=(), profils=(), mixite="", mixite_entre=(), deroule=(), profil=""
    )
    teinte(
        "1.1",
        titre="Géopolitique de l’innovation publique",
        lexique=("innovation", "action publique"),
        modules=(replace(un, format="en_ligne", duree_min=None, duree_max=None, jauge_max=None),),
    )
    teinte(
        "2.1",
        titre="Coproduire avec les habitants",
        lexique=("habitants", "usages"),
        modules=(
            replace(un, duree_min=1, duree_max=1, jauge_max=12, publics=("tous",), profils=("artistique",)),
        ),
    )
    teinte("2.2", titre="Organisations apprenantes", finalites=("Repartir des usages réels",))
    teinte(
        "4.1",
        titre="Techniques d’immersion",
        resume="Aller voir ce que vivent les usagers.",
        lexique=("terrain", "usages"),
        contenus=("Trois jours d’immersion dans un service",),
        modules=(
            replace(un, cle="court", duree_min=2, duree_max=4, jauge_max=15, publics=("tous",)),
            replace(
                un, cle="long", format="voyage", duree_min=6, duree_max=8, jauge_max=8, profils=("designer",)
            ),
        ),
    )
    teinte(
        "4.2",
        titre="Observer un guichet",
        savoir_etre=("Écoute",),
        modules=(
            replace(
                un,
                format="voyage",
                duree_min=2,
                duree_max=2,
                jauge_max=20,
                mixite="requise",
                presentiel_possible=True,
                deroule=("Une demi-journée d’immersion, carnet en main.",),
            ),
        ),
    )


class Page(str):
    """The page of a search, its spaces joined, its entities read."""

    @property
    def codes(self) -> list[str]:
        return re.findall(r'class="trouvee-code peint" aria-hidden="true">([\d.]+)<', self)

    @property
    def nombre(self) -> str:
        trouve = re.search(r'<h2 id="nombre".*?>(.*?)</h2>', self)
        return " ".join(re.sub("<.*?>", " ", trouve[1]).split())

    @property
    def extraits(self) -> list[tuple[str, list[str]]]:
        """Part → its texts, with their marks."""
        parties = re.findall(r'<span class="trouvee-partie">(.*?)</span>(.*?)</li>', self)
        return [
            (nom, re.findall(r'<span class="trouvee-passage">(.*?) ?</span>', textes))
            for nom, textes in parties
        ]

    def comptes(self, facette: str) -> dict[str, int]:
        """Value → number; a value that can't be ticked has a negative one."""
        lus = re.findall(
            rf'name="{facette}" value="(.*?)"( checked)?( disabled)?>.*?class="filtre-nombre">(\d+)<', self
        )
        return {cle: -1 if disabled else int(nombre) for cle, _, disabled, nombre in lus}


@pytest.fixture
def chercher(client: Client) -> Callable[..., Page]:
    def _chercher(q: str = "", **parametres: object) -> Page:
        demande = ({"q": q} if q else {}) | parametres
        response = client.get(reverse("nuancier:recherche"), demande, follow=True)
        assert response.status_code == 200
        # No-break spaces are not joined: sentences are read with them.
        return Page(unescape(re.sub(r"[ \n]+", " ", response.content.decode())))

    return _chercher
