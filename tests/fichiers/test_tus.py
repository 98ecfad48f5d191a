"""Resumable uploads, request by request: offsets, two hands at once, what is refused, who may."""

import base64
import hashlib
import socket
import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.fichiers import preparation, services, stockage, televersements
from communs.fichiers.enums import Etat
from communs.fichiers.formats import GO
from communs.fichiers.models import Fichier, Televersement
from tests.fichiers import fabrique as f
from tests.fichiers.conftest import FLUX, TUS, Envoi
from tests.outils.tuyau import attendre, en_parallele

pytestmark = pytest.mark.django_db(transaction=True)


def message(reponse) -> str:
    return reponse.json()["message"]


def test_a_file_arrives_in_pieces_and_becomes_ready(envoi, membre, collectivite):
    octets = f.jpeg()
    reponse = envoi.annoncer("Été à la mer.JPG", len(octets))
    assert (reponse.status_code, reponse["Tus-Resumable"], reponse["Upload-Offset"]) == (201, "1.0.0", "0")
    for a in range(0, len(octets), 10_000):
        reponse = envoi.pousser(a, octets[a : a + 10_000])
        assert reponse.status_code == 204
        assert reponse["Upload-Offset"] == str(min(a + 10_000, len(octets)))
    fichier = Fichier.objects.get()
    assert reponse["Vigie-Fichier"] == str(fichier.uuid)
    assert (fichier.nom, fichier.depose_par, fichier.collectivite) == (
        "Été à la mer.jpg",
        membre,
        collectivite,
    )
    with default_storage.open(fichier.original) as flux:
        assert flux.read() == octets
    preparation.traiter(fichier.pk)
    etat = envoi.client.get(reverse("fichiers:fichier", args=[fichier.uuid])).json()
    assert etat == {
        "nom": "Été à la mer.jpg",
        "etat": "pret",
        "libelle": "Prêt",
        "motif": "",
        "en_route": False,
    }


def test_after_a_cut_the_server_says_where_to_resume(envoi):
    octets = f.jpeg()
    envoi.annoncer("a.jpg", len(octets))
    envoi.pousser(0, octets[:5000])
    reponse = envoi.situer()
    assert (reponse.status_code, reponse["Upload-Offset"], reponse["Cache-Control"]) == (
        200,
        "5000",
        "no-store",
    )
    assert reponse["Upload-Length"] == str(len(octets))
    assert envoi.pousser(5000, octets[5000:]).has_header("Vigie-Fichier")


def test_a_connection_cut_in_the_middle_of_a_piece_keeps_what_had_come(envoi, live_server):
    envoi.annoncer("a.pdf", 1000)
    cookie = envoi.client.cookies[settings.SESSION_COOKIE_NAME].value
    serveur = urlsplit(live_server.url)
    with socket.create_connection((serveur.hostname, serveur.port)) as prise:
        entetes = (
            f"PATCH {envoi.adresse} HTTP/1.1",
            f"Host: {serveur.netloc}",
            f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}; csrftoken={'a' * 32}",
            f"X-CSRFToken: {'a' * 32}",
            "Tus-Resumable: 1.0.0",
            f"Content-Type: {FLUX}",
            "Upload-Offset: 0",
            "Content-Length: 1000",
        )
        prise.sendall("\r\n".join((*entetes, "", "")).encode() + b"x" * 400)
    attendre(lambda: Televersement.objects.get().recu > 0, "le début du morceau")
    assert envoi.situer()["Upload-Offset"] == "400"


def test_who_missed_the_last_answer_learns_that_all_has_arrived(envoi):
    octets = f.pdf()
    envoi.annoncer("a.pdf", len(octets))
    envoi.pousser(0, octets)
    uuid_ = str(Fichier.objects.get().uuid)
    assert envoi.situer()["Vigie-Fichier"] == uuid_
    again = envoi.pousser(len(octets), b"")
    assert (again.status_code, again["Vigie-Fichier"]) == (204, uuid_)
    assert Fichier.objects.count() == 1


def test_a_piece_at_the_wrong_place_is_a_409_and_counts_for_nothing(envoi):
    envoi.annoncer("a.pdf", 1000)
    envoi.pousser(0, b"x" * 100)
    for a in (0, 50, 200):
        assert envoi.pousser(a, b"y" * 10).status_code == 409
    assert envoi.situer()["Upload-Offset"] == "100"


def test_two_hands_that_push_the_same_piece_at_once_advance_it_once(envoi, atelier):
    envoi.annoncer("a.pdf", 400_000)
    codes = []
    en_parallele(
        *[
            lambda o=o: codes.append(envoi.pousser(0, o * 200_000).status_code)
            for o in (b"a", b"b", b"c", b"d")
        ]
    )
    assert sorted(codes) == [204, 409, 409, 409]
    ecrit = (atelier / Televersement.objects.get().uuid.hex).read_bytes()
    assert len(ecrit) == 200_000
    assert len(set(ecrit)) == 1, "un seul des envois a compté, en entier"


