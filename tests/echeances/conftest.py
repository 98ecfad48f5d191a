from collections.abc import Callable, Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.db.models import TextChoices

from communs.collectivites.models import Collectivite, Compte
from communs.dossiers import genres as genres_de_dossier
from communs.dossiers.models import Dossier, Participant
from communs.echeances import genres, services
from communs.echeances.genres import Entree
from communs.echeances.models import Echeance
from communs.etats.models import Acteur
from tests.courrier.conftest import smtp

__all__ = ["smtp"]

GENRE = "essai.tache"


class Roles(TextChoices):
    ORGANISATRICE = "echeances_organisatrice", "Organisatrice"
    AGENT = "echeances_agent", "Agent"


@pytest.fixture(autouse=True)
def genre_d_essai(monkeypatch) -> Iterator[list[tuple[int, Entree]]]:
    """A kind of dossier and a kind of dated thing; the list is what the « tool's own rows » say."""
    lignes: list[tuple[int, Entree]] = []
    monkeypatch.setattr(genres_de_dossier, "_genres", dict(genres_de_dossier._genres))
    monkeypatch.setattr(genres, "_genres", dict(genres._genres))
    genres_de_dossier.inscrire(
        genres_de_dossier.Genre(
            cle="echeances",
            nom="Essai",
            article="un essai",
            episode="evaluation",
            roles=Roles,
            pilotes=frozenset({Roles.ORGANISATRICE}),
            fondateur=(Roles.ORGANISATRICE,),
            outils=(),
        )
    )
    genres.inscrire(genres.Genre(cle=GENRE, nom="tâche", recompter=lambda: list(lignes)))
    return lignes


@pytest.fixture
def dossier(collectivite: Collectivite) -> Dossier:
    return Dossier.objects.create(
        collectivite=collectivite, genre="echeances", titre="La piscine intercommunale"
    )


@pytest.fixture
def participer() -> Callable[..., Participant]:
    """`participer(dossier, compte)` or `participer(dossier, email=…, nom=…)`."""

    def _participer(dossier: Dossier, compte: Compte | None = None, email: str = "", nom: str = ""):
        acteur = Acteur.objects.de(compte) if compte else Acteur.objects.create(nom=nom)
        return Participant.objects.create(
            dossier=dossier, compte=compte, email=email, acteur=acteur, roles=[Roles.AGENT]
        )

    return _participer


@pytest.fixture
def alice(dossier, participer, administratrice) -> Participant:
    return participer(dossier, administratrice)


@pytest.fixture
def echoir(dossier) -> Callable[..., Echeance]:
    """`echoir(le, responsable, libelle)`: one dated thing."""

    def _echoir(le: date, responsable: Participant | None = None, libelle: str = "Choisir", **champs):
        lieu = responsable.dossier if responsable else dossier
        entree = Entree(
            reference=champs.pop("reference", None) or uuid4(),
            libelle=libelle,
            adresse="/espace/port-lumiere/",
            le=le,
            responsable=responsable.pk if responsable else None,
            **champs,
        )
        services.inscrire(genre=GENRE, dossier=lieu, entree=entree)
        return Echeance.objects.get(reference=entree.reference)

    return _echoir
