"""The page of exports and the files: types, names, conditional requests, rights, limits."""

import json

import pytest
from django.urls import reverse

from communs.livrets.models import Livret, Tirage
from communs.livrets.services import fabriquer
from nuancier.exports import selection as room
from nuancier.exports.formats import DOCUMENTS, FICHIERS
from nuancier.exports.selection import Trouve
from nuancier.models import Teinte
from tests.outils.teintes import creer_teinte

TYPES = {
    "tableur": ("text/csv; charset=utf-8", "nuancier-teinte-4-1.tableur.csv"),
    "csv": ("text/csv; charset=utf-8", "nuancier-teinte-4-1.csv"),
    "markdown": ("text/markdown; charset=utf-8", "nuancier-teinte-4-1.md"),
    "json": ("application/json", "nuancier-teinte-4-1.json"),
    "lheo": ("application/xml", "nuancier-teinte-4-1.lheo.xml"),
}


def _fichier(cle: str, quoi: str = "teinte:4.1") -> str:
    return f"{reverse('nuancier:exporter_fichier', args=[cle])}?quoi={quoi}"


def _livret(cle: str, quoi: str = "teinte:4.1") -> str:
    return f"{reverse('nuancier:exporter_livret', args=[cle])}?quoi={quoi}"


def test_the_page_offers_every_format_of_what_the_address_names(client, db):
    creer_teinte("4.1")
    page = client.get(reverse("nuancier:exporter"), {"quoi": "teinte:4.1"}).content.decode()
    for cle in FICHIERS:
        assert f'href="{_fichier(cle)}"' in page
    for cle in DOCUMENTS:
        assert f'action="{_livret(cle)}"' in page
    assert "Techniques d’immersion" not in page.split("<main")[0]
    assert "CC BY-NC-SA" in page


def test_without_a_word_it_is_the_whole_chart(client, db):
    creer_teinte("4.1")
    creer_teinte("5.1")
    reponse = client.get(reverse("nuancier:exporter_fichier", args=["json"]))
    assert [t["code"] for t in json.loads(reponse.content)["teintes"]] == ["4.1", "5.1"]


@pytest.mark.parametrize("cle", TYPES)
def test_a_text_export_says_its_type_and_a_french_name(client, db, cle):
    creer_teinte("4.1")
    reponse = client.get(_fichier(cle))
    genre, nom = TYPES[cle]
    assert reponse["Content-Type"] == genre
    assert reponse["Content-Disposition"] == f'attachment; filename="{nom}"'
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert "BY-NC-SA" in reponse.content.decode()


def test_a_file_that_the_reader_has_already_is_not_sent_again_until_it_changes(client, db):
    creer_teinte("4.1")
    marque = client.get(_fichier("markdown"))["ETag"]
    encore = client.get(_fichier("markdown"), headers={"If-None-Match": marque})
    assert encore.status_code == 304
    assert encore.content == b""
    Teinte.objects.update(resume="Autre chose.")
    assert client.get(_fichier("markdown"), headers={"If-None-Match": marque}).status_code == 200


@pytest.mark.parametrize("quoi", ["teinte:9.9", "famille:1", "parcours:1", "", "x" * 600, "tout%00"])
def test_what_does_not_exist_is_not_found(client, db, quoi):
    creer_teinte("4.1")
    assert client.get(reverse("nuancier:exporter") + f"?quoi={quoi}").status_code == 404
    assert client.get(_fichier("json", quoi)).status_code == 404
    assert client.post(_livret("livret", quoi)).status_code == 404


def test_a_format_that_does_not_exist_is_not_found(client, db):
    creer_teinte("4.1")
    for cle in ("epub", "livret"):
        assert client.get(_fichier(cle)).status_code == 404
    for cle in ("epub", "json"):
        assert client.post(_livret(cle)).status_code == 404


@pytest.mark.parametrize("cle", DOCUMENTS)
def test_a_document_is_asked_for_made_and_downloaded(client, db, cle, django_capture_on_commit_callbacks):
    creer_teinte("4.1")
    reponse = client.post(_livret(cle))
    livret = Livret.objects.get()
    assert reponse.url == livret.get_absolute_url()
    tirage = fabriquer(livret.tirage_id)
    assert tirage is not None and tirage.etat == "pret", tirage.erreur
    page = client.get(livret.get_absolute_url()).content.decode()
    assert f'href="{reverse("nuancier:exporter")}?quoi=teinte%3A4.1"' in page
    assert "Revenir aux exports" in page
    fichier = client.get(reverse("livrets:fichier", args=[livret.uuid]))
    suffixe = DOCUMENTS[cle].format.value
    assert fichier["Content-Disposition"].endswith(f'{"-cartes" if cle == "cartes" else ""}.{suffixe}"')
    assert b"".join(fichier.streaming_content)[:4] in (b"%PDF", b"PK\x03\x04")


def test_asking_twice_for_the_same_content_makes_it_once(client, db):
    creer_teinte("4.1")
    for cle in DOCUMENTS:
        client.post(_livret(cle))
        client.post(_livret(cle))
    assert Tirage.objects.count() == len(DOCUMENTS)
    Teinte.objects.update(resume="Autre chose.")
    for cle in DOCUMENTS:
        client.post(_livret(cle))
    assert Tirage.objects.count() == 2 * len(DOCUMENTS)


def test_the_right_is_asked_again_at_each_download(client, client_de, membre, etrangere, monkeypatch):
    creer_teinte("4.1")
    monkeypatch.setattr(room, "_genres", dict(room._genres))

    def obtenir(argument, identite):
        if identite is None or identite.compte == membre:
            return Trouve("À moi", ("4.1",), "/nuancier/", "Parcours")
        return None

    room.inscrire("prive", obtenir)
    assert client_de(membre).post(_livret("xlsx", "prive:1")).status_code == 302
    livret = Livret.objects.get()
    fabriquer(livret.tirage_id)
    fichier = reverse("livrets:fichier", args=[livret.uuid])
    assert client_de(membre).get(fichier).status_code == 200
    for autre in (client, client_de(etrangere)):
        assert autre.get(fichier).status_code == 404
        assert autre.get(_fichier("json", "prive:1")).status_code == 404


def test_too_many_files_in_a_minute_wait(client, db, settings):
    creer_teinte("4.1")
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "nuancier_exporter": "2/m/ip"}
    assert [client.get(_fichier("json")).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("cle", ["csv", "livret"])
def test_reading_asks_and_asking_writes(client, db, cle):
    creer_teinte("4.1")
    if cle in FICHIERS:
        assert client.post(_fichier(cle)).status_code == 405
    else:
        assert client.get(_livret(cle)).status_code == 405