def test_bytes_written_beyond_what_counts_are_written_again(envoi, atelier):
    """A web server died between the file and the row."""
    octets = f.pdf()
    envoi.annoncer("a.pdf", len(octets))
    envoi.pousser(0, octets[:10])
    with (atelier / Televersement.objects.get().uuid.hex).open("ab") as flux:
        flux.write(b"jamais compte" * 100)
    envoi.pousser(10, octets[10:])
    with default_storage.open(Fichier.objects.get().original) as flux:
        assert flux.read() == octets


def test_a_film_of_three_gigabytes_is_refused_before_any_byte(envoi, atelier):
    reponse = envoi.annoncer("film.mp4", 3 * GO)
    assert reponse.status_code == 422
    assert "pèse 3\u00a0Go : la limite est de 1\u00a0Go" in message(reponse)
    assert not Televersement.objects.exists()
    assert not atelier.exists() or not list(atelier.iterdir())


@pytest.mark.parametrize("nom", ["page.html", "dessin.svg", "programme.exe", "sans-extension", "a.docm"])
def test_a_name_that_promises_what_is_not_taken_is_refused_before_any_byte(envoi, nom):
    assert "n’est pas accepté" in message(envoi.annoncer(nom, 100))


def test_a_content_that_is_not_taken_ends_the_upload(envoi, atelier):
    octets = b"<!DOCTYPE html><script>alert(1)</script>"
    envoi.annoncer("photo.jpg", len(octets))
    reponse = envoi.pousser(0, octets)
    assert reponse.status_code == 422
    assert "n’est pas accepté" in message(reponse)
    assert envoi.situer().status_code == 404
    assert list(atelier.iterdir()) == []
    assert (Fichier.objects.count(), Televersement.objects.count()) == (0, 0)


def test_more_than_announced_is_refused(envoi):
    envoi.annoncer("a.pdf", 100)
    assert envoi.pousser(0, b"x" * 101).status_code == 413
    assert envoi.situer()["Upload-Offset"] == "0"


def test_a_piece_beyond_five_megabytes_is_refused(envoi):
    envoi.annoncer("a.mp4", 50 * 1024 * 1024)
    assert envoi.pousser(0, bytes(5 * 1024 * 1024 + 1)).status_code == 413
    assert envoi.pousser(0, bytes(5 * 1024 * 1024)).status_code == 204


def test_a_damaged_piece_is_seen_by_its_sum(envoi):
    def somme(octets, algorithme="sha256"):
        valeur = base64.b64encode(hashlib.new(algorithme, octets).digest()).decode()
        return {"HTTP_UPLOAD_CHECKSUM": f"{algorithme} {valeur}"}

    envoi.annoncer("a.pdf", 100)
    assert envoi.pousser(0, b"x" * 10, **somme(b"y" * 10)).status_code == 460
    assert envoi.situer()["Upload-Offset"] == "0"
    assert envoi.pousser(0, b"x" * 10, **somme(b"x" * 10)).status_code == 204
    assert envoi.pousser(10, b"x" * 10, **somme(b"x" * 10, "sha1")).status_code == 204
    assert envoi.pousser(20, b"x", HTTP_UPLOAD_CHECKSUM="md5 eA==").status_code == 400


def test_a_full_disk_is_said_and_the_upload_resumes_once_there_is_room(envoi, monkeypatch):
    octets = f.pdf()
    envoi.annoncer("a.pdf", len(octets))
    envoi.pousser(0, octets[:20])

    def plein(_):
        raise OSError(28, "No space left on device")
        yield

    with monkeypatch.context() as disque:
        disque.setattr(televersements, "_blocs", plein)
        reponse = envoi.pousser(20, octets[20:])
        assert (reponse.status_code, message(reponse)) == (507, stockage.PLACE)
    assert envoi.situer()["Upload-Offset"] == "20"
    with monkeypatch.context() as disque:
        disque.setattr(services.stockage, "ranger", lambda *_: (_ for _ in ()).throw(OSError(28, "plein")))
        assert envoi.pousser(20, octets[20:]).status_code == 507
    assert envoi.situer()["Upload-Offset"] == str(len(octets))
    assert envoi.pousser(len(octets), b"", CONTENT_TYPE=FLUX).has_header("Vigie-Fichier")
    assert Fichier.objects.get().taille == len(octets)


def test_an_upload_is_given_up(envoi, atelier):
    envoi.annoncer("a.pdf", 100)
    envoi.pousser(0, b"x")
    assert envoi.annuler().status_code == 204
    assert envoi.situer().status_code == 404
    assert list(atelier.iterdir()) == []


