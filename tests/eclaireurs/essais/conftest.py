"""A short story for trials: two people and an evaluation just opened. The real one is told in two tests."""

from uuid import uuid4

import pytest

from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Adhesion, Collectivite, Compte
from communs.dossiers import services as dossiers
from eclaireurs.essais import recits, services
from eclaireurs.essais.models import Essai
from eclaireurs.essais.recits import Personne, Raconte
from eclaireurs.outils import OUTILS


def raconter_court(collectivite: Collectivite) -> Raconte:
    comptes = [
        Compte.objects.create_user(f"{nom}.{collectivite.identifiant}@essai.invalid", prenom=prenom)
        for nom, prenom in (("maelle", "Maëlle"), ("yanis", "Yanis"))
    ]
    for compte in comptes:
        compte.essai = collectivite
        compte.save(update_fields=["essai"])
        Adhesion.objects.create(compte=compte, collectivite=collectivite, role=Role.MEMBRE)
    dossier = dossiers.ouvrir(
        identite=Identite(comptes[0]),
        collectivite=collectivite,
        genre_cle="evaluation",
        titre="Le médiabus",
        resume="",
        demande=uuid4(),
    )
    portes = {outil.slug: dossier.adresse("evaluation:cadrage") for outil in OUTILS}
    return Raconte(portes, (Personne(comptes[0], "Évaluateur"), Personne(comptes[1], "Applicateur")))


@pytest.fixture
def recit_court(monkeypatch) -> None:
    monkeypatch.setattr(recits, "_recits", {"evaluation": raconter_court})


@pytest.fixture
def pret(recit_court, db) -> Essai:
    """A trial that waits for its visitor."""
    return services.preparer()
