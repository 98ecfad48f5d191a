"""The sessions of an account: seen by their owner alone, closed from anywhere, purged when dead."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from communs.collectivites.calculs import appareil
from communs.collectivites.tasks import purger
from tests.conftest import MOT_DE_PASSE

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LISTE = "/compte/sessions/"


def connecter(compte, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": compte.email, "password": MOT_DE_PASSE})
    return client


def est_connecte(client: Client) -> bool:
    return client.get(reverse("compte_profil")).status_code == 200


def test_chacun_voit_ses_sessions_et_celles_de_personne_d_autre(membre, etrangere):
    ici = connecter(membre)
    connecter(membre, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1")
    connecter(etrangere, "Edg/140 Windows")
    page = ici.get(LISTE).content.decode()
    assert "Firefox sur Linux" in page
    assert "Safari sur iPhone" in page
    assert "Edge" not in page
    assert page.count("Ici, maintenant") == 1
    assert page.index("Ici, maintenant") < page.index("Safari sur iPhone"), "la sienne d’abord"


def test_fermer_une_session_la_ferme_la_bas(membre):
    ici, ailleurs = connecter(membre), connecter(membre)
    autre = UserSession.objects.get(session_key=ailleurs.session.session_key)
    assert ici.post(f"{LISTE}{autre.pk}/fermer/")["Location"] == LISTE
    assert not est_connecte(ailleurs)
    assert est_connecte(ici)


def test_on_ne_ferme_pas_la_session_d_autrui(membre, etrangere):
    ici, dehors = connecter(membre), connecter(etrangere)
    cible = UserSession.objects.get(user=etrangere)
    assert ici.post(f"{LISTE}{cible.pk}/fermer/").status_code == 404
    assert est_connecte(dehors)


def test_fermer_toutes_les_autres_garde_celle_ci(membre):
    ici, une, deux = (connecter(membre) for _ in range(3))
    ici.post(LISTE)
    assert [est_connecte(c) for c in (ici, une, deux)] == [True, False, False]


def test_fermer_la_sienne_deconnecte(membre):
    ici = connecter(membre)
    session = UserSession.objects.get()
    assert ici.post(f"{LISTE}{session.pk}/fermer/")["Location"] == "/"
    assert not est_connecte(ici)


def test_les_traces_des_sessions_mortes_ne_se_montrent_pas_et_sont_purgees(membre):
    ici, ailleurs = connecter(membre), connecter(membre)
    Session.objects.filter(session_key=ailleurs.session.session_key).delete()
    assert ici.get(LISTE).content.decode().count("Ouverte le") == 1
    assert UserSession.objects.count() == 2, "voir n’efface rien"
    purger()
    assert UserSession.objects.get().session_key == ici.session.session_key


@pytest.mark.parametrize(
    ("agent", "attendu"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge sur Windows"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140 Mobile Safari/537", "Chrome sur Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/19 Safari/605", "Safari sur Mac"),
        ("curl/8", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_un_appareil_se_dit_en_deux_mots(agent, attendu):
    assert appareil(agent) == attendu
