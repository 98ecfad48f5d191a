"""A visitor tries: one click, one trial, its own people; nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communs.collectivites.models import Collectivite, Compte
from communs.dossiers.models import Dossier
from eclaireurs.essais import services
from eclaireurs.essais.models import Essai
from eclaireurs.outils import OUTILS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

ESSAYER = "/eclaireurs/evaluation/cadrage/essayer/"


def entrer(client: Client) -> str:
    """Click; the address one is taken to."""
    response = client.post(ESSAYER)
    assert response.status_code == 302
    return response["Location"]


@pytest.mark.parametrize("outil", OUTILS, ids=lambda outil: outil.slug)
def test_the_page_of_each_tool_leads_to_its_trial(client, outil):
    page = client.get(outil.get_absolute_url()).content.decode()
    assert f'href="{outil.get_absolute_url()}essayer/"' in page
    explication = client.get(f"{outil.get_absolute_url()}essayer/")
    assert "Commencer l’essai" in explication.content.decode()


def test_looking_makes_nothing(client, pret):
    client.get(ESSAYER)
    pret.refresh_from_db()
    assert pret.pris_le is None
    assert "_auth_user_id" not in client.session


def test_a_visitor_is_at_work_in_one_click(client, pret):
    adresse = entrer(client)
    page = client.get(adresse)
    assert page.status_code == 200
    texte = page.content.decode()
    assert "Vous essayez." in texte
    assert "Maëlle" in texte
    pret.refresh_from_db()
    assert pret.pris_le is not None
    assert pret.collectivite.essai_jusqu_au - pret.pris_le == services.DUREE


def test_a_second_click_and_another_tool_are_the_same_trial(client, pret):
    premiere = entrer(client)
    autre = services.preparer()
    assert entrer(client) == premiere
    assert client.post("/eclaireurs/evaluation/fete/essayer/")["Location"] == pret.portes["evaluation-fete"]
    autre.refresh_from_db()
    assert autre.pris_le is None


def test_two_visitors_see_nothing_of_each_other(pret):
    services.preparer()
    une, deux = Client(), Client()
    adresse, ailleurs = entrer(une), entrer(deux)
    assert adresse != ailleurs
    assert une.get(ailleurs).status_code == 404
    assert deux.get(adresse).status_code == 404


def test_whoever_has_the_address_of_a_trial_learns_nothing(client, client_de, etrangere, pret):
    adresse = entrer(client)
    assert client_de(etrangere).get(adresse).status_code == 404
    assert Client().get(adresse).status_code == 302  # as any private page: sign in


def test_somebody_signed_in_keeps_her_own_session(client_de, etrangere, pret):
    elle = client_de(etrangere)
    assert "Vous êtes dans votre compte" in elle.get(ESSAYER).content.decode()
    response = elle.post(ESSAYER)
    assert response.status_code == 409
    assert "un essai n’y entre pas" in response.content.decode()
    assert elle.session["_auth_user_id"] == str(etrangere.pk)
    pret.refresh_from_db()
    assert pret.pris_le is None


def test_none_is_ready_one_is_asked_to_come_back_and_nothing_is_made(client, recit_court):
    response = client.post(ESSAYER)
    assert (response.status_code, response["Retry-After"]) == (503, "20")
    assert "Votre dossier se prépare" in response.content.decode()
    assert Essai.objects.count() == 0
    assert "_auth_user_id" not in client.session


def test_all_are_taken_it_is_said(client, settings, pret):
    settings.VIGIE_ESSAIS_MAX = 1
    entrer(Client())
    response = client.post(ESSAYER)
    assert response.status_code == 503
    assert "Tous les essais sont pris" in response.content.decode()


def test_one_plays_another_person_of_the_same_trial(client, pret):
    adresse = entrer(client)
    yanis = Compte.objects.get(prenom="Yanis", essai=pret.collectivite)
    page = client.get("/eclaireurs/essai/").content.decode()
    assert "Jouer Yanis" in page
    response = client.post("/eclaireurs/essai/jouer/", {"personne": yanis.pk}, follow=True)
    assert "Vous êtes maintenant Yanis" in response.content.decode()
    assert client.session["_auth_user_id"] == str(yanis.pk)
    assert client.get(adresse).status_code in {200, 404}  # what Yanis may see, and no sign-in page


@pytest.mark.parametrize("qui", ["", "abc", "-1"])
def test_one_plays_nobody_of_another_trial(client, pret, qui, etrangere):
    entrer(client)
    autre = services.preparer()
    for personne in (qui, autre.personnes[0][0], etrangere.pk):
        assert client.post("/eclaireurs/essai/jouer/", {"personne": personne}).status_code == 400
    assert client.session["_auth_user_id"] == str(pret.personnes[0][0])


def test_ended_by_its_visitor_it_is_out_of_reach_then_erased(client, pret):
    adresse = entrer(client)
    response = client.post("/eclaireurs/essai/finir/", follow=True)
    assert "Votre essai est fini" in response.content.decode()
    assert client.get(adresse).status_code == 302
    services.entretenir()
    assert not Essai.objects.filter(pk=pret.pk).exists()
    assert client.post("/eclaireurs/essai/finir/").status_code == 302  # a second click: to sign in


def test_after_its_day_it_is_said_to_be_over(client, pret):
    adresse = entrer(client)
    Collectivite.objects.update(essai_jusqu_au=timezone.now() - timedelta(seconds=1))
    services.entretenir()
    response = client.get(adresse)
    assert response.status_code == 410
    assert "Votre essai est terminé" in response.content.decode()
    assert not Dossier.objects.filter(collectivite=pret.collectivite_id).exists()
    assert "Commencer l’essai" in client.get(ESSAYER).content.decode()


def test_the_reserve_is_kept_within_its_ceiling(settings, recit_court):
    settings.VIGIE_ESSAIS_MAX, settings.VIGIE_ESSAIS_RESERVE = 3, 2
    services.entretenir()
    assert Essai.objects.prets().count() == 2
    for _ in range(2):
        assert services.prendre() is not None
    services.entretenir()
    assert (Essai.objects.count(), Essai.objects.prets().count()) == (3, 1)
    assert services.prendre() is not None
    assert services.prendre() is None
    services.entretenir()
    assert Essai.objects.count() == 3
    assert services.complet()


def test_a_trial_left_alone_gives_its_place_and_one_in_use_does_not(settings, recit_court):
    settings.VIGIE_ESSAIS_MAX, settings.VIGIE_ESSAIS_RESERVE = 2, 1
    services.entretenir()
    oublie = services.prendre()
    services.entretenir()
    en_usage = services.prendre()
    vieux = timezone.now() - timedelta(hours=2)
    Essai.objects.update(pris_le=vieux)
    Essai.objects.filter(pk=en_usage.pk).update(dernier_geste_le=timezone.now())
    services.entretenir()
    assert not Essai.objects.filter(pk=oublie.pk).exists()
    assert Essai.objects.filter(pk=en_usage.pk).exists()
    assert Essai.objects.prets().count() == 1


def test_one_worker_tells_at_a_time(settings, recit_court, monkeypatch):
    monkeypatch.setattr(services, "VERROU", services.VERROU)
    settings.VIGIE_ESSAIS_RESERVE = 1
    services.entretenir()
    services.entretenir()
    assert Essai.objects.count() == 1
