"""The screens of the collection: what each person meets, and at what cost."""


import pytest

from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def chez(affaire):
    """`chez("collecte")`: an address of the collection."""
    return lambda nom="collecte", *args: affaire.adresse(f"evaluation:{nom}", *args)


@pytest.fixture
def alice(client_de, administratrice):
    return client_de(administratrice)


def test_every_page_of_a_collection_opens_empty_then_full(alice, chez, affaire, photo, indice):
    pages = ["collecte", "trier", "deposer", "themes", "compilation", "imprimer_collecte"]
    assert [alice.get(chez(nom)).status_code for nom in pages] == [200] * 6
    for sorte in ("texte", "chiffre", "photo", "son", "video", "temoignage", "document"):
        assert alice.get(chez("deposer_indice", sorte)).status_code == 200
    assert alice.get(chez("deposer_indice", "rumeur")).status_code == 404
    photo("La file", consentement="donne")
    indice("On vient pour la dame")
    theme = services.ajouter_theme(
        identite=_identite(alice), collecte=affaire.collecte, titre="Attendre"
    )
    services.ranger(
        identite=_identite(alice), casier=theme, materiaux=list(Materiau.objects.order_by("pk"))
    )
    assert [alice.get(chez(nom)).status_code for nom in pages] == [200] * 6
    for materiau in Materiau.objects.all():
        assert alice.get(chez("indice", materiau.uuid)).status_code == 200
        assert alice.get(chez("modifier_indice", materiau.uuid)).status_code == 200
    assert alice.get(chez("theme", theme.uuid)).status_code == 200
    assert "Attendre" in alice.get(chez("compilation")).content.decode()


def _identite(client):
    from communs.collectivites.identite import Identite
    from communs.collectivites.models import Compte

    return Identite(Compte.objects.get(pk=client.session["_auth_user_id"]))
