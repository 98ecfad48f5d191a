"""A documentaliste hands in references, sees what they would bring, and makes notices of them."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.outils.veille import ARTICLE, creer_notice, nommer_documentaliste
from veille.models import ImportReferences, Notice
from veille.notices.fiches import lire
from veille.references import services
from veille.references.formats import format_de, ris

pytestmark = pytest.mark.django_db

ICI = "/veille/atelier/references/"
FICHIERS = Path(__file__).parent / "fichiers"


def envoyer(client, octets, nom="refs.ris"):
    return client.post(ICI, {"fichier": SimpleUploadedFile(nom, octets)})


def jeton_de(response) -> str:
    return re.search(r'name="jeton" value="([^"]+)"', response.content.decode())[1]


def cochees(response) -> list[str]:
    return re.findall(r'name="choisies"\s+value="(\d+)"[^>]*\schecked', response.content.decode())


def confirmer(client, apercu, choisies=None):
    donnees = {"jeton": jeton_de(apercu), "choisies": cochees(apercu) if choisies is None else choisies}
    return client.post(f"{ICI}confirmer/", donnees)


def test_nobody_but_a_documentaliste_comes_in(client, client_de, membre, bureau):
    for adresse in (ICI, f"{ICI}{uuid4()}/"):
        assert client_de(membre).get(adresse).status_code == 403
        assert client.get(adresse).status_code == 302
    assert envoyer(client_de(membre), b"TY  - JOUR\nER  - ").status_code == 403


@pytest.mark.parametrize(("nom", "total"), [("zotero.ris", 24), ("zotero.bib", 16), ("zotero.json", 24)])
def test_a_file_of_zotero_becomes_notices_that_say_the_same(bureau, nom, total):
    apercu = envoyer(bureau, (FICHIERS / nom).read_bytes(), nom)
    assert apercu.status_code == 200
    assert Notice.objects.count() == 0
    response = confirmer(bureau, apercu)
    fait = ImportReferences.objects.get()
    assert response["Location"] == fait.get_absolute_url()
    assert fait.notices.count() == Notice.objects.count() == total
    assert not Notice.objects.en_vue().exists()
    notice = Notice.objects.entieres().get(titre="Urban Labs : un modèle sous haute tension")
    fiche = lire(notice)
    assert fiche.auteurs[0].nom == "Besson"
    # The vocabulary knows one of its keywords; Zotero writes none in CSL-JSON.
    assert fiche.themes == (() if nom == "zotero.json" else ("tiers-lieux",))
    assert fiche.mots_cles == (() if nom == "zotero.json" else ("laboratoires",))
    assert "Urban Labs" in bureau.get(fait.get_absolute_url()).content.decode()


def test_references_may_be_pasted(bureau):
    apercu = bureau.post(ICI, {"texte": "@book{a, title = {Collé}, year = 2018}"})
    confirmer(bureau, apercu)
    assert Notice.objects.get().titre == "Collé"


def test_what_the_base_holds_and_what_the_file_says_twice_is_not_ticked(bureau):
    creer_notice(titre="Été à Brest !", date="2018-07", auteurs=())
    creer_notice(titre="Par son DOI", doi="10.1234/ABC")
    creer_notice(titre="Par son ISBN", isbn="978-2-36405-126-3")
    texte = "".join(
        f"TY  - BOOK\nTI  - {titre}\nPY  - {annee}\n{suite}ER  - \n"
        for titre, annee, suite in (
            ("Ete a Brest", 2018, ""),
            ("Été à Brest", 2017, ""),
            ("Autre", 2018, "DO  - 10.1234/abc\n"),
            ("Encore", 2018, "SN  - 9782364051263\n"),
            ("Neuf", 2018, ""),
            ("Neuf", 2018, ""),
        )
    )
    apercu = envoyer(bureau, texte.encode())
    assert cochees(apercu) == ["1", "4"]
    corps = apercu.content.decode()
    assert corps.count("Doublon probable") == 3
    assert "Déjà dans ce fichier, à la ligne 19" in corps
    confirmer(bureau, apercu, ["0", "4"])
    assert Notice.objects.filter(titre="Ete a Brest").count() == 1


def test_a_bad_reference_is_shown_with_its_line_and_the_others_are_made(bureau):
    apercu = envoyer(bureau, b"TY  - BOOK\nTI  - Un\nPY  - hier\nER  - \nTY  - BOOK\nER  - \n")
    corps = apercu.content.decode()
    assert "<strong>Ligne 1</strong>" in corps
    assert "<strong>Ligne 5</strong>" in corps
    confirmer(bureau, apercu)
    assert [n.titre for n in Notice.objects.all()] == ["Un"]


@pytest.mark.parametrize("octets", [b"bonjour", b"%PDF-1.7", b"\x00\x01", b"[]", b"TY  - JOUR\nER  - "])
def test_a_file_without_references_is_refused_with_a_sentence(bureau, octets):
    response = envoyer(bureau, octets, "fichier.txt")
    assert response.status_code == 422
    assert Notice.objects.count() == 0


def test_neither_nothing_nor_both_are_taken(bureau):
    assert bureau.post(ICI, {}).status_code == 422
    deux = {"texte": "x", "fichier": SimpleUploadedFile("a.ris", b"TY  - JOUR\nTI  - T\nER  - ")}
    assert bureau.post(ICI, deux).status_code == 422


def test_confirmed_twice_it_is_made_once(bureau):
    apercu = envoyer(bureau, b"TY  - BOOK\nTI  - Un\nER  - ")
    assert confirmer(bureau, apercu)["Location"] == confirmer(bureau, apercu)["Location"]
    assert Notice.objects.count() == 1


def test_the_preview_of_somebody_else_is_nobodys(bureau, client_de, membre):
    apercu = envoyer(bureau, b"TY  - BOOK\nTI  - Un\nER  - ")
    nommer_documentaliste(membre)
    assert confirmer(client_de(membre), apercu).status_code == 409
    assert Notice.objects.count() == 0


def test_one_refusal_and_nothing_is_written(bureau, administratrice, monkeypatch):
    identite = nommer_documentaliste(administratrice)
    apercu = services.apercevoir(
        identite=identite, nom="a.ris", octets=b"TY  - BOOK\nTI  - Un\nER  - \nTY  - BOOK\nTI  - Deux\nER  - "
    )
    apercu.proposees[1].fiche["genre"] = "inconnu"
    with pytest.raises(ValidationError, match="Ligne 4"):
        services.importer(identite=identite, jeton=uuid4(), apercu=apercu, choisies={0, 1})
    assert Notice.objects.count() == ImportReferences.objects.count() == 0


def test_markup_in_a_field_is_shown_as_text(bureau):
    apercu = envoyer(bureau, b"TY  - BOOK\nTI  - <script>alert(1)</script>\nER  - ")
    assert "<script>alert" not in apercu.content.decode()
    assert "&lt;script&gt;" in apercu.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_the_same_time_make_one(administratrice):
    identite = nommer_documentaliste(administratrice)
    octets = ris.ecrire([replace(ARTICLE, themes=())]).encode()
    apercu, jeton = services.apercevoir(identite=identite, nom="a.ris", octets=octets), uuid4()

    def confirmer_(_):
        try:
            return services.importer(identite=identite, jeton=jeton, apercu=apercu, choisies={0})[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as deux:
        assert sorted(deux.map(confirmer_, range(2))) == [False, True]
    assert Notice.objects.count() == 1


def test_the_format_is_told_by_what_the_file_holds():
    assert format_de("\n\nTY  - JOUR", "x.txt") == "ris"
    assert format_de("% Encoding\n@article{a,", "x.txt") == "bibtex"
    assert format_de(' [{"type"', "x.bib") == "csl"
    with pytest.raises(ValidationError):
        format_de("bonjour", "x.doc")
