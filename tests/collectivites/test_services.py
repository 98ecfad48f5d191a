"""The tree of services."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from communs.collectivites import services
from communs.collectivites.calculs import aplatir, arbre
from communs.collectivites.models import Adhesion, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def dgs(collectivite) -> Service:
    return services.ajouter_service(collectivite=collectivite, nom="Direction générale", parent=None)


@pytest.fixture
def rh(collectivite, dgs) -> Service:
    return services.ajouter_service(collectivite=collectivite, nom="Ressources humaines", parent=dgs)


@pytest.fixture
def formation(collectivite, rh) -> Service:
    return services.ajouter_service(collectivite=collectivite, nom="Formation", parent=rh)


def liste(collectivite) -> str:
    return reverse("collectivites:services", args=[collectivite.identifiant])


def page(service) -> str:
    return reverse("collectivites:service", args=[service.collectivite.identifiant, service.uuid])


def suppression(service) -> str:
    return reverse("collectivites:supprimer_service", args=[service.collectivite.identifiant, service.uuid])


def test_un_administrateur_ajoute_un_service_au_premier_niveau_puis_en_dessous(
    client_de, administratrice, collectivite
):
    client = client_de(administratrice)
    assert client.post(liste(collectivite), {"nom": "Direction", "parent": ""}).status_code == 302
    direction = Service.objects.get()
    assert client.post(liste(collectivite), {"nom": "Habitat", "parent": direction.pk}).status_code == 302
    assert Service.objects.get(nom="Habitat").parent == direction


def test_les_membres_lisent_l_arbre_et_ne_le_changent_pas(
    client_de, membre, etrangere, collectivite, formation
):
    response = client_de(membre).get(liste(collectivite))
    assert response.status_code == 200
    assert "Formation" in response.content.decode()
    assert page(formation) not in response.content.decode()
    for compte, code in ((membre, 403), (etrangere, 404)):
        client = client_de(compte)
        assert client.post(liste(collectivite), {"nom": "Pirate"}).status_code == code
        assert client.get(page(formation)).status_code == code
        assert client.post(page(formation), {"nom": "Pirate"}).status_code == code
        assert client.post(suppression(formation)).status_code == code
    assert not Service.objects.filter(nom="Pirate").exists()
    assert Service.objects.count() == 3


def test_renommer_et_deplacer(client_de, administratrice, dgs, formation):
    response = client_de(administratrice).post(page(formation), {"nom": "École interne", "parent": dgs.pk})
    assert response.status_code == 302
    formation.refresh_from_db()
    assert (formation.nom, formation.parent) == ("École interne", dgs)


def test_un_service_ne_descend_pas_de_lui_meme(client_de, administratrice, dgs, rh, formation):
    client = client_de(administratrice)
    for parent in (dgs, rh, formation):
        response = client.post(page(dgs), {"nom": "Direction générale", "parent": parent.pk})
        assert response.status_code == 422
        assert "ne peut pas être rattaché à lui-même" in response.content.decode()
    dgs.refresh_from_db()
    assert dgs.parent is None


def test_l_arbre_a_huit_niveaux_au_plus(collectivite):
    parent = None
    for niveau in range(8):
        parent = services.ajouter_service(collectivite=collectivite, nom=f"Niveau {niveau}", parent=parent)
    with pytest.raises(ValidationError, match="au plus 8 niveaux"):
        services.ajouter_service(collectivite=collectivite, nom="Trop bas", parent=parent)
    tete = services.ajouter_service(collectivite=collectivite, nom="Tête", parent=None)
    racine = Service.objects.get(nom="Niveau 0")
    with pytest.raises(ValidationError, match="au plus 8 niveaux"):
        services.modifier_service(service=racine, nom="Niveau 0", parent=tete)


def test_un_parent_d_une_autre_collectivite_est_refuse(
    client_de, administratrice, collectivite, autre_collectivite
):
    ailleurs = Service.objects.create(collectivite=autre_collectivite, nom="Ailleurs")
    response = client_de(administratrice).post(liste(collectivite), {"nom": "Ici", "parent": ailleurs.pk})
    assert response.status_code == 422
    assert Service.objects.count() == 1


@pytest.mark.parametrize("nom", ["", "x" * 10_000, "Nul\x00", "DIRECTION GÉNÉRALE", "  direction générale "])
def test_un_nom_vide_trop_long_ou_deja_pris_au_meme_endroit_est_refuse(
    client_de, administratrice, collectivite, dgs, nom
):
    response = client_de(administratrice).post(liste(collectivite), {"nom": nom, "parent": ""})
    assert response.status_code == 422
    assert Service.objects.count() == 1


def test_le_meme_nom_ailleurs_dans_l_arbre_est_permis(client_de, administratrice, collectivite, dgs, rh):
    response = client_de(administratrice).post(
        liste(collectivite), {"nom": "Direction générale", "parent": rh.pk}
    )
    assert response.status_code == 302


def test_on_ne_supprime_qu_un_service_vide(client_de, administratrice, membre, collectivite, rh, formation):
    client = client_de(administratrice)
    Adhesion.objects.filter(compte=membre).update(service=formation)
    for service, raison in ((rh, "contient d’autres services"), (formation, "compte des membres")):
        response = client.post(suppression(service), follow=True)
        assert raison in response.content.decode()
    assert Service.objects.count() == 3
    Adhesion.objects.filter(compte=membre).update(service=None)
    client.post(suppression(formation))
    client.post(suppression(formation))
    assert not Service.objects.filter(pk=formation.pk).exists()


def test_sql_et_script_dans_un_nom_sont_montres_tels_quels(client_de, administratrice, collectivite):
    client = client_de(administratrice)
    client.post(liste(collectivite), {"nom": "<script>x</script>'; DROP TABLE", "parent": ""})
    contenu = client.get(liste(collectivite)).content.decode()
    assert "<script>x" not in contenu
    assert "&lt;script&gt;x" in contenu


def test_l_arbre_est_en_ordre_alphabetique_francais(collectivite):
    for nom in ("Zoo", "École", "Eau", "état civil"):
        services.ajouter_service(collectivite=collectivite, nom=nom, parent=None)
    noms = [n.service.nom for n in aplatir(arbre(collectivite.services.order_by("pk")))]
    assert noms == ["Eau", "École", "état civil", "Zoo"]


@pytest.mark.parametrize("nombre", [3, 30])
def test_la_page_coute_toujours_six_requetes(
    client_de, administratrice, collectivite, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        Service.objects.create(collectivite=collectivite, nom=f"Service {rang}")
    client = client_de(administratrice)
    with django_assert_num_queries(6):
        client.get(liste(collectivite))
