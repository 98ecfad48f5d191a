"""Names: what nobody may slip into a page or a mail under the name of a collectivité."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communs.collectivites import noms, services, siren
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte, Service
from tests.collectivites.gestes import inscrire
from tests.collectivites.test_collectivites import CREER, VALIDE

pytestmark = pytest.mark.django_db
HOSTILES = [
    "\u200b\u200b",
    "Paris\u202egnp.exe",
    "Pa\u00adris",
    "\u3164",
    "Ligne\u2028suivante",
    "--- !",
    "URGENT : https://evil.example",
    "Voyez WWW.evil.example",
    "Gagnez sur evil.fr",
    "evil。example",
    "contact@evil.example",
]


@pytest.mark.parametrize("nom", HOSTILES)
def test_un_nom_hostile_est_refuse_partout_ou_l_on_nomme(
    client, client_de, administratrice, collectivite, nom
):
    qui = client_de(administratrice)
    creer = qui.post(CREER, VALIDE | {"nom": nom})
    modifier = qui.post(
        reverse("collectivites:modifier", args=["port-lumiere"]),
        {"nom": nom, "type": "commune", "fuseau": "Europe/Paris"},
    )
    service = qui.post(reverse("collectivites:services", args=["port-lumiere"]), {"nom": nom, "parent": ""})
    profil = qui.post(reverse("compte_profil"), {"prenom": nom, "nom": "Kerguelen"})
    inscription = inscrire(client, nom=nom)
    for response in (creer, modifier, service, profil, inscription):
        assert "nom" in response.content.decode()
        assert response.status_code in (200, 422)
    assert (Collectivite.objects.count(), Service.objects.count(), Compte.objects.count()) == (1, 0, 2)
    administratrice.refresh_from_db()
    assert administratrice.prenom == "Alice"


@pytest.mark.parametrize(
    "nom",
    [
        "L’Haÿ-les-Roses",
        "12",
        "東京",
        "Pôle n° 3 (eau & déchets)",
        "Ker-ar-Vro 🦆",
        "S.I.V.O.M. du Léon",
        "J.-P. Abily",
        "St. Malo",
        "Pôle 2.0",
    ],
)
def test_un_nom_ordinaire_passe(nom):
    noms.valider(nom)


def test_un_nom_que_donne_un_fournisseur_est_laisse_vide_s_il_ne_peut_pas_etre_montre():
    assert noms.acceptable("Denise") == "Denise"
    assert noms.acceptable("Gagnez sur evil.fr") == ""


def test_le_siren_de_zeros_est_refuse():
    with pytest.raises(ValidationError, match="pas un SIREN"):
        siren.valider("000000000")


def test_deux_clics_sur_inscrire_menent_a_la_meme_collectivite(client_de, etrangere):
    client = client_de(etrangere)
    for _ in range(2):
        response = client.post(CREER, VALIDE)
        assert (response.status_code, response["Location"]) == (302, "/espace/ville-de-tremazan/")
    page = client.get("/espace/ville-de-tremazan/").content.decode()
    assert "L’inscription de « Ville de Trémazan » est faite." in page
    assert Collectivite.objects.count() == 1


def test_un_simple_membre_ne_reinscrit_pas_sa_collectivite(client_de, membre, collectivite):
    response = client_de(membre).post(CREER, VALIDE | {"siren": collectivite.siren})
    assert response.status_code == 422
    assert "déjà inscrite sous ce SIREN" in response.content.decode()


def test_deux_clics_sur_ajouter_font_un_service(client_de, administratrice, collectivite):
    client, page = client_de(administratrice), reverse("collectivites:services", args=["port-lumiere"])
    for _ in range(2):
        assert client.post(page, {"nom": "Formation", "parent": ""}).status_code == 302
    assert "Le service « Formation » est ajouté." in client.get(page).content.decode()
    assert Service.objects.count() == 1


class TestQuitterSeul:
    URL = reverse("collectivites:quitter", args=["ville-de-tremazan"])

    @pytest.fixture
    def par_erreur(self, etrangere) -> Collectivite:
        return services.creer_collectivite(
            identite=Identite(etrangere), nom="Ville de Trémazan", type="commune", siren="217500016"
        )

    def test_la_page_dit_que_la_collectivite_disparait_puis_le_fait(self, client_de, etrangere, par_erreur):
        client = client_de(etrangere)
        assert "La collectivité disparaîtra avec votre départ" in client.get(self.URL).content.decode()
        assert Collectivite.objects.count() == 1
        assert client.post(self.URL)["Location"] == "/espace/"
        assert Collectivite.objects.count() == 0
        assert client.post(CREER, VALIDE).status_code == 302, "le SIREN est libre de nouveau"

    def test_a_plusieurs_la_page_ne_le_dit_pas(self, client_de, membre, collectivite):
        page = client_de(membre).get(reverse("collectivites:quitter", args=["port-lumiere"]))
        assert "disparaîtra" not in page.content.decode()
