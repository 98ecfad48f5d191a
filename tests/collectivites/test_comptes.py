"""Accounts: signing up, verifying, signing in and out, passwords, addresses, erasure."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import services
from communs.collectivites.models import Adhesion, Collectivite, Compte
from communs.courrier.models import Courriel
from tests.conftest import MOT_DE_PASSE, creer_compte

pytestmark = pytest.mark.django_db
NOUVELLE = "denise@port-lumiere.example"


def inscrire(client: Client, **champs: str):
    return client.post(
        reverse("account_signup"),
        {"email": NOUVELLE, "prenom": "Denise", "nom": "Abily", "password1": MOT_DE_PASSE, **champs},
    )


def connecter(client: Client, email: str, mot_de_passe: str = MOT_DE_PASSE, **champs: str):
    return client.post(reverse("account_login"), {"login": email, "password": mot_de_passe, **champs})


def lien(courriel: Courriel, debut: str) -> str:
    """The path of the link written in this mail."""
    return re.search(rf"http://[^/]+({debut}\S+)", courriel.texte)[1]


def est_connecte(client: Client) -> bool:
    return client.get(reverse("compte_profil")).status_code == 200


def test_s_inscrire_verifier_son_adresse_et_arriver_dans_son_espace(client, settings):
    response = inscrire(client)
    assert (response.status_code, response["Location"]) == (302, "/compte/confirmer/")
    assert not est_connecte(client)
    compte = Compte.objects.get()
    assert (compte.email, compte.prenom, compte.nom) == (NOUVELLE, "Denise", "Abily")

    courriel = Courriel.objects.get()
    assert courriel.sujet == "Bienvenue sur Vigie : confirmez votre adresse"
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
        ({"email": "pas une adresse"}, "adresse de courriel valide"),
        ({"email": ""}, "Ce champ est obligatoire"),
        ({"email": "a@b.fr\nBcc: tous@ailleurs.example"}, "adresse de courriel valide"),
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


def test_choisir_un_nouveau_mot_de_passe_par_le_lien_recu(client, membre):
    ancienne = Client()
    connecter(ancienne, membre.email)
    response = client.post(reverse("account_reset_password"), {"email": membre.email})
    assert response["Location"] == "/compte/mot-de-passe/envoye/"
    courriel = Courriel.objects.get()
    assert courriel.sujet == "Choisissez un nouveau mot de passe"
    page = lien(courriel, "/compte/mot-de-passe/")

    assert client.get(page).status_code == 200
    assert client.post(page, {"password1": "court"}).status_code == 200
    response = client.post(page, {"password1": "un-tout-autre-phare"})
    assert (response.status_code, response["Location"]) == (302, "/compte/mot-de-passe/change/")
    refus = ancienne.post(reverse("compte_profil"), {})
    assert refus["Location"].startswith("/compte/connexion/"), "les autres sessions sont fermées"
    assert connecter(Client(), membre.email).status_code == 200, "l’ancien ne vaut plus"
    assert connecter(client, membre.email, "un-tout-autre-phare").status_code == 302
    assert Courriel.objects.filter(sujet="Votre mot de passe a changé").count() == 1
    for reponse in (Client().get(page), Client().post(page, {"password1": "encore-un-autre-phare"})):
        assert reponse.status_code == 410, "le lien ne sert qu’une fois"


def test_un_lien_de_mot_de_passe_force_est_une_page_410(client, membre):
    page = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "abc-def"})
    assert client.get(page).status_code == 410
    assert client.post(page, {"password1": "un-tout-autre-phare"}).status_code == 410
    assert connecter(client, membre.email).status_code == 302


def test_un_mot_de_passe_oublie_ne_dit_pas_si_le_compte_existe_et_n_en_garde_pas_l_adresse(client, membre):
    connu = client.post(reverse("account_reset_password"), {"email": membre.email})
    inconnu = client.post(reverse("account_reset_password"), {"email": "passante@ailleurs.example"})
    assert (connu.status_code, connu["Location"]) == (inconnu.status_code, inconnu["Location"])
    courriel = Courriel.objects.get(destinataire="passante@ailleurs.example")
    assert courriel.effacer_apres
    assert courriel.sujet == "Pas de compte à cette adresse"


def test_changer_de_mot_de_passe_demande_l_actuel_et_previent(client_de, membre):
    client = client_de(membre)
    page = reverse("account_change_password")
    refus = client.post(page, {"oldpassword": "faux", "password1": "un-tout-autre-phare"})
    assert "Ce n’est pas votre mot de passe actuel." in refus.content.decode()
    response = client.post(page, {"oldpassword": MOT_DE_PASSE, "password1": "un-tout-autre-phare"})
    assert response["Location"] == "/compte/"
    assert est_connecte(client)
    assert Courriel.objects.get().sujet == "Votre mot de passe a changé"


def reauthentifier(client: Client, page: str):
    """Give the password; the suspended gesture, if there is one, is then done."""
    response = client.post(f"{reverse('account_reauthenticate')}?next={page}", {"password": MOT_DE_PASSE})
    assert response.status_code == 302
    return response


def test_changer_d_adresse_demande_le_mot_de_passe_puis_la_verification(client_de, membre):
    client, page = client_de(membre), reverse("account_email")
    demande = {"email": "bachir@ailleurs.example", "action_add": ""}
    assert client.post(page, demande)["Location"].startswith("/compte/identite/")
    assert Courriel.objects.count() == 0
    reauthentifier(client, page)
    membre.refresh_from_db()
    assert membre.email == "bachir@port-lumiere.example", "l’ancienne vaut jusqu’à la vérification"
    assert "bachir@ailleurs.example" in client.get(page).content.decode()

    client.post(lien(Courriel.objects.get(), "/compte/confirmer/"))
    membre.refresh_from_db()
    assert membre.email == "bachir@ailleurs.example"
    assert list(membre.emailaddress_set.values_list("email", "verified")) == [
        ("bachir@ailleurs.example", True)
    ]
    alerte = Courriel.objects.get(destinataire="bachir@port-lumiere.example")
    assert alerte.sujet == "Votre adresse a changé"


def test_l_adresse_d_un_autre_compte_ne_peut_pas_etre_prise(client_de, membre, administratrice):
    client, page = client_de(membre), reverse("account_email")
    reauthentifier(client, page)
    client.post(page, {"email": administratrice.email, "action_add": ""})
    membre.refresh_from_db()
    assert membre.email == "bachir@port-lumiere.example"


def test_le_profil_se_modifie(client_de, membre):
    client = client_de(membre)
    response = client.post(reverse("compte_profil"), {"prenom": "Bachir", "nom": "Le Goff-Diallo"})
    assert response.status_code == 302
    membre.refresh_from_db()
    assert membre.nom == "Le Goff-Diallo"


def test_supprimer_son_compte_efface_tout_ce_qui_est_a_soi(client_de, membre, collectivite):
    client, page = client_de(membre), reverse("compte_supprimer")
    assert client.get(page).status_code == 200
    assert client.post(page)["Location"].startswith("/compte/identite/"), "le mot de passe d’abord"
    assert reauthentifier(client, page)["Location"] == "/"
    assert not Compte.objects.filter(pk=membre.pk).exists()
    assert Adhesion.objects.count() == 1
    assert Session.objects.count() == 0
    assert not est_connecte(client)


def test_le_dernier_administrateur_transmet_avant_de_supprimer_son_compte(
    client_de, administratrice, collectivite
):
    client, page = client_de(administratrice), reverse("compte_supprimer")
    assert collectivite.nom in client.get(page).content.decode()
    reauthentifier(client, page)
    assert client.post(page)["Location"] == page
    assert Compte.objects.filter(pk=administratrice.pk).exists()


def test_une_collectivite_d_une_seule_personne_disparait_avec_son_compte(etrangere, autre_collectivite):
    services.supprimer_compte(compte=etrangere)
    assert not Collectivite.objects.exists()


def test_l_adresse_d_un_compte_supprime_est_retiree_des_envois_passes(membre):
    Courriel.objects.create(
        destinataire=membre.email,
        sujet="x",
        texte="y",
        etat="envoye",
        prochain_essai_le=None,
        envoye_le=timezone.now(),
    )
    services.supprimer_compte(compte=membre)
    assert Courriel.objects.get().destinataire == ""


def test_la_purge_efface_les_inscriptions_laissees_la_et_elles_seules(client, membre):
    inscrire(client)
    inscrire(Client(), email="recente@port-lumiere.example")
    Compte.objects.exclude(email="recente@port-lumiere.example").update(
        cree_le=timezone.now() - timedelta(days=31)
    )
    services.purger()
    assert set(Compte.objects.values_list("email", flat=True)) == {
        membre.email,
        "recente@port-lumiere.example",
    }


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
