"""Members: the list, roles, leaving, being removed, handing one's role over."""

import pytest
from django.urls import reverse

from communs.collectivites.enums import Role
from communs.collectivites.models import Adhesion, Service
from tests.conftest import creer_compte

pytestmark = pytest.mark.django_db


def url(nom: str, *args: object) -> str:
    return reverse(f"collectivites:{nom}", args=["port-lumiere", *args])


def adhesion(compte) -> Adhesion:
    return Adhesion.objects.get(compte=compte)


def roles(collectivite) -> dict[str, str]:
    return dict(collectivite.adhesions.values_list("compte__prenom", "role"))


def test_les_membres_voient_la_liste_avec_roles_et_services(client_de, membre, collectivite):
    formation = Service.objects.create(collectivite=collectivite, nom="Formation")
    Adhesion.objects.filter(compte=membre).update(service=formation)
    page = client_de(membre).get(url("membres")).content.decode()
    for texte in ("Alice Kerguelen", "Bachir Le Goff", "Administrateur", "Formation", "2 membres"):
        assert texte in page
    assert url("membre", adhesion(membre).uuid) not in page


def test_une_etrangere_ne_voit_pas_la_liste(client_de, etrangere, collectivite):
    assert client_de(etrangere).get(url("membres")).status_code == 404


@pytest.mark.parametrize("nombre", [3, 30])
def test_la_liste_coute_toujours_cinq_requetes(
    client_de, administratrice, collectivite, django_assert_num_queries, nombre
):
    for rang in range(nombre - 2):
        service = Service.objects.create(collectivite=collectivite, nom=f"Service {rang}")
        compte = creer_compte(f"agent{rang}@port-lumiere.example")
        Adhesion.objects.create(compte=compte, collectivite=collectivite, service=service)
    client = client_de(administratrice)
    with django_assert_num_queries(5):
        response = client.get(url("membres"))
    assert f"{nombre} membres" in response.content.decode()


def test_un_administrateur_change_role_et_service(client_de, administratrice, membre, collectivite):
    formation = Service.objects.create(collectivite=collectivite, nom="Formation")
    response = client_de(administratrice).post(
        url("membre", adhesion(membre).uuid), {"role": "administrateur", "service": formation.pk}
    )
    assert response.status_code == 302
    assert (adhesion(membre).role, adhesion(membre).service) == (Role.ADMINISTRATEUR, formation)


@pytest.mark.parametrize("champs", [{"role": "roi"}, {"role": ""}, {"role": "membre", "service": "999999"}])
def test_un_role_ou_un_service_inconnus_sont_refuses(
    client_de, administratrice, membre, collectivite, champs
):
    response = client_de(administratrice).post(url("membre", adhesion(membre).uuid), champs)
    assert response.status_code == 422
    assert adhesion(membre).role == Role.MEMBRE


def test_un_service_d_ailleurs_est_refuse(
    client_de, administratrice, membre, collectivite, autre_collectivite
):
    ailleurs = Service.objects.create(collectivite=autre_collectivite, nom="Ailleurs")
    response = client_de(administratrice).post(
        url("membre", adhesion(membre).uuid), {"role": "membre", "service": ailleurs.pk}
    )
    assert response.status_code == 422
    assert adhesion(membre).service is None


def test_un_membre_ne_change_aucun_role_et_une_etrangere_ne_trouve_rien(
    client_de, membre, etrangere, collectivite
):
    for compte, code in ((membre, 403), (etrangere, 404)):
        client = client_de(compte)
        for qui in Adhesion.objects.filter(collectivite=collectivite).order_by("pk"):
            assert client.get(url("membre", qui.uuid)).status_code == code
            assert client.post(url("membre", qui.uuid), {"role": "administrateur"}).status_code == code
            assert client.post(url("retirer", qui.uuid)).status_code == code
    assert roles(collectivite) == {"Alice": "administrateur", "Bachir": "membre"}