def test_a_stranger_finds_nothing_at_any_address(envoi, client_de, etrangere, administratrice, client):
    octets = f.pdf()
    envoi.annoncer("a.pdf", len(octets))
    for qui in (etrangere, administratrice):
        autre = Envoi(client_de(qui), envoi.billet)
        autre.adresse = envoi.adresse
        assert autre.situer().status_code == 404
        assert autre.pousser(0, b"x").status_code == 404
        assert autre.annuler().status_code == 404
        assert autre.annoncer("b.pdf", 10).status_code == 404, "le billet d’une autre personne"
    envoi.pousser(0, octets)
    etat = reverse("fichiers:fichier", args=[Fichier.objects.get().uuid])
    assert client_de(membre_de(envoi)).get(etat).status_code == 200
    for qui in (etrangere, administratrice):
        assert client_de(qui).get(etat).status_code == 404
    for methode in ("head", "patch", "delete"):
        assert getattr(client, methode)(envoi.adresse, **TUS).status_code == 302


def membre_de(envoi):
    return Fichier.objects.get().depose_par


def test_a_forged_old_or_missing_ticket_begins_nothing(client_de, membre, collectivite, time_machine):
    billet = services.delivrer_billet(identite=Identite(membre), collectivite=collectivite)
    for mot in ("", "1:2:3", billet + "x"):
        refus = Envoi(client_de(membre), mot).annoncer("a.pdf", 10)
        assert (refus.status_code, refus["Tus-Resumable"]) == (404, "1.0.0")
        assert message(refus) == "Cet envoi n’existe pas ou n’existe plus : recommencez-le."
    assert not Televersement.objects.exists()


def test_a_script_of_another_site_can_do_nothing(membre, envoi):
    client = Client(enforce_csrf_checks=True)
    client.force_login(membre)
    refus = client.post(reverse("fichiers:televersements"), **TUS, HTTP_UPLOAD_LENGTH="1")
    assert (refus.status_code, refus["Tus-Resumable"]) == (403, "1.0.0")
    assert "rechargez-la" in message(refus)
    envoi.annoncer("a.pdf", 10)
    for methode in ("patch", "delete"):
        assert getattr(client, methode)(envoi.adresse, content_type=FLUX, **TUS).status_code == 403


def test_the_protocol_is_announced_and_its_version_checked(envoi):
    reponse = envoi.client.options(reverse("fichiers:televersements"))
    assert reponse["Tus-Version"] == "1.0.0"
    assert reponse["Tus-Extension"] == "creation,termination,expiration,checksum"
    assert reponse["Tus-Max-Size"] == str(GO)
    envoi.annoncer("a.pdf", 10)
    assert envoi.client.head(envoi.adresse).status_code == 412
    assert envoi.client.head(envoi.adresse, HTTP_TUS_RESUMABLE="0.2.2")["Tus-Version"] == "1.0.0"


@pytest.mark.parametrize(
    "entetes",
    [{}, {"HTTP_UPLOAD_LENGTH": "beaucoup"}, {"HTTP_UPLOAD_LENGTH": "5", "HTTP_UPLOAD_METADATA": "a %%%"}],
)
def test_a_malformed_announcement_is_a_400(envoi, entetes):
    assert envoi.client.post(reverse("fichiers:televersements"), **TUS, **entetes).status_code == 400


@pytest.mark.parametrize(
    ("type", "a", "code"), [("text/plain", "0", 415), (FLUX, "ici", 400), (FLUX, "", 400)]
)
def test_a_malformed_piece_is_refused(envoi, type, a, code):
    envoi.annoncer("a.pdf", 10)
    reponse = envoi.client.patch(envoi.adresse, b"x", content_type=type, **TUS, HTTP_UPLOAD_OFFSET=a)
    assert reponse.status_code == code


def test_twenty_uploads_at_a_time_no_more(envoi):
    codes = [envoi.annoncer("a.pdf", 10).status_code for _ in range(21)]
    assert codes == [201] * 20 + [422]


def test_too_many_uploads_in_an_hour_are_refused(envoi, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"fichiers_televerser": "2/h/user"}
    assert [envoi.annoncer("a.pdf", 10).status_code for _ in range(3)] == [201, 201, 429]


def test_an_upload_costs_a_literal_number_of_queries(envoi, django_assert_num_queries):
    envoi.annoncer("a.pdf", 1000)
    with django_assert_num_queries(7):  # session, account, upload; transaction, lock, update, commit
        envoi.pousser(0, b"x" * 100)
    with django_assert_num_queries(3):
        envoi.situer()


def test_a_refusal_by_the_worker_is_told_to_the_script(envoi):
    octets = f.gif() + b"<script>alert(1)</script>"
    envoi.annoncer("a.gif", len(octets))
    fichier = envoi.pousser(0, octets)["Vigie-Fichier"]
    preparation.traiter()
    etat = envoi.client.get(reverse("fichiers:fichier", args=[uuid.UUID(fichier)])).json()
    assert (etat["etat"], etat["en_route"]) == (Etat.REFUSE, False)
    assert etat["motif"].startswith("Ce fichier contient autre chose")
