"""Addresses given and changed from the desk: nobody ever takes one that still leads somewhere."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.outils.veille import creer_numero, creer_numero_publie, nommer_documentaliste
from tests.veille.redaction.test_vues import texte
from veille.models import Bulletin, Numero
from veille.numeros.adresses import renommer

pytestmark = pytest.mark.django_db

AVANT = "/veille/lettre-du-large/n-41/"


@pytest.fixture
def identite(administratrice):
    return nommer_documentaliste(administratrice)


@pytest.fixture
def alice(client_de, identite):
    return client_de(identite.compte)


@pytest.fixture
def numero(db) -> Numero:
    return creer_numero_publie()


def du_numero(numero: Numero) -> str:
    return reverse("veille:adresse_numero", args=[numero.uuid])


def du_bulletin(bulletin: Bulletin) -> str:
    return reverse("veille:adresse_bulletin", args=[bulletin.cle])


def test_a_published_issue_changes_its_address_and_the_old_one_leads_there(alice, client, numero):
    page = texte(alice.get(du_numero(numero)))
    assert f"Aujourd’hui : {AVANT}" in page
    assert 'value="n-41"' in page

    reponse = alice.post(du_numero(numero), {"version": numero.version, "cle": "automne"}, follow=True)

    assert "L’adresse est maintenant /veille/lettre-du-large/automne/." in texte(reponse)
    assert client.get(AVANT)["Location"] == "/veille/lettre-du-large/automne/"


def test_so_does_a_bulletin_with_all_its_issues(alice, client, numero):
    alice.post(du_bulletin(numero.bulletin), {"version": numero.bulletin.version, "cle": "le-large"})

    assert client.get("/veille/lettre-du-large/")["Location"] == "/veille/le-large/"
    assert client.get(AVANT)["Location"] == "/veille/le-large/n-41/"
    assert "/veille/atelier/bulletins/le-large/adresse/" in texte(alice.get(reverse("veille:atelier")))


def test_an_address_sent_twice_changes_once(alice, numero):
    for _ in range(2):
        envoi = {"version": numero.version, "cle": "automne"}
        assert alice.post(du_numero(numero), envoi).status_code == 302
    assert Numero.objects.get().version == numero.version + 1


@pytest.mark.parametrize(
    ("cle", "message"),
    [
        ("deux mots", "ne doit contenir que des lettres"),
        ("../../etc", "ne doit contenir que des lettres"),
        ("", "obligatoire"),
        ("n-42", "a déjà cette adresse"),
    ],
)
def test_one_that_cannot_be_is_refused_in_french(alice, numero, cle, message):
    creer_numero(cle="n-42")
    reponse = alice.post(du_numero(numero), {"version": numero.version, "cle": cle})
    assert reponse.status_code == 422
    assert message in texte(reponse)
    assert Numero.objects.get(pk=numero.pk).cle == "n-41"


def test_a_bulletin_does_not_take_a_word_of_the_veille(alice, numero):
    reponse = alice.post(du_bulletin(numero.bulletin), {"version": 1, "cle": "panier"})
    assert reponse.status_code == 422
    assert "est réservée" in texte(reponse)


def test_two_people_who_change_it_see_both_addresses(alice, numero):
    lue = numero.version
    alice.post(du_numero(numero), {"version": lue, "cle": "automne"})
    reponse = alice.post(du_numero(numero), {"version": lue, "cle": "octobre"})
    assert reponse.status_code == 409
    assert "automne" in texte(reponse)
    assert "octobre" in texte(reponse)
    assert Numero.objects.get().cle == "automne"


def test_only_documentalistes_change_addresses(client_de, membre, etrangere, identite, numero):
    assert client_de(etrangere).get(du_numero(numero)).status_code == 404
    assert client_de(etrangere).post(du_bulletin(numero.bulletin), {"cle": "x"}).status_code == 404
    Numero.objects.update(etat="relecture", relecteur=membre, publie_le=None)
    assert client_de(membre).get(du_numero(numero)).status_code == 403
    assert client_de(membre).post(du_numero(numero), {"version": 1, "cle": "x"}).status_code == 403
    assert client_de(membre).get(du_bulletin(numero.bulletin)).status_code == 404
    assert Numero.objects.get().cle == "n-41"


@pytest.fixture
def renomme(identite, numero) -> Numero:
    """Its bulletin too: « lettre-du-large » and « le-large/n-41 » lead to them."""
    bulletin = renommer(
        identite=identite, objet=numero.bulletin, cle="le-large", version=numero.bulletin.version
    )
    numero.refresh_from_db()
    assert numero.bulletin == bulletin
    return renommer(identite=identite, objet=numero, cle="automne", version=numero.version)


MENE_ENCORE = "y mène encore"


def test_a_new_bulletin_does_not_take_the_old_address_of_another(alice, renomme):
    envoi = {"demande": uuid4(), "nom": "Une autre", "cle": "lettre-du-large"}
    reponse = alice.post(reverse("veille:nouveau_bulletin"), envoi)
    assert reponse.status_code == 422
    assert MENE_ENCORE in texte(reponse)
    assert Bulletin.objects.count() == 1


def test_a_new_issue_does_not_take_that_of_another(alice, renomme):
    envoi = {"demande": uuid4(), "titre": "Un", "genre": "regulier", "numero": "1", "cle": "n-41"}
    reponse = alice.post(reverse("veille:nouveau_numero", args=["le-large"]), envoi)
    assert reponse.status_code == 422
    assert MENE_ENCORE in texte(reponse)
    assert Numero.objects.count() == 1


def test_nor_does_a_draft_given_another_address(alice, renomme):
    brouillon = creer_numero(bulletin=renomme.bulletin, cle="n-42")
    reponse = alice.post(
        reverse("veille:entete_numero", args=[brouillon.uuid]),
        {"version": 1, "titre": "Un", "genre": "regulier", "cle": "n-41", "envoyer": "on"},
    )
    assert reponse.status_code == 422
    assert MENE_ENCORE in texte(reponse)
    brouillon.refresh_from_db()
    assert brouillon.cle == "n-42"


def test_nor_an_issue_put_back_from_the_bin(alice, identite, renomme):
    jete = creer_numero(bulletin=renomme.bulletin, cle="n-43")
    alice.post(reverse("veille:supprimer_numero", args=[jete.uuid]))
    renomme.refresh_from_db()
    for cle in ("n-43", "hiver"):
        renomme = renommer(identite=identite, objet=renomme, cle=cle, version=renomme.version)

    page = texte(alice.post(reverse("veille:retablir_numero", args=[jete.uuid]), follow=True))

    assert MENE_ENCORE in page
    assert Numero.objects.get(pk=jete.pk).supprime_le is not None
