"""The second factor: set up, asked at sign-in, demanded by the admin, never written by a GET."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from communs.collectivites.forms_facteur import DUREE_DU_DESSIN
from communs.collectivites.models import Compte
from communs.courrier.models import Courriel
from tests.conftest import MOT_DE_PASSE
from tests.contrats.adresses import TOUTES
from tests.outils.second_facteur import avoir_servi, code, regler

pytestmark = pytest.mark.django_db

ACTIVER = "/compte/second-facteur/application/"
ETAPE = "/compte/second-facteur/connexion/"


def confirmer(client: Client, suite: str):
    """Give the password again, as the sensitive pages ask."""
    return client.post(f"/compte/identite/?next={suite}", {"password": MOT_DE_PASSE, "next": suite})


def connecter(client: Client, compte: Compte):
    return client.post(reverse("account_login"), {"login": compte.email, "password": MOT_DE_PASSE})


def est_connecte(client: Client) -> bool:
    return client.get(reverse("compte_profil")).status_code == 200


@pytest.fixture
def equipe(db) -> Compte:
    return Compte.objects.create_superuser("equipe@vigie.example", MOT_DE_PASSE)


@pytest.fixture
def dessin(client_de, membre) -> tuple[Client, dict[str, str]]:
    """The page that draws the code to scan, as the person receives it."""
    client = client_de(membre)
    assert client.get(ACTIVER)["Location"].startswith("/compte/identite/")
    confirmer(client, ACTIVER)
    page = client.get(ACTIVER).content.decode()
    signe = re.search(r'name="secret_signe" value="([^"]+)"', page)[1]
    return client, {"secret_signe": signe, "secret": re.search(r"cle-longue\">([A-Z2-7]+)<", page)[1]}


def test_regler_une_application_donne_dix_codes_de_secours(
    dessin, membre, django_capture_on_commit_callbacks
):
    client, page = dessin
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ACTIVER, {"secret_signe": page["secret_signe"], "code": code(page["secret"])})
    assert (response.status_code, response["Location"]) == (302, "/compte/second-facteur/codes/")
    assert set(membre.authenticator_set.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert client.get(response["Location"]).content.decode().count("<li><code>") == 10
    assert Courriel.objects.get().sujet == "Application de codes en service"
    fichier = client.get("/compte/second-facteur/codes/fichier/")
    assert fichier["Content-Disposition"] == 'attachment; filename="vigie-codes-de-secours.txt"'
    assert len(re.findall(rb"^\d{8}\r$", fichier.content, re.MULTILINE)) == 10


def test_le_secret_ne_se_lit_pas_dans_la_base(membre):
    secret = regler(membre)
    with connection.cursor() as curseur:
        curseur.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        assert secret not in curseur.fetchone()[0]


def test_un_code_faux_ne_regle_rien(dessin, membre):
    client, page = dessin
    response = client.post(ACTIVER, {"secret_signe": page["secret_signe"], "code": "000000"})
    assert "Ce code n’est pas le bon" in response.content.decode()
    assert page["secret"] in response.content.decode(), "le même dessin reste à l’écran"
    assert not membre.authenticator_set.exists()


def test_un_dessin_signe_pour_une_autre_personne_ne_sert_pas(dessin, client_de, etrangere):
    _, page = dessin
    client = client_de(etrangere)
    confirmer(client, ACTIVER)
    response = client.post(ACTIVER, {"secret_signe": page["secret_signe"], "code": code(page["secret"])})
    assert "scannez le nouveau dessin" in response.content.decode()
    assert page["secret"] not in response.content.decode()
    assert not etrangere.authenticator_set.exists()


def test_un_dessin_trop_vieux_est_redessine(dessin, membre, monkeypatch):
    client, page = dessin
    monkeypatch.setattr("communs.collectivites.forms_facteur.DUREE_DU_DESSIN", -DUREE_DU_DESSIN)
    response = client.post(ACTIVER, {"secret_signe": page["secret_signe"], "code": code(page["secret"])})
    assert "scannez le nouveau dessin" in response.content.decode()
    assert not membre.authenticator_set.exists()


def test_le_mot_de_passe_seul_n_ouvre_plus_le_compte(client, membre):
    secret = regler(membre)
    assert connecter(client, membre)["Location"] == ETAPE
    assert not est_connecte(client)
    assert client.get(ETAPE).status_code == 200
    assert "Ce code n’est pas le bon" in client.post(ETAPE, {"code": "000000"}).content.decode()
    assert client.post(ETAPE, {"code": code(secret)})["Location"] == "/espace/"
    assert est_connecte(client)


def test_un_code_ne_sert_qu_une_fois_meme_passe_sa_periode(client, membre):
    secret = regler(membre)
    precedent = code(secret, -1)
    connecter(client, membre)
    assert client.post(ETAPE, {"code": precedent}).status_code == 302
    autre = Client()
    connecter(autre, membre)
    cache.delete(
        f"allauth.mfa.totp.used?user={membre.pk}&code={precedent}"
    )  # what allauth forgets after 30 s
    assert "déjà servi" in autre.post(ETAPE, {"code": precedent}).content.decode()
    assert not est_connecte(autre)


def test_le_code_qui_regle_l_application_n_ouvre_plus_rien(dessin, membre):
    client, page = dessin
    servi = code(page["secret"])
    assert client.post(ACTIVER, {"secret_signe": page["secret_signe"], "code": servi}).status_code == 302
    autre = Client()
    connecter(autre, membre)
    assert "déjà servi" in autre.post(ETAPE, {"code": servi}).content.decode()
    assert not est_connecte(autre)


def test_un_code_de_secours_ouvre_une_fois(client, membre):
    regler(membre)
    porteur = membre.authenticator_set.get(type="recovery_codes")
    secours = porteur.wrap().get_unused_codes()[0]
    connecter(client, membre)
    assert client.post(ETAPE, {"code": secours})["Location"] == "/espace/"
    porteur.refresh_from_db()
    assert secours not in porteur.wrap().get_unused_codes()
    autre = Client()
    connecter(autre, membre)
    assert autre.post(ETAPE, {"code": secours}).status_code == 200
    assert not est_connecte(autre)


def test_les_essais_de_code_sont_comptes(client, membre):
    secret = regler(membre)
    connecter(client, membre)
    for _ in range(5):
        client.post(ETAPE, {"code": "000000"})
    response = client.post(ETAPE, {"code": code(secret)})
    assert "Trop d’essais" in response.content.decode()
    assert not est_connecte(client)


def test_l_etape_sans_mot_de_passe_avant_est_une_page_410(client):
    response = client.get(ETAPE)
    assert response.status_code == 410
    assert "Connectez-vous de nouveau" in response.content.decode()


@pytest.mark.parametrize(
    "reponse", ["{}", "[]", "null", '"x"', "pas du json", '{"id": "AA", "response": {}}']
)
def test_une_reponse_de_cle_malformee_n_ouvre_rien(client, client_de, membre, reponse):
    regler(membre)
    connecter(client, membre)
    client.post(ETAPE, {"cle": "1"})
    assert client.post(ETAPE, {"credential": reponse}).status_code == 200
    assert not est_connecte(client)
    dedans = client_de(membre)
    confirmer(dedans, "/compte/")
    dedans.post("/compte/second-facteur/cles/ajouter/", {"name": "Clé"})
    assert dedans.post("/compte/second-facteur/cles/ajouter/", {"credential": reponse}).status_code == 200
    assert not membre.authenticator_set.filter(type="webauthn").exists()


def test_les_codes_et_les_cles_d_une_autre_personne_n_existent_pas(client_de, membre, etrangere):
    regler(membre)
    cle = Authenticator.objects.create(user=membre, type="webauthn", data={"name": "Clé", "credential": {}})
    client = client_de(etrangere)
    confirmer(client, "/compte/")
    for chemin in (f"cles/{cle.pk}/", f"cles/{cle.pk}/retirer/", "codes/", "codes/fichier/"):
        assert client.get(f"/compte/second-facteur/{chemin}").status_code == 404
    assert client.post(f"/compte/second-facteur/cles/{cle.pk}/retirer/").status_code == 404
    assert Authenticator.objects.filter(pk=cle.pk).exists()


def test_retirer_l_application_emporte_les_codes_de_secours(client_de, membre):
    regler(membre)
    client = client_de(membre)
    page = "/compte/second-facteur/application/retirer/"
    confirmer(client, page)
    assert client.post(page)["Location"] == "/compte/second-facteur/"
    assert not membre.authenticator_set.exists()


def test_changer_d_adresse_reste_possible_avec_un_second_facteur(client_de, membre):
    regler(membre)
    client = client_de(membre)
    confirmer(client, "/compte/courriels/")
    response = client.post("/compte/courriels/", {"email": "autre@port-lumiere.example", "action_add": ""})
    assert response.status_code == 302
    assert membre.emailaddress_set.filter(email="autre@port-lumiere.example").exists()


# --- the admin -----------------------------------------------------------------------------------

ADMIN = sorted(
    nom for nom, arguments in TOUTES.items() if nom.startswith("admin:") and not arguments and "(" not in nom
)


@pytest.mark.parametrize("nom", sorted(set(ADMIN) - {"admin:login", "admin:app_list"}))
def test_aucune_page_de_l_administration_ne_s_ouvre_sans_second_facteur(equipe, nom):
    client = Client()
    client.force_login(equipe)
    assert client.get(reverse(nom))["Location"] == "/compte/second-facteur/"
    regler(equipe)
    assert client.get(reverse(nom))["Location"].startswith(
        "/compte/second-facteur/identite/?next=%2Fadmin%2F"
    )


def test_l_equipe_regle_son_second_facteur_a_la_premiere_entree_puis_entre(equipe):
    client = Client()
    client.force_login(equipe)
    assert "L’administration demande un second facteur" in client.get("/admin/", follow=True).content.decode()
    secret = regler(equipe)
    page = client.get("/admin/")["Location"]
    assert client.post(page, {"code": code(secret), "next": "/admin/"})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_retirer_son_second_facteur_referme_l_administration(equipe):
    client = Client()
    client.force_login(equipe)
    regler(equipe)
    avoir_servi(client, equipe)
    assert client.get("/admin/").status_code == 200
    equipe.authenticator_set.all().delete()
    assert client.get("/admin/").status_code == 302


def test_le_second_facteur_d_une_autre_session_ne_suffit_pas(equipe):
    regler(equipe)
    ailleurs, ici = Client(), Client()
    ailleurs.force_login(equipe)
    avoir_servi(ailleurs, equipe)
    ici.force_login(equipe)
    assert ici.get("/admin/").status_code == 302


def test_l_equipe_retire_le_second_facteur_de_qui_a_tout_perdu(client_de, equipe, membre):
    regler(membre)
    geste = {"action": "retirer_le_second_facteur", "_selected_action": [membre.pk], "confirme": "Oui"}
    response = client_de(equipe).post(reverse("admin:collectivites_compte_changelist"), geste, follow=True)
    assert "Second facteur retiré : 1 compte(s)" in response.content.decode()
    assert not membre.authenticator_set.exists()
    assert Courriel.objects.get().destinataire == membre.email
    client = Client()
    assert connecter(client, membre)["Location"] == "/espace/"


def test_changer_de_cle_secrete_garde_les_seconds_facteurs_si_l_ancienne_reste(client, membre, settings):
    secret = regler(membre)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-autre-cle-" * 5
    connecter(client, membre)
    assert client.post(ETAPE, {"code": code(secret)})["Location"] == "/espace/"
