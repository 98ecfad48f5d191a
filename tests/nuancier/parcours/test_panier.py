from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from nuancier.parcours import panier
from nuancier.parcours.models import MAX_PASTILLES, Parcours
from tests.conftest import MOT_DE_PASSE
from tests.outils.parcours import composer

pytestmark = pytest.mark.django_db

VOIR = "/nuancier/parcours/panier/"


def mettre(client, choix: str):
    return client.post(f"{VOIR}mettre/", {"choix": choix})


def contenu(client) -> list[str]:
    return panier.references(client.session)


def test_a_reader_without_account_fills_a_basket_in_order_and_twice_the_same_counts_once(client, teintes):
    for choix in ("4.2-aller-voir", "4.1-aller-voir", "4.2-aller-voir"):
        assert mettre(client, choix)["Location"] == VOIR
    assert contenu(client) == ["4.2-aller-voir", "4.1-aller-voir"]
    texte = client.get(VOIR).content.decode()
    assert texte.index("Prototyper") < texte.index("Techniques d’immersion") or "4.2" in texte


def test_looking_at_the_basket_or_at_a_teinte_keeps_no_session(client, teintes):
    client.get(VOIR)
    client.get(teintes[0].get_absolute_url())
    assert not Session.objects.exists()


def test_a_teinte_alone_takes_its_only_module(client, teintes):
    mettre(client, "4.1")
    mettre(client, "4.3")
    assert contenu(client) == ["4.1-aller-voir", "4.3"]


def test_the_link_of_a_teinte_page_offers_to_put_it_in(client, teintes):
    page = client.get(teintes[0].get_absolute_url()).content.decode()
    lien = f"{VOIR}?choix=4.1-aller-voir"
    assert f'href="{lien}"' in page
    assert "Mettre dans mon panier" in client.get(lien).content.decode()
    mettre(client, "4.1-aller-voir")
    assert "est déjà dans votre panier" in client.get(lien).content.decode()


@pytest.mark.parametrize("choix", ["9.9", "", "4.1-inconnu", "<script>", "4.1\x00"])
def test_what_is_not_in_the_chart_does_not_enter(client, teintes, choix):
    assert mettre(client, choix).status_code == 302
    assert contenu(client) == []
    assert client.get(VOIR, {"choix": choix or "x"}).status_code == 200


def test_the_basket_is_bounded_and_says_so(client, teintes):
    mettre(client, "4.1-aller-voir")
    session = client.session
    session[panier.CLE] = [f"4.1-module-{rang}" for rang in range(MAX_PASTILLES)]
    session.save()
    response = client.post(f"{VOIR}mettre/", {"choix": "4.2"}, follow=True)
    assert "il tient en 60 pastilles" in response.content.decode()
    assert len(contenu(client)) == MAX_PASTILLES


def test_a_teinte_that_left_the_chart_is_told(client, teintes):
    mettre(client, "4.1")
    mettre(client, "4.3")
    teintes[0].retiree_le = timezone.now()
    teintes[0].save()
    assert "1 teinte n’est plus dans le Nuancier" in client.get(VOIR).content.decode()


def test_what_is_taken_out_or_emptied_is_gone(client, teintes):
    mettre(client, "4.1")
    mettre(client, "4.3")
    for _ in range(2):
        client.post(f"{VOIR}enlever/", {"choix": "4.3"})
    assert contenu(client) == ["4.1-aller-voir"]
    client.post(f"{VOIR}vider/")
    assert contenu(client) == []


def test_signing_in_keeps_the_basket_and_turns_it_into_a_path(client, membre, teintes):
    mettre(client, "4.3")
    mettre(client, "4.1")
    suite = client.get(f"{VOIR}garder/")["Location"]
    assert suite.startswith(reverse("account_login"))
    retour = client.post(suite, {"login": membre.email, "password": MOT_DE_PASSE})["Location"]
    assert retour == f"{VOIR}garder/"
    envoi = {"titre": "De mon panier", "demande": uuid4()}
    response = client.post(retour, envoi)
    parcours = Parcours.objects.get(auteur=membre)
    assert response["Location"] == parcours.get_absolute_url()
    assert list(parcours.pastilles.values_list("teinte__code", flat=True)) == ["4.3", "4.1"]
    assert contenu(client) == []
    client.post(retour, envoi)
    assert Parcours.objects.count() == 1


def test_the_basket_is_poured_at_the_end_of_a_path_once(client_de, administratrice, parcours):
    alice = client_de(administratrice)
    mettre(alice, "4.2")
    session = alice.session
    envoi = {"parcours": parcours.pk, "demande": uuid4()}
    alice.post(f"{VOIR}garder/", envoi)
    session.save()  # the same basket, as in a second window
    alice.post(f"{VOIR}garder/", envoi)
    codes = list(parcours.pastilles.order_by("rang").values_list("teinte__code", flat=True))
    assert codes == ["4.1", "4.2", "4.3", "4.2"]


def test_nobody_pours_a_basket_into_the_path_of_another(client_de, etrangere, parcours):
    chloe = client_de(etrangere)
    composer(etrangere, titre="Le sien")
    mettre(chloe, "4.2")
    response = chloe.post(f"{VOIR}garder/", {"parcours": parcours.pk, "demande": uuid4()})
    assert response.status_code == 422
    assert parcours.pastilles.count() == 3


def test_a_full_path_takes_no_basket_and_keeps_it(client_de, administratrice, teintes):
    plein = composer(administratrice, *[teintes[0]] * MAX_PASTILLES)
    alice = client_de(administratrice)
    mettre(alice, "4.2")
    response = alice.post(f"{VOIR}garder/", {"parcours": plein.pk, "demande": uuid4()})
    assert response.status_code == 422
    assert contenu(alice) == ["4.2-aller-voir"]


def test_a_path_from_the_basket_asks_for_a_title_without_a_link(client_de, administratrice, teintes):
    alice = client_de(administratrice)
    for titre in ("", "Tout sur www.exemple.example"):
        response = alice.post(f"{VOIR}garder/", {"titre": titre, "demande": uuid4()})
        assert response.status_code == 422
    assert not Parcours.objects.exists()
