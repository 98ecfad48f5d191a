"""From the button to the file: what the reader sees, what is printed, what is kept."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communs.livrets import services
from communs.livrets.enums import Etat
from communs.livrets.gabarits import gabarit, inscrire
from communs.livrets.models import Livret, Tirage
from communs.livrets.rendu import composer
from sonar.models import Profil, Tentative

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("contenu", "medias")]


def fichier(livret: Livret) -> str:
    return reverse("livrets:fichier", args=[livret.uuid])


def code(client: Client, adresse: str, **entetes: str) -> int:
    """Status of a download read to its end."""
    response = client.get(adresse, headers=entetes)
    if response.streaming:
        assert b"".join(response.streaming_content).startswith(b"%PDF-")
    return response.status_code


def test_from_the_button_to_the_file(client, remettre, demander, tirages):
    tentative = remettre("uuuuhs")
    livret = demander(tentative)
    page = client.get(livret.get_absolute_url()).content.decode()
    assert "En attente" in page
    assert "Actualiser la page" in page  # a link: a page that reloads by itself cannot be read calmly
    assert code(client, fichier(livret)) == 410
    assert services.fabriquer(livret.tirage_id).etat == Etat.PRET

    page = client.get(livret.get_absolute_url()).content.decode()
    assert "Télécharger le PDF" in page
    assert "12 pages" in page
    assert "Actualiser" not in page
    response = client.get(fichier(livret))
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="carnet-sonar-usages.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert code(client, fichier(livret), **{"If-None-Match": response["ETag"]}) == 304
    assert len(tirages) == 1


def test_a_second_request_prints_nothing_and_reads_one_file(client, remettre, demander, tirages):
    tentative = remettre("uuuuhs")
    premier = demander(tentative)
    services.fabriquer()
    second = demander(tentative)
    assert second == premier
    assert services.fabriquer() is None
    assert services.balayer() == 0
    assert len(tirages) == 1
    assert len(default_storage.listdir("livrets")[1]) == 1


def test_two_results_with_the_same_content_share_one_printing_but_not_their_address(
    client, remettre, demander, tirages
):
    premier, second = (demander(remettre("uuuuhs")) for _ in range(2))
    assert premier.uuid != second.uuid
    assert premier.tirage_id == second.tirage_id
    services.fabriquer()
    assert services.fabriquer() is None
    assert len(tirages) == 1
    assert [code(client, fichier(livret)) for livret in (premier, second)] == [200, 200]

    nom = Tirage.objects.get().fichier
    client.post(reverse("sonar:effacer", args=[premier.reference]))
    assert code(client, fichier(premier)) == 404
    assert client.get(premier.get_absolute_url()).status_code == 404
    assert code(client, fichier(second)) == 200
    client.post(reverse("sonar:effacer", args=[second.reference]))
    assert not Tirage.objects.exists()
    assert not default_storage.exists(nom)


def test_the_fingerprint_follows_the_content_and_nothing_else(remettre, settings, monkeypatch, tmp_path):
    sorte = gabarit("sonar.carnet")
    tentative = Tentative.objects.par_adresse().get(pk=remettre("uuuuhs").pk)
    empreinte = composer(sorte, tentative, {}).empreinte
    assert composer(sorte, tentative, {}).empreinte == empreinte
    Profil.objects.filter(cle="usages").update(titre="Un autre titre")
    autre = composer(sorte, tentative, {}).empreinte
    assert autre != empreinte
    Profil.objects.filter(cle="usages").update(titre="La loupe avant la longue-vue")
    assert composer(sorte, tentative, {}).empreinte == empreinte

    css = Path("static/css/carnet.css").read_text()
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "carnet.css").write_text(css + "\np { color: red; }")
    settings.STATICFILES_DIRS = [tmp_path, *settings.STATICFILES_DIRS]
    assert composer(sorte, tentative, {}).empreinte != empreinte


def test_content_that_changes_while_it_waits_is_printed_as_it_is_now(client, remettre, demander, tirages):
    livret = demander(remettre("uuuuhs"))
    avant = livret.tirage.empreinte
    Profil.objects.filter(cle="usages").update(titre="Un autre titre")
    services.fabriquer()
    assert tirages == []
    services.fabriquer()
    livret = Livret.objects.select_related("tirage").get()
    assert livret.tirage.etat == Etat.PRET
    assert tirages == [livret.tirage.empreinte]
    assert livret.tirage.empreinte != avant


def test_the_booklet_is_also_a_web_page(client, remettre, demander):
    livret = demander(remettre("uuuuhs"))
    response = client.get(reverse("livrets:page", args=[livret.uuid]))
    page = response.content.decode()
    assert "Trois gestes pour ce mois-ci" in page
    assert "style=" not in page
    assert "<script" not in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_the_carnet_does_not_give_away_the_address_of_the_result(client, remettre, demander):
    tentative = remettre("uuuuhs")
    livret = demander(tentative)
    page = client.get(reverse("livrets:page", args=[livret.uuid])).content.decode()
    assert str(tentative.uuid) not in page
    assert str(livret.uuid) not in page


def test_an_unknown_booklet_is_a_404_everywhere(client):
    for nom in ("livret", "etat", "page", "fichier"):
        assert client.get(reverse(f"livrets:{nom}", args=[uuid.uuid4()])).status_code == 404
    assert client.post(reverse("livrets:refaire", args=[uuid.uuid4()])).status_code == 404


def test_the_right_is_asked_again_at_each_download(client, remettre, demander, monkeypatch):
    livret = demander(remettre("uuuuhs"))
    services.fabriquer()
    assert code(client, fichier(livret)) == 200
    monkeypatch.setattr("communs.collectivites.identite.rules.has_perm", lambda *_: False)
    for nom in ("livret", "etat", "page", "fichier"):
        assert client.get(reverse(f"livrets:{nom}", args=[livret.uuid])).status_code == 403
    assert client.post(reverse("livrets:refaire", args=[livret.uuid])).status_code == 403


def test_the_state_is_told_to_the_script(client, remettre, demander):
    livret = demander(remettre("uuuuhs"))
    adresse = reverse("livrets:etat", args=[livret.uuid])
    assert client.get(adresse).json() == {
        "etat": "demande",
        "libelle": "En attente",
        "progres": 0,
        "en_route": True,
    }
    services.fabriquer()
    assert client.get(adresse).json() == {
        "etat": "pret",
        "libelle": "Prêt",
        "progres": 100,
        "en_route": False,
    }


def test_the_progress_is_seen_from_outside_while_printing(remettre, demander, monkeypatch):
    livret = demander(remettre("uuuuhs"))
    vus = []
    vrai = services._avancer

    def avancer(tirage, pourcent):
        vrai(tirage, pourcent)
        vus.append(Tirage.objects.get(pk=livret.tirage_id).progres)

    monkeypatch.setattr(services, "_avancer", avancer)
    services.fabriquer()
    assert vus == [15, 70]


def test_a_finished_file_expires_and_is_asked_again(client, remettre, demander, tirages):
    tentative = remettre("uuuuhs")
    livret = demander(tentative)
    services.fabriquer()
    tirage = Tirage.objects.get()
    assert timedelta(days=29) < tirage.expire_le - timezone.now() < timedelta(days=31)
    assert services.purger() == 0
    Tirage.objects.update(pret_le=timezone.now() - timedelta(days=31), expire_le=timezone.now())
    assert services.purger() == 1
    assert not default_storage.exists(tirage.fichier)
    assert code(client, fichier(livret)) == 410
    assert "Refaire le livret" in client.get(livret.get_absolute_url()).content.decode()
    client.post(reverse("livrets:refaire", args=[livret.uuid]))
    assert services.fabriquer().etat == Etat.PRET
    assert code(client, fichier(livret)) == 200
    assert len(tirages) == 2


def test_asking_again_from_the_result_also_brings_back_an_expired_file(remettre, demander, tirages):
    tentative = remettre("uuuuhs")
    demander(tentative)
    services.fabriquer()
    Tirage.objects.update(pret_le=timezone.now() - timedelta(days=31), expire_le=timezone.now())
    services.purger()
    assert Tirage.objects.get().etat == Etat.EXPIRE
    assert demander(tentative).tirage.etat == Etat.DEMANDE
    assert services.fabriquer().etat == Etat.PRET


def test_a_file_lost_by_the_disk_is_said_and_remade(client, remettre, demander):
    livret = demander(remettre("uuuuhs"))
    services.fabriquer()
    default_storage.delete(Tirage.objects.get().fichier)
    assert code(client, fichier(livret)) == 410
    assert "Refaire le livret" in client.get(livret.get_absolute_url()).content.decode()
    client.post(reverse("livrets:refaire", args=[livret.uuid]))
    assert services.fabriquer().etat == Etat.PRET


def test_a_result_erased_while_its_booklet_waits_prints_nothing(client, remettre, demander, tirages):
    livret = demander(remettre("uuuuhs"))
    client.post(reverse("sonar:effacer", args=[livret.reference]))
    assert services.fabriquer() is None
    assert tirages == []
    assert not Livret.objects.exists()


def test_a_file_that_no_row_knows_is_swept_after_a_day(medias):
    for nom, age in (("vieux.pdf", 2), ("neuf.pdf", 0)):
        chemin = medias / "livrets" / nom
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_bytes(b"%PDF")
        import os

        date = (timezone.now() - timedelta(days=age)).timestamp()
        os.utime(chemin, (date, date))
    services.purger()
    assert default_storage.listdir("livrets")[1] == ["neuf.pdf"]


def test_too_many_requests_from_one_address_are_refused(client, remettre, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"livrets_demander": "2/m/ip"}
    adresse = reverse("sonar:carnet", args=[remettre("uuuuhs").uuid])
    assert [client.post(adresse).status_code for _ in range(3)] == [302, 302, 429]


def test_two_gabarits_cannot_have_the_same_key():
    with pytest.raises(ValueError, match="déjà inscrit"):
        inscrire(gabarit("sonar.carnet"))


def test_the_pages_cost_a_literal_number_of_queries(client, remettre, demander, django_assert_num_queries):
    livret = demander(remettre("uuuuhs"))
    services.fabriquer()
    with django_assert_num_queries(4):  # booklet, then the sheet with its answers and questions
        client.get(reverse("livrets:etat", args=[livret.uuid]))
