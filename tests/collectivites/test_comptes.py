"""Accounts: signing up, verifying, signing in and out, passwords, addresses, erasure."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse

from communs.collectivites.models import Compte
from communs.courrier.models import Courriel
from tests.collectivites.gestes import NOUVELLE, connecter, est_connecte, inscrire, lien
from tests.conftest import creer_compte

pytestmark = pytest.mark.django_db


def test_s_inscrire_verifier_son_adresse_et_arriver_dans_son_espace(client, settings):
    response = inscrire(client)
    assert (response.status_code, response["Location"]) == (302, "/compte/confirmer/")
    assert not est_connecte(client)
    compte = Compte.objects.get()
    assert (compte.email, compte.prenom, compte.nom) == (NOUVELLE, "Denise", "Abily")

    courriel = Courriel.objects.get()
    assert courriel.sujet == "Bienvenue sur Vigie : confirmez votre adresse"
    assert (courriel.destinataire, courriel.corps_ephemere) == (NOUVELLE, True)
    assert settings.VIGIE_ADRESSE in courriel.texte
    assert "Denise" not in courriel.texte + courriel.html, "rien de saisi n’est répété à une adresse inconnue"

    page = lien(courriel, "/compte/confirmer/")
    assert client.get(page).status_code == 200
    assert not EmailAddress.objects.get().verified, "la vue seule ne confirme rien"
    response = client.post(page)
    assert (response.status_code, response["Location"]) == (302, "/espace/")
    assert EmailAddress.objects.get().verified
    assert est_connecte(client)


def test_le_chemin_demande_avant_l_inscription_reprend_apres_la_verification(client):
    inscrire(client, next="/espace/creer/")
    assert client.post(lien(Courriel.objects.get(), "/compte/confirmer/"))["Location"] == "/espace/creer/"


def test_une_adresse_non_verifiee_ne_permet_pas_de_se_connecter(client):
    inscrire(client)
    autre = Client()
    assert connecter(autre, NOUVELLE)["Location"] == "/compte/confirmer/"
    assert not est_connecte(autre)


@pytest.mark.parametrize("jeton", ["MQ:1xYzAb:faux", "n-importe-quoi", "x" * 500])
def test_un_lien_de_verification_faux_est_une_page_410_claire(client, jeton):
    page = reverse("account_confirm_email", args=[jeton])
    response = client.get(page)
    assert response.status_code == 410
    assert "Ce lien ne sert plus" in response.content.decode()
    assert client.post(page).status_code == 404


def test_un_lien_de_verification_ne_sert_qu_une_fois(client):
    inscrire(client)
    page = lien(Courriel.objects.get(), "/compte/confirmer/")
    client.post(page)
    assert Client().get(page).status_code == 410


def test_l_inscription_ne_dit_pas_qu_un_compte_existe(client, membre):
    connu = inscrire(client, email=membre.email)
    inconnu = inscrire(Client())
    assert (connu.status_code, connu["Location"]) == (inconnu.status_code, inconnu["Location"])
    assert Compte.objects.count() == 2
    courriel = Courriel.objects.get(destinataire=membre.email)
    assert courriel.sujet == "Vous avez déjà un compte sur Vigie"


@pytest.mark.parametrize(
    ("champs", "erreur"),
    [
        ({"email": "pas une adresse"}, "adresse e-mail valide"),
        ({"email": ""}, "Ce champ est obligatoire"),
        ({"email": "a@b.fr\nBcc: tous@ailleurs.example"}, "adresse e-mail valide"),
        ({"email": "x" * 10_000 + "@b.fr"}, "caractères"),
        ({"email": "a@" + "b." * 130 + "fr"}, "trop longue"),
        ({"email": "nul\x00@b.fr"}, "nul"),
        ({"prenom": "x" * 10_000}, "80 caractères"),
        ({"nom": "nul\x00"}, "nul"),
        ({"password1": "court"}, "trop court"),
        ({"password1": "123456789012"}, "entièrement numérique"),
    ],
)
def test_une_inscription_mal_remplie_est_montree_de_nouveau_et_n_ecrit_rien(client, champs, erreur):
    response = inscrire(client, **champs)
    assert response.status_code == 200
    assert erreur in response.content.decode()
    assert Compte.objects.count() == 0
    assert Courriel.objects.count() == 0


def test_sql_et_script_dans_un_nom_sont_gardes_et_montres_tels_quels(client_de):
    hostile = "<script>alert(1)</script>'; DROP TABLE x;--"
    compte = creer_compte(NOUVELLE, prenom=hostile[:80])
    page = client_de(compte).get(reverse("collectivites:espace")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_se_connecter_et_se_deconnecter(client, membre):
    response = connecter(client, membre.email.upper())
    assert (response.status_code, response["Location"]) == (302, "/espace/")
    assert est_connecte(client)
    assert client.get(reverse("account_logout")).status_code == 200
    assert est_connecte(client), "regarder la page ne déconnecte pas"
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert not est_connecte(client)


def test_un_mauvais_mot_de_passe_et_une_adresse_inconnue_recoivent_la_meme_reponse(client, membre):
    pages = [
        connecter(client, email, "mauvais-mot-de-passe").content.decode()
        for email in (membre.email, "inconnu@ailleurs.example")
    ]
    for page in pages:
        assert "L’adresse ou le mot de passe ne correspondent pas." in page
    assert not est_connecte(client)


def test_la_suite_apres_connexion_ne_quitte_jamais_le_site(client, membre):
    assert connecter(client, membre.email, next="https://ailleurs.example/")["Location"] == "/espace/"


def test_apres_cinq_essais_le_compte_fait_patienter_meme_avec_le_bon_mot_de_passe(client, membre):
    for _ in range(5):
        connecter(client, membre.email, "mauvais-mot-de-passe")
    response = connecter(client, membre.email)
    assert "Trop d’essais pour cette adresse" in response.content.decode()
    assert not est_connecte(client)


def test_trop_de_demandes_d_une_meme_adresse_ip_recoivent_notre_page_429(client):
    for _ in range(60):
        response = inscrire(client, email="")
    assert response.status_code == 200
    response = inscrire(client)
    assert response.status_code == 429
    assert '<html lang="fr">' in response.content.decode()
    assert Compte.objects.count() == 0


def test_un_compte_ferme_ne_se_connecte_pas(client, membre):
    Compte.objects.filter(pk=membre.pk).update(is_active=False)
    response = connecter(client, membre.email)
    assert response["Location"] == "/compte/inactif/"
    assert not est_connecte(client)


@pytest.mark.django_db(transaction=True)
def test_la_meme_inscription_envoyee_quatre_fois_au_meme_instant_fait_un_compte():
    def une(_: int) -> int:
        try:
            return inscrire(Client()).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        assert list(fils.map(une, range(4))) == [302] * 4
    assert Compte.objects.count() == 1
    assert EmailAddress.objects.count() == 1
