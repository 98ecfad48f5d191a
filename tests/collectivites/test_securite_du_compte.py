"""Passwords, change of address, profile, erasure."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import services
from communs.collectivites.models import Adhesion, Collectivite, Compte
from communs.courrier.models import Courriel
from tests.collectivites.gestes import connecter, est_connecte, inscrire, lien
from tests.conftest import MOT_DE_PASSE

pytestmark = pytest.mark.django_db


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


def test_un_mot_de_passe_oublie_n_ecrit_pas_plus_de_trois_fois_par_heure_a_une_adresse(client, membre):
    for _ in range(4):
        response = client.post(reverse("account_reset_password"), {"email": membre.email})
    assert response.status_code == 429
    assert Courriel.objects.count() == 3


def test_la_session_se_ferme_avec_le_navigateur_apres_connexion_comme_apres_verification(client, membre):
    connecter(client, membre.email)
    assert client.cookies["vigie_session"]["max-age"] == ""
    nouvelle = Client()
    inscrire(nouvelle)
    nouvelle.post(lien(Courriel.objects.get(), "/compte/confirmer/"))
    assert est_connecte(nouvelle)
    assert nouvelle.cookies["vigie_session"]["max-age"] == ""


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
