"""Signing in by an identity provider, a real process that can lie."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from communs.collectivites.models import Compte, CompteRelie
from communs.courrier.models import Courriel
from tests.conftest import MOT_DE_PASSE, creer_compte
from tests.outils.fournisseur import PERSONNE
from tests.outils.second_facteur import code, regler
from tests.outils.voyage import Distant, destination, entrer, lancer, partir, revenir

pytestmark = [pytest.mark.django_db, pytest.mark.lent]
DENISE = PERSONNE["email"]


@pytest.fixture(scope="module")
def processus() -> Iterator[Distant]:
    with lancer() as distant:
        yield distant


@pytest.fixture
def distant(processus: Distant, settings) -> Distant:
    processus.mentir()
    settings.VIGIE_OIDC = processus.reglages()
    return processus


@pytest.fixture
def confiant(distant: Distant, settings) -> Distant:
    """The same, whose addresses the operator has decided to trust."""
    settings.VIGIE_OIDC = distant.reglages(courriel_fiable=True)
    return distant


def est_connecte(client: Client) -> bool:
    return client.get(reverse("compte_profil")).status_code == 200


# --- the way there and back ----------------------------------------------------------------------


def test_sans_fournisseur_il_n_y_a_ni_bouton_ni_chemin(client, settings, db):
    assert settings.VIGIE_OIDC is None
    assert "ProConnect" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("compte_oidc")).status_code == 410
    assert client.get(reverse("compte_oidc_retour")).status_code == 410


def test_le_depart_porte_pkce_state_et_nonce_a_chaque_fois_nouveaux(client, distant):
    departs = [parse_qs(urlsplit(partir(client)).query) for _ in range(2)]
    for depart in departs:
        assert depart["code_challenge_method"] == ["S256"]
        assert depart["response_type"] == ["code"]
        assert depart["scope"] == ["openid given_name usual_name email uid siret"]
        assert depart["redirect_uri"][0].endswith("/compte/oidc/retour/")
    for nom in ("state", "nonce", "code_challenge"):
        assert departs[0][nom] != departs[1][nom]
        assert len(departs[0][nom][0]) >= 43


@pytest.mark.parametrize("pieges", [(), ("jwt",), ("basic",)], ids=["json", "jwt", "secret en en-tête"])
def test_une_nouvelle_personne_entre_des_que_son_adresse_est_sure(client, confiant, pieges):
    confiant.mentir(*pieges)
    assert entrer(client, next="/sonar/").status_code == 302
    assert est_connecte(client)
    compte = Compte.objects.get()
    assert (compte.email, compte.prenom, compte.nom) == (DENISE, "Denise", "Abily")
    assert not compte.has_usable_password()
    lien = CompteRelie.objects.get()
    assert (lien.sub, lien.siren, lien.emetteur) == (PERSONNE["sub"], "200046977", confiant.adresse)
    assert len(confiant.journal("/jeton")[-1]["code_verifier"]) >= 43


def test_sans_email_verified_l_adresse_se_verifie_chez_nous(client, distant):
    assert entrer(client)["Location"] == "/compte/confirmer/"
    assert not est_connecte(client)
    assert not EmailAddress.objects.get().verified
    assert Courriel.objects.get().sujet == "Bienvenue sur Vigie : confirmez votre adresse"


def test_email_verified_dit_par_le_fournisseur_suffit(client, distant):
    distant.mentir(email_verified=True)
    entrer(client)
    assert est_connecte(client)


def test_un_email_verified_faux_l_emporte_sur_la_confiance(client, confiant):
    confiant.mentir(email_verified=False)
    assert entrer(client)["Location"] == "/compte/confirmer/"


def test_on_revient_par_le_sub_meme_si_l_adresse_a_change(client, confiant):
    entrer(client)
    confiant.mentir(email="denise.nouvelle@port-lumiere.example", siret="pas un siret")
    autre = Client()
    assert entrer(autre, next="/sonar/")["Location"] == "/sonar/"
    assert est_connecte(autre)
    assert Compte.objects.get().email == DENISE
    assert CompteRelie.objects.get().siren == ""


@pytest.mark.parametrize("suite", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)"])
def test_on_n_est_jamais_renvoye_ailleurs(client, confiant, suite):
    confiant.mentir(siret="")
    assert entrer(client, next=suite)["Location"] == "/espace/"


def test_le_second_facteur_reste_demande(client, confiant):
    entrer(client)
    secret = regler(Compte.objects.get())
    autre = Client()
    assert entrer(autre)["Location"] == "/compte/second-facteur/connexion/"
    assert not est_connecte(autre)
    autre.post("/compte/second-facteur/connexion/", {"code": code(secret)})
    assert est_connecte(autre)


def test_un_compte_ferme_ne_s_ouvre_pas(client, confiant):
    entrer(client)
    Compte.objects.update(is_active=False)
    autre = Client()
    assert entrer(autre)["Location"] == "/compte/inactif/"
    assert not est_connecte(autre)


# --- joining an account that exists ---------------------------------------------------------------


def test_deux_adresses_verifiees_relient_le_compte_existant(client, confiant):
    compte = creer_compte(DENISE)
    entrer(client)
    assert est_connecte(client)
    assert CompteRelie.objects.get().compte == compte
    compte.refresh_from_db()
    assert compte.check_password(MOT_DE_PASSE)


def test_sans_verification_par_le_fournisseur_rien_ne_se_relie(client, distant):
    creer_compte(DENISE)
    response = entrer(client)
    assert response.status_code == 409
    assert "Un compte Vigie existe déjà à votre adresse" in response.content.decode()
    assert not est_connecte(client)
    assert not CompteRelie.objects.exists()


def test_une_adresse_jamais_verifiee_chez_nous_ne_se_relie_pas(client, confiant):
    Compte.objects.create_user(DENISE, MOT_DE_PASSE)  # somebody else may have typed it
    assert entrer(client).status_code == 409
    assert not CompteRelie.objects.exists()


def relier(client: Client):
    page = reverse("compte_oidc_relier")
    client.post(f"/compte/identite/?next={page}", {"password": MOT_DE_PASSE, "next": page})
    return revenir(client, destination(client.post(page)))


def test_on_relie_son_compte_depuis_son_profil_quelle_que_soit_l_adresse(client_de, membre, distant):
    client = client_de(membre)
    assert client.post(reverse("compte_oidc_relier"))["Location"].startswith("/compte/identite/")
    assert relier(client)["Location"] == "/compte/"
    assert CompteRelie.objects.get().compte == membre
    autre = Client()
    entrer(autre)
    assert est_connecte(autre)
    client.post(reverse("compte_oidc_delier"))
    assert not CompteRelie.objects.exists()


def test_une_identite_n_ouvre_qu_un_compte(client_de, membre, etrangere, distant):
    relier(client_de(membre))
    response = relier(client_de(etrangere))
    assert response.status_code == 409
    assert "ouvre déjà un autre compte" in response.content.decode()
    assert CompteRelie.objects.get().compte == membre


def test_on_ne_se_delie_qu_apres_avoir_choisi_un_mot_de_passe(client, confiant):
    entrer(client)
    client.post(reverse("compte_oidc_delier"))
    assert CompteRelie.objects.count() == 1
    choisir = client.get(reverse("account_change_password"))["Location"]
    assert client.post(choisir, {"password1": MOT_DE_PASSE})["Location"] == "/compte/"
    assert est_connecte(client)
    page = reverse("compte_oidc_delier")
    client.post(f"/compte/identite/?next={page}", {"password": MOT_DE_PASSE, "next": page})
    client.post(page)
    assert not CompteRelie.objects.exists()
    entree = {"login": DENISE, "password": MOT_DE_PASSE}
    assert Client().post(reverse("account_login"), entree)["Location"] == "/espace/"


# --- hostile answers ------------------------------------------------------------------------------

DOUTEUX = (
    "jeton_emetteur",
    "jeton_public",
    "jeton_azp",
    "jeton_nonce",
    "jeton_expire",
    "jeton_futur",
    "jeton_sansdate",
    "jeton_none",
    "jeton_hs256",
    "jeton_cleinconnue",
    "jeton_signature",
    "jeton_coupe",
    "sansjeton",
    "infos_emetteur",
    "infos_public",
    "infos_expire",
    "infos_none",
    "infos_hs256",
    "infos_cleinconnue",
    "infos_signature",
    "infos_coupe",
    "infos:html",
    "sub",
    "jwt sub",
    "retour_emetteur",
)
ABSENT = (
    "jeton:500",
    "jeton:html",
    "jeton:redirige",
    "infos:500",
    "infos:redirige",
    "cles:500",
    "jeton:lent",
    "infos:lent",
    "cles:sansfin",
    "jeton:sansfin",
    "infos:sansfin",
)


def rien_n_est_arrive(client: Client, response) -> None:
    page = response.content.decode()
    assert '<html lang="fr">' in page
    assert "La connexion n’a pas abouti" in page
    assert not est_connecte(client)
    assert not Compte.objects.exists()
    assert not CompteRelie.objects.exists()
    for session in Session.objects.all().order_by("pk"):
        assert set(session.get_decoded()) <= {"_messages"}


@pytest.mark.parametrize("piege", DOUTEUX)
def test_une_reponse_qui_ne_se_verifie_pas_ne_connecte_personne(client, confiant, piege):
    confiant.mentir(*piege.split())
    response = entrer(client)
    assert response.status_code == 502
    assert "n’a pas pu être vérifiée" in response.content.decode()
    rien_n_est_arrive(client, response)


@pytest.mark.parametrize("piege", ABSENT)
def test_un_fournisseur_en_panne_lent_ou_sans_fin_ne_retient_personne(client, confiant, monkeypatch, piege):
    monkeypatch.setattr("communs.web.appels.DELAI", 1.0)
    depart = partir(client)
    confiant.mentir(piege)
    response = revenir(client, depart)
    assert response.status_code == 502
    assert "ne répond pas, ou pas comme il devrait" in response.content.decode()
    rien_n_est_arrive(client, response)


@pytest.mark.parametrize(
    "piege", ["decouverte:500", "decouverte:lent", "decouverte:html", "decouverte_emetteur"]
)
def test_une_decouverte_fausse_arrete_des_le_depart(client, confiant, monkeypatch, piege):
    monkeypatch.setattr("communs.web.appels.DELAI", 1.0)
    confiant.mentir(piege)
    response = client.post(reverse("compte_oidc"))
    assert response.status_code == 502
    rien_n_est_arrive(client, response)


def test_un_fournisseur_eteint_le_dit_et_le_mot_de_passe_marche_encore(client, settings, membre):
    with lancer() as ephemere:
        reglages = ephemere.reglages()
    settings.VIGIE_OIDC = reglages
    response = client.post(reverse("compte_oidc"))
    assert response.status_code == 502
    assert "ProConnect ne répond pas" in response.content.decode()
    client.post(reverse("account_login"), {"login": membre.email, "password": MOT_DE_PASSE})
    assert est_connecte(client)


def test_renoncer_chez_le_fournisseur_n_est_pas_une_panne(client, confiant):
    confiant.mentir("refus")
    response = entrer(client)
    assert response.status_code == 403
    assert "Vous avez renoncé" in response.content.decode()
    rien_n_est_arrive(client, response)


def test_un_retour_qui_n_a_pas_commence_ici_est_refuse(client, confiant):
    assert revenir(Client(), partir(client)).status_code == 410, "le voyage d’un autre navigateur"
    confiant.mentir("etat")
    assert entrer(client).status_code == 410
    assert not Compte.objects.exists()


def test_un_retour_ne_sert_qu_une_fois(client, confiant):
    adresse = partir(client)
    lieu = urlsplit(httpx.post(adresse).headers["Location"])
    assert client.get(f"{lieu.path}?{lieu.query}").status_code == 302
    assert client.get(f"{lieu.path}?{lieu.query}").status_code == 410


def test_une_adresse_absente_ou_fausse_ne_cree_pas_de_compte(client, confiant):
    for adresse in ("", "pas une adresse", None, 12):
        confiant.mentir(email=adresse)
        response = entrer(client)
        assert response.status_code == 403
        rien_n_est_arrive(client, response)


# --- signing out ----------------------------------------------------------------------------------


def test_se_deconnecter_deconnecte_aussi_du_fournisseur(client, confiant):
    entrer(client)
    adresse = destination(client.post(reverse("account_logout")))
    assert not est_connecte(client)
    retour = urlsplit(httpx.get(adresse).headers["Location"])
    response = client.get(f"{retour.path}?{retour.query}", follow=True)
    assert "Vous êtes déconnecté de Vigie et de ProConnect." in response.content.decode()
    recu = confiant.journal("/fin")[-1]
    assert recu["id_token_hint"].count(".") == 2
    assert len(recu["state"]) > 22


def test_un_retour_de_deconnexion_que_personne_n_a_demande_ne_dit_rien(client, confiant):
    response = client.get(reverse("compte_oidc_depart"), {"state": "faux"}, follow=True)
    assert "déconnecté" not in response.content.decode()


def test_entre_par_mot_de_passe_on_ne_passe_pas_par_le_fournisseur(client, confiant, membre):
    client.post(reverse("account_login"), {"login": membre.email, "password": MOT_DE_PASSE})
    assert client.post(reverse("account_logout"))["Location"] == "/"


def test_fournisseur_absent_a_la_deconnexion_on_sort_quand_meme_d_ici(client, confiant):

    entrer(client)
    cache.clear()
    confiant.mentir("decouverte:500")
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert not est_connecte(client)