def test_une_adhesion_d_ailleurs_ne_se_gere_pas_d_ici(
    client_de, administratrice, etrangere, collectivite, autre_collectivite
):
    client = client_de(administratrice)
    assert client.post(url("retirer", adhesion(etrangere).uuid)).status_code == 404
    assert client.post(url("membre", adhesion(etrangere).uuid), {"role": "membre"}).status_code == 404
    assert autre_collectivite.adhesions.count() == 1


def test_un_administrateur_retire_un_membre_deux_clics_ne_genent_pas(
    client_de, administratrice, membre, collectivite
):
    client, page = client_de(administratrice), url("retirer", adhesion(membre).uuid)
    assert client.post(page)["Location"] == url("membres")
    assert client.post(page).status_code == 404
    assert roles(collectivite) == {"Alice": "administrateur"}
    assert client_de(membre).get(url("membres")).status_code == 404


def test_quitter_demande_confirmation_et_se_fait_une_fois(client_de, membre, collectivite):
    client = client_de(membre)
    assert client.get(url("quitter")).status_code == 200
    assert roles(collectivite) == {"Alice": "administrateur", "Bachir": "membre"}
    assert client.post(url("quitter"))["Location"] == "/espace/"
    assert client.post(url("quitter")).status_code == 404
    assert roles(collectivite) == {"Alice": "administrateur"}


def test_le_dernier_administrateur_ne_part_pas_ne_se_retire_pas_ne_se_demet_pas(
    client_de, administratrice, collectivite
):
    client, soi = client_de(administratrice), adhesion(administratrice)
    for response in (
        client.post(url("quitter"), follow=True),
        client.post(url("retirer", soi.uuid), follow=True),
        client.post(url("membre", soi.uuid), {"role": "membre"}),
    ):
        assert "n’aurait plus d’administrateur" in response.content.decode()
    assert roles(collectivite) == {"Alice": "administrateur", "Bachir": "membre"}


def test_un_second_administrateur_rend_le_depart_possible(client_de, administratrice, membre, collectivite):
    Adhesion.objects.filter(compte=membre).update(role=Role.ADMINISTRATEUR)
    assert client_de(administratrice).post(url("quitter"))["Location"] == "/espace/"
    assert roles(collectivite) == {"Bachir": "administrateur"}


def test_transmettre_son_role_echange_les_roles(client_de, administratrice, membre, collectivite):
    client = client_de(administratrice)
    assert client.get(url("transmettre")).status_code == 200
    response = client.post(url("transmettre"), {"a": adhesion(membre).pk})
    assert response["Location"] == "/espace/port-lumiere/"
    assert roles(collectivite) == {"Alice": "membre", "Bachir": "administrateur"}
    assert client.post(url("transmettre"), {"a": adhesion(membre).pk}).status_code == 403


def test_on_ne_transmet_ni_a_soi_ni_a_une_inconnue_ni_sans_choisir(
    client_de, administratrice, etrangere, collectivite, autre_collectivite
):
    client = client_de(administratrice)
    for choix in (adhesion(administratrice).pk, adhesion(etrangere).pk, "", "abc", 10**30):
        assert client.post(url("transmettre"), {"a": choix}).status_code == 422
    assert roles(collectivite) == {"Alice": "administrateur", "Bachir": "membre"}


def test_un_membre_n_a_rien_a_transmettre_et_une_etrangere_ne_trouve_rien(
    client_de, membre, etrangere, collectivite
):
    assert client_de(membre).get(url("transmettre")).status_code == 403
    assert client_de(membre).post(url("transmettre"), {"a": adhesion(membre).pk}).status_code == 403
    assert client_de(etrangere).get(url("transmettre")).status_code == 404
    assert client_de(etrangere).get(url("quitter")).status_code == 404


def test_seul_a_bord_la_page_propose_d_inviter(client_de, etrangere, autre_collectivite):
    client = client_de(etrangere)
    assert "Personne d’autre à bord" in client.get(autre_collectivite.get_absolute_url()).content.decode()
    page = client.get(reverse("collectivites:transmettre", args=["kermadec"])).content.decode()
    assert "Personne à qui le transmettre" in page
