"""The documentalistes' side: progress, pause, test, numbers; nobody else sees it."""

import pytest
from django.urls import reverse

from communs.courrier.models import Courriel
from tests.outils.veille import creer_numero, creer_numero_publie, nommer_documentaliste
from tests.outils.veille_abonnements import abonner
from veille.abonnements.enums import EtatEnvoi, EtatRemise
from veille.abonnements.envois import preparer_envoi
from veille.abonnements.models import Abonne, Envoi, Remise

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_doc(client_de, membre):
    return client_de(nommer_documentaliste(membre).compte)


@pytest.fixture
def envoi():
    numero = creer_numero_publie()
    abonner(bulletin=numero.bulletin)
    abonner("maud@phare.example", bulletin=numero.bulletin)
    return preparer_envoi(numero)


def test_nobody_but_documentalistes_sees_an_envoi(client_de, etrangere, envoi):
    client = client_de(etrangere)
    for nom, arguments in (
        ("envois", []),
        ("envoi", [envoi.uuid]),
        ("abonnes", []),
        ("abonnes_csv", []),
    ):
        assert client.get(reverse(f"veille:{nom}", args=arguments)).status_code == 403
    assert client.post(reverse("veille:envoi", args=[envoi.uuid]), {"geste": "suspendre"}).status_code == 403
    assert client.post(reverse("veille:desabonner"), {"email": "lea@phare.example"}).status_code == 403
    assert Abonne.objects.actifs().count() == 2
    assert Envoi.objects.get().etat == EtatEnvoi.EN_COURS


def test_progress_is_read_pauses_and_goes_on(client_doc, envoi):
    Remise.objects.filter(pk=Remise.objects.first().pk).update(etat=EtatRemise.ENVOYE)
    adresse = reverse("veille:envoi", args=[envoi.uuid])
    page = client_doc.get(adresse).content.decode()
    assert "1 sur 2" in page
    part = client_doc.get(adresse, headers={"HX-Target": "avancement"}).content.decode()
    assert "1 sur 2" in part
    assert "<html" not in part
    for geste, etat in (("suspendre", EtatEnvoi.EN_PAUSE), ("reprendre", EtatEnvoi.EN_COURS)):
        client_doc.post(adresse, {"geste": geste})
        assert Envoi.objects.get().etat == etat
    assert "Ce geste n’existe pas." in client_doc.post(adresse, {"geste": "x"}, follow=True).content.decode()


def test_the_part_that_is_polled_costs_few_queries(client_doc, envoi, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client_doc.get(reverse("veille:envoi", args=[envoi.uuid]), headers={"HX-Target": "avancement"})


def test_an_issue_is_tried_on_oneself_before_it_is_published(client_doc, membre):
    numero = creer_numero()
    abonner(bulletin=numero.bulletin)
    assert numero.titre in client_doc.get(reverse("veille:envois")).content.decode()
    client_doc.post(reverse("veille:envoi_essai", args=[numero.uuid]))
    courriel = Courriel.objects.get()
    assert courriel.destinataire == membre.email
    assert courriel.sujet.startswith("[Essai] La lettre du large")
    assert "Les marées de l’innovation" in courriel.html
    assert not Envoi.objects.exists()


def test_numbers_are_exported_and_no_address(client_doc, envoi):
    abonner("suspendue@phare.example", bulletin=envoi.numero.bulletin, suspendu_le=envoi.cree_le)
    page = client_doc.get(reverse("veille:abonnes")).content.decode()
    assert "2 abonnés" in page
    csv = client_doc.get(reverse("veille:abonnes_csv")).content.decode("utf-8-sig")
    assert csv == "bulletin;abonnés;dont numéros entiers;suspendus\r\nLa lettre du large;2;2;1\r\n"
    assert "@phare.example" not in page + csv


def test_somebody_who_asks_by_phone_is_unsubscribed_by_the_exact_address(client_doc, envoi):
    adresse = reverse("veille:desabonner")
    assert client_doc.post(adresse, {"email": "lea"}).status_code == 422
    assert "n’est pas abonnée" in client_doc.post(adresse, {"email": "x@phare.example"}).content.decode()
    assert client_doc.post(adresse, {"email": "LEA@phare.example"}).status_code == 302
    assert list(Abonne.objects.actifs().values_list("email", flat=True)) == ["maud@phare.example"]
