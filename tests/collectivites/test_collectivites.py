"""My space, inscribing a collectivité, editing it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from communs.collectivites import services, siren
from communs.collectivites.enums import Role
from communs.collectivites.identite import PERSONNE, Identite, autoriser
from communs.collectivites.models import Adhesion, Collectivite, Service

pytestmark = pytest.mark.django_db
CREER = reverse("collectivites:creer")
VALIDE = {"nom": "Ville de Trémazan", "type": "commune", "siren": "217 500 016"}


def test_un_espace_vide_invite_a_inscrire_sa_collectivite(client_de, etrangere):
    page = client_de(etrangere).get(reverse("collectivites:espace")).content.decode()
    assert "Aucune collectivité pour l’instant" in page
    assert CREER in page


def test_mon_espace_montre_mes_collectivites_et_seulement_elles(
    client_de, membre, collectivite, autre_collectivite
):
    page = client_de(membre).get(reverse("collectivites:espace")).content.decode()
    assert collectivite.nom in page
    assert autre_collectivite.nom not in page


def test_inscrire_une_collectivite_en_fait_l_administrateur(client_de, etrangere):
    response = client_de(etrangere).post(CREER, VALIDE)
    assert (response.status_code, response["Location"]) == (302, "/espace/ville-de-tremazan/")
    collectivite = Collectivite.objects.get()
    assert (collectivite.nom, collectivite.siren) == ("Ville de Trémazan", "217500016")
    assert [(a.compte, a.role) for a in collectivite.adhesions.all()] == [(etrangere, Role.ADMINISTRATEUR)]


@pytest.mark.parametrize("saisie", ["217500016", " 217 500 016 ", "217\u00a0500\u202f016", "217\t500 016"])
def test_le_siren_s_ecrit_avec_ou_sans_espaces(client_de, etrangere, saisie):
    assert client_de(etrangere).post(CREER, VALIDE | {"siren": saisie}).status_code == 302
    assert Collectivite.objects.get().siren == "217500016"


@pytest.mark.parametrize(
    ("champs", "erreur"),
    [
        ({"siren": "217500017"}, "Ce numéro n’est pas un SIREN"),
        ({"siren": "21750001"}, "Un SIREN compte neuf chiffres"),
        ({"siren": "21750001600013"}, "Un SIREN compte neuf chiffres"),
        ({"siren": "²17500016"}, "Un SIREN compte neuf chiffres"),
        ({"siren": "' OR 1=1 --"}, "Un SIREN compte neuf chiffres"),
        ({"siren": "1" * 10_000}, "au plus 20 caractères"),
        ({"siren": ""}, "Ce champ est obligatoire"),
        ({"siren": "217500016\x00"}, "nul"),
        ({"nom": ""}, "Ce champ est obligatoire"),
        ({"nom": "x" * 10_000}, "au plus 150 caractères"),
        ({"nom": "Nul\x00"}, "nul"),
        ({"type": "empire"}, "empire"),
    ],
)
def test_une_inscription_fausse_est_montree_de_nouveau_et_n_ecrit_rien(client_de, etrangere, champs, erreur):
    response = client_de(etrangere).post(CREER, VALIDE | champs)
    assert response.status_code == 422
    assert erreur in response.content.decode()
    assert Collectivite.objects.count() == 0


def test_un_siren_deja_inscrit_renvoie_vers_ses_administrateurs_sans_les_nommer(
    client_de, etrangere, administratrice, collectivite
):
    response = client_de(etrangere).post(CREER, VALIDE | {"siren": collectivite.siren})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Demandez à ses administrateurs de vous inviter" in page
    for secret in (collectivite.nom, administratrice.nom, administratrice.email, collectivite.identifiant):
        assert secret not in page
    assert Collectivite.objects.count() == 1


@pytest.mark.parametrize(
    ("nom", "identifiant"),
    [
        ("Communauté d’agglomération de Port-Lumière", "communaute-d-agglomeration-de-port-lumiere"),
        ("L'Haÿ-les-Roses", "l-hay-les-roses"),
        ("Créer", "creer-2"),
        ("Invitations", "invitations-2"),
        ("<script>alert(1)</script>", "scriptalert1script"),
        ("東京", "collectivite"),
        ("x" * 150, "x" * 70),
    ],
)
def test_l_identifiant_dans_l_adresse_se_lit_et_n_en_cache_aucune(membre, nom, identifiant):
    collectivite = services.creer_collectivite(
        identite=Identite(membre), nom=nom, type="commune", siren="217500016"
    )
    assert collectivite.identifiant == identifiant


def test_deux_homonymes_ont_deux_identifiants(membre):
    identifiants = [
        services.creer_collectivite(
            identite=Identite(membre), nom="Saint-Denis", type="commune", siren=siren
        ).identifiant
        for siren in ("000000018", "000000026", "000000034")
    ]
    assert identifiants == ["saint-denis", "saint-denis-2", "saint-denis-3"]


def test_personne_ne_peut_inscrire_de_collectivite():
    with pytest.raises(PermissionDenied):
        autoriser(PERSONNE, "collectivites.creer")


def test_une_regle_inconnue_est_une_erreur_de_notre_part(membre):
    with pytest.raises(KeyError):
        Identite(membre).peut("collectivites.dynamiter")


@pytest.mark.parametrize("bon", ["732829320", "200046977", "000000018"])
def test_un_siren_dont_la_cle_est_juste_passe(bon):
    siren.valider(bon)


@pytest.mark.parametrize(
    "faux", ["732829321", "20004697", "2000469770", "20004697a", "", "２０００４６９７７"]
)
def test_un_siren_dont_la_cle_est_fausse_ne_passe_pas(faux):
    with pytest.raises(ValidationError):
        siren.valider(faux)


class TestLaPage:
    def test_un_membre_la_lit_sans_les_gestes_d_un_administrateur(self, client_de, membre, collectivite):
        page = client_de(membre).get(collectivite.get_absolute_url()).content.decode()
        assert "200\u00a0046\u00a0977" in page
        assert "2 membres" in page
        for nom in ("modifier", "invitations", "transmettre"):
            assert reverse(f"collectivites:{nom}", args=[collectivite.identifiant]) not in page

    def test_un_administrateur_y_trouve_ses_gestes(self, client_de, administratrice, collectivite):
        page = client_de(administratrice).get(collectivite.get_absolute_url()).content.decode()
        for nom in ("modifier", "invitations", "transmettre", "quitter"):
            assert reverse(f"collectivites:{nom}", args=[collectivite.identifiant]) in page

    def test_une_etrangere_n_apprend_pas_qu_elle_existe(self, client_de, etrangere, collectivite):
        assert client_de(etrangere).get(collectivite.get_absolute_url()).status_code == 404

    def test_un_anonyme_est_renvoye_vers_la_connexion(self, client, collectivite):
        response = client.get(collectivite.get_absolute_url())
        assert response["Location"] == "/compte/connexion/?next=/espace/port-lumiere/"

    def test_elle_coute_six_requetes(
        self, client_de, administratrice, collectivite, django_assert_num_queries
    ):
        client = client_de(administratrice)
        with django_assert_num_queries(6):
            client.get(collectivite.get_absolute_url())


class TestModifier:
    def url(self, collectivite):
        return reverse("collectivites:modifier", args=[collectivite.identifiant])

    def test_un_administrateur_modifie(self, client_de, administratrice, collectivite):
        response = client_de(administratrice).post(
            self.url(collectivite),
            {
                "nom": "Port-Lumière Métropole",
                "type": "metropole",
                "fuseau": "Indian/Reunion",
                "siren": "000000018",
                "identifiant": "pirate",
            },
        )
        assert response.status_code == 302
        collectivite.refresh_from_db()
        assert (collectivite.nom, collectivite.type) == ("Port-Lumière Métropole", "metropole")
        assert collectivite.fuseau == "Indian/Reunion"
        assert (collectivite.siren, collectivite.identifiant) == ("200046977", "port-lumiere")

    def test_un_membre_est_refuse_et_une_etrangere_ne_trouve_rien(
        self, client_de, membre, etrangere, collectivite
    ):
        for compte, code in ((membre, 403), (etrangere, 404)):
            client = client_de(compte)
            assert client.get(self.url(collectivite)).status_code == code
            assert client.post(self.url(collectivite), {"nom": "x", "type": "commune"}).status_code == code
        collectivite.refresh_from_db()
        assert collectivite.nom == "Port-Lumière Agglomération"

    def test_un_fuseau_inconnu_est_refuse(self, client_de, administratrice, collectivite):
        response = client_de(administratrice).post(
            self.url(collectivite), {"nom": "x", "type": "commune", "fuseau": "Mars/Olympus"}
        )
        assert response.status_code == 422


class TestLaBaseRefuse:
    def refuser(self, **champs):
        with pytest.raises(IntegrityError), transaction.atomic():
            Collectivite.objects.update(**champs)

    def test_un_siren_mal_forme_et_un_type_inconnu(self, collectivite):
        self.refuser(siren="abc")
        self.refuser(type="empire")

    def test_un_service_d_une_autre_collectivite(self, membre, collectivite, autre_collectivite):
        ailleurs = Service.objects.create(collectivite=autre_collectivite, nom="Ailleurs")
        with pytest.raises(IntegrityError), transaction.atomic():
            Adhesion.objects.filter(compte=membre).update(service=ailleurs)
            _verifier_maintenant()
        with pytest.raises(IntegrityError), transaction.atomic():
            Service.objects.create(collectivite=collectivite, nom="Ici", parent=ailleurs)
            _verifier_maintenant()


def _verifier_maintenant() -> None:
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
