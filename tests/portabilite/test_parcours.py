"""From the button to the archive: the proof of identity, the queue, the right, the expiry."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import services as comptes
from communs.collectivites.identite import PERSONNE, Identite
from communs.livrets import services as livrets
from communs.livrets.enums import Etat
from communs.livrets.models import Livret, Tirage
from communs.portabilite import services
from tests.collectivites.test_securite_du_compte import reauthentifier
from tests.conftest import MOT_DE_PASSE
from tests.outils.tuyau import attendre, en_parallele

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("contenu", "medias")]

PAGE = reverse("portabilite:emporter")


@pytest.fixture
def bachir(client_de, membre) -> Client:
    return client_de(membre)


def fichier(livret: Livret) -> str:
    return reverse("livrets:fichier", args=[livret.uuid])


def demander(client: Client) -> Livret:
    """Press the button and give the password that it asks for."""
    assert client.post(PAGE)["Location"].startswith(reverse("account_reauthenticate"))
    assert Livret.objects.count() == 0
    assert reauthentifier(client, PAGE)["Location"].startswith("/livrets/")
    return Livret.objects.select_related("tirage").get()


def test_from_the_button_to_the_archive(bachir, membre):
    livret = demander(bachir)
    assert "Préparation de l’archive" in bachir.get(livret.get_absolute_url()).content.decode()
    assert "Une archive se prépare" in bachir.get(PAGE).content.decode()
    assert livrets.fabriquer().etat == Etat.PRET
    page = bachir.get(livret.get_absolute_url()).content.decode()
    assert "Télécharger l’archive" in page
    assert "Le lire comme une page web" not in page
    response = bachir.get(fichier(livret))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == (
        f'attachment; filename="vigie-mes-donnees-{timezone.localdate():%Y-%m-%d}.zip"'
    )
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as z:
        assert z.testzip() is None
        assert f"{len(z.namelist())} fichiers dans une archive ZIP" in page
        assert membre.email in z.read("compte.json").decode()
    assert bachir.get(reverse("livrets:page", args=[livret.uuid])).status_code == 404


def test_a_download_asks_for_a_recent_proof_too(client_de, membre, bachir):
    livret = demander(bachir)
    livrets.fabriquer()
    ailleurs = client_de(membre)  # signed in long ago
    for adresse, geste in ((fichier(livret), ailleurs.get), (_refaire(livret), ailleurs.post)):
        assert geste(adresse)["Location"].startswith(reverse("account_reauthenticate"))
    assert ailleurs.get(livret.get_absolute_url()).status_code == 200
    suite = ailleurs.get(fichier(livret))["Location"]
    assert ailleurs.post(suite, {"password": MOT_DE_PASSE})["Location"] == livret.get_absolute_url()
    response = ailleurs.get(fichier(livret))
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_the_page_offers_the_archive_that_is_ready_before_another(bachir):
    assert "Préparer mon archive" in bachir.get(PAGE).content.decode()
    livret = demander(bachir)
    livrets.fabriquer()
    page = bachir.get(PAGE).content.decode()
    assert f'class="bouton bouton-principal" href="{fichier(livret)}"' in " ".join(page.split())
    assert "En préparer une nouvelle" in page
    Tirage.objects.update(pret_le=timezone.now() - timedelta(days=8), expire_le=timezone.now())
    livrets.purger()
    assert fichier(livret) not in bachir.get(PAGE).content.decode()


def test_a_proof_is_announced_to_whoever_has_one_to_give(bachir, client_de, membre):
    assert "vous est redemandée" in bachir.get(PAGE).content.decode()
    membre.set_unusable_password()
    membre.save()
    assert "vous est redemandée" not in client_de(membre).get(PAGE).content.decode()


def _refaire(livret: Livret) -> str:
    return reverse("livrets:refaire", args=[livret.uuid])


def test_nobody_else_learns_that_it_exists(client, client_de, bachir, administratrice, collectivite):
    livret = demander(bachir)
    livrets.fabriquer()
    administratrice.is_staff = administratrice.is_superuser = True
    administratrice.save()
    for autre in (client, client_de(administratrice)):
        for nom in ("livret", "etat", "page", "fichier"):
            assert autre.get(reverse(f"livrets:{nom}", args=[livret.uuid])).status_code == 404
        assert autre.post(_refaire(livret)).status_code == 404


def test_asked_twice_while_it_is_made_it_is_made_once_and_a_new_one_replaces_the_old(membre):
    identite = Identite(membre)
    en_parallele(*[lambda: services.demander(identite=identite)] * 5)
    assert Livret.objects.count() == Tirage.objects.count() == 1
    premier = livrets.fabriquer()
    assert default_storage.exists(premier.fichier)
    services.demander(identite=identite)
    assert not default_storage.exists(premier.fichier)
    assert livrets.fabriquer().pk != premier.pk
    assert Livret.objects.count() == 1


def test_an_archive_expires_after_seven_days_and_is_made_again_as_things_are(bachir, membre):
    livret = demander(bachir)
    tirage = livrets.fabriquer()
    assert timedelta(days=6) < tirage.expire_le - timezone.now() <= timedelta(days=7)
    Tirage.objects.update(pret_le=timezone.now() - timedelta(days=8), expire_le=timezone.now())
    assert livrets.purger() == 1
    assert bachir.get(fichier(livret)).status_code == 410
    assert "se garde sept jours" in bachir.get(livret.get_absolute_url()).content.decode()
    membre.prenom = "Renommé"
    membre.save()
    bachir.post(_refaire(livret))
    assert livrets.fabriquer().etat == Etat.PRET
    with ZipFile(io.BytesIO(b"".join(bachir.get(fichier(livret)).streaming_content))) as z:
        assert "Renommé" in z.read("compte.json").decode()


def test_an_erased_account_takes_its_archive_along(bachir, membre):
    demander(bachir)
    tirage = livrets.fabriquer()
    comptes.supprimer_compte(compte=membre)
    assert not Livret.objects.exists()
    assert not default_storage.exists(tirage.fichier)


def test_an_account_erased_while_its_archive_waits_leaves_nothing(bachir, membre):
    demander(bachir)
    comptes.supprimer_compte(compte=membre)
    assert livrets.fabriquer() is None
    assert livrets.purger() == 0
    assert not default_storage.exists("livrets") or default_storage.listdir("livrets")[1] == []


def test_an_app_that_breaks_is_a_clear_failure_and_leaves_no_file(bachir, monkeypatch):
    livret = demander(bachir)
    monkeypatch.setattr("communs.portabilite.archive._expliquer", lambda *_: 1 / 0)
    assert livrets.fabriquer().etat == Etat.ECHOUE
    page = bachir.get(livret.get_absolute_url()).content.decode()
    assert "Cette archive n’a pas pu être faite" in page
    monkeypatch.undo()
    bachir.post(_refaire(livret))
    assert livrets.fabriquer().etat == Etat.PRET


def test_nobody_asks_for_it_without_an_account():
    with pytest.raises(PermissionDenied):
        services.demander(identite=PERSONNE)


def test_too_many_archives_in_an_hour_are_refused(bachir, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"portabilite_emporter": "1/h/key"}
    demander(bachir)
    assert bachir.post(PAGE).status_code == 429


@pytest.mark.lent
def test_a_real_worker_makes_it(bachir, tuyau):
    livret = demander(bachir)
    tuyau()
    attendre(lambda: Tirage.objects.get().etat == Etat.PRET, "l’archive prête")
    response = bachir.get(fichier(livret))
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as z:
        assert z.testzip() is None
