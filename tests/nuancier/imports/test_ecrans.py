"""An editor hands in a file, sees its report, makes drafts, publishes or discards them."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from communs.collectivites.identite import Identite
from nuancier.exports.markdown import en_markdown
from nuancier.exports.selection import selectionner
from nuancier.exports.tables import en_xlsx
from nuancier.imports import services
from nuancier.models import Brouillon, Import, Teinte, Version
from nuancier.vie.versions import publier, relire
from tests.outils.teintes import FICHE, creer_famille

pytestmark = pytest.mark.django_db

ICI = "/nuancier/atelier/importer/"
SOURCE = (Path(__file__).parent / "phare.md").read_bytes()


def envoyer(client, octets=SOURCE, nom="phare.md"):
    return client.post(ICI, {"fichier": SimpleUploadedFile(nom, octets)})


def jeton_de(response) -> str:
    return re.search(r'name="jeton" value="([^"]+)"', response.content.decode())[1]


def importer(client, octets=SOURCE) -> Import:
    response = client.post(f"{ICI}confirmer/", {"jeton": jeton_de(envoyer(client, octets))})
    assert response.status_code == 302, response.content.decode()
    return Import.objects.get(uuid=response["Location"].split("/")[-2])


def publication(version, **champs):
    return {"version": version, "titre_court": "Immersion", "resume": "Aller voir en mer.",
            "motif": "Import."} | champs  # fmt: skip


def test_nobody_but_an_editor_comes_in(client, client_de, membre, editrice, familles):
    fait = importer(client_de(editrice))
    brouillon = fait.brouillons.first()
    for adresse in (ICI, fait.get_absolute_url(), brouillon.get_absolute_url()):
        assert client_de(membre).get(adresse).status_code == 403
        assert client.get(adresse).status_code == 302
    assert envoyer(client_de(membre)).status_code == 403
    for suite in ("ecarter/", "reprendre/", ""):
        assert client_de(membre).post(brouillon.get_absolute_url() + suite).status_code == 403
    assert client_de(editrice).get(f"/nuancier/atelier/imports/{uuid4()}/").status_code == 404


def test_the_report_is_seen_before_anything_is_written(client_de, editrice, familles):
    response = envoyer(client_de(editrice))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Créer 3 brouillons" in page
    assert "chaque teinte s’ouvre deux fois" in page
    assert "<strong>Ligne 65</strong>" in page or "au milieu d’un mot" in page
    assert "Essayer petit." in page
    assert Import.objects.count() == Brouillon.objects.count() == 0


def test_a_file_with_one_error_imports_nothing_and_says_why(client_de, editrice, familles):
    faux = SOURCE.replace("## FINALITÉS".encode(), b"## BUTS", 1)
    response = envoyer(client_de(editrice), faux)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Rien n’a été importé" in page
    assert "Titre inconnu" in page
    assert 'name="jeton"' not in page
    assert Import.objects.count() == 0


def test_a_family_that_the_chart_does_not_have_is_an_error(client_de, editrice):
    creer_famille(4)
    page = envoyer(client_de(editrice)).content.decode()
    assert "Teinte 5.1\u00a0: le Nuancier n’a pas de famille 5." in page
    assert Import.objects.count() == 0


def test_confirming_makes_one_draft_a_teinte_and_changes_nothing_else(client_de, editrice, familles):
    fait = importer(client_de(editrice))
    assert [(b.code, b.etat) for b in fait.brouillons.all()] == [
        ("4.1", "en_attente"), ("5.1", "en_attente"), ("6.1", "en_attente"),
    ]  # fmt: skip
    assert relire(familles) == FICHE
    assert Teinte.objects.count() == 1
    page = client_de(editrice).get(fait.get_absolute_url()).content.decode()
    assert page.count("Serait une teinte nouvelle") == 2


def test_confirmed_twice_or_sent_twice_it_is_imported_once(client_de, editrice, editeur, familles):
    client = client_de(editrice)
    jeton = jeton_de(envoyer(client))
    premier = client.post(f"{ICI}confirmer/", {"jeton": jeton})
    assert client.post(f"{ICI}confirmer/", {"jeton": jeton})["Location"] == premier["Location"]
    assert importer(client_de(editeur)) == Import.objects.get()
    assert Brouillon.objects.count() == 3


def test_a_preview_that_is_gone_says_so(client_de, editrice, familles):
    for jeton in (str(uuid4()), "abîmé", ""):
        response = client_de(editrice).post(f"{ICI}confirmer/", {"jeton": jeton})
        assert response.status_code == 409
        assert "envoyez le fichier de nouveau" in response.content.decode()


def test_the_preview_of_somebody_else_is_not_mine(client_de, editrice, editeur, familles):
    jeton = jeton_de(envoyer(client_de(editrice)))
    assert client_de(editeur).post(f"{ICI}confirmer/", {"jeton": jeton}).status_code == 409


def test_a_draft_beside_the_teinte_is_published_with_a_version(client_de, editrice, familles):
    brouillon = importer(client_de(editrice)).brouillons.get(code="4.1")
    page = client_de(editrice).get(brouillon.get_absolute_url()).content.decode()
    assert "Repartir des pratiques" in page
    assert "Repartir de ce que les gens font vraiment" in page

    response = client_de(editrice).post(brouillon.get_absolute_url(), publication(1))
    assert response.status_code == 302
    fiche = relire(familles)
    assert (fiche.titre, fiche.titre_court, fiche.resume) == (
        "Outils d’immersion en mer", "Immersion", "Aller voir en mer.",
    )  # fmt: skip
    assert fiche.finalites == ("Repartir des pratiques", "Sortir des bureaux et prendre l’air")
    assert Version.objects.filter(teinte=familles).count() == 2
    brouillon.refresh_from_db()
    assert (brouillon.etat, brouillon.decide_par.nom_affiche) == ("publie", "Gaëlle Morvan")

    assert client_de(editrice).post(brouillon.get_absolute_url(), publication(1)).status_code == 302
    assert Version.objects.filter(teinte=familles).count() == 2


def test_a_new_teinte_is_published_under_its_own_code(client_de, editrice, familles):
    brouillon = importer(client_de(editrice)).brouillons.get(code="6.1")
    client_de(editrice).post(brouillon.get_absolute_url(), publication(""))
    nouvelle = Teinte.objects.get(code="6.1")
    assert (nouvelle.famille.numero, nouvelle.numero, nouvelle.resume) == (6, 1, "Aller voir en mer.")
    assert relire(nouvelle).finalites == ("Tenir",)


def test_without_a_summary_nothing_is_published(client_de, editrice, familles):
    brouillon = importer(client_de(editrice)).brouillons.get(code="6.1")
    response = client_de(editrice).post(brouillon.get_absolute_url(), publication("", resume=""))
    assert response.status_code == 422
    assert not Teinte.objects.filter(code="6.1").exists()


def test_a_teinte_that_changed_meanwhile_is_shown_again(client_de, editrice, editeur, familles):
    brouillon = importer(client_de(editrice)).brouillons.get(code="4.1")
    publier(
        identite=Identite(editeur), teinte=familles, fiche=replace(FICHE, resume="Changé."), version_lue=1
    )
    response = client_de(editrice).post(brouillon.get_absolute_url(), publication(1))
    assert response.status_code == 409
    assert "Rien n’a été écrasé" in response.content.decode()
    assert 'name="version" value="2"' in response.content.decode()
    assert relire(familles).resume == "Changé."


def test_a_draft_is_discarded_and_taken_back(client_de, editrice, familles):
    fait = importer(client_de(editrice))
    adresse = fait.brouillons.get(code="5.1").get_absolute_url()
    client = client_de(editrice)
    for _ in range(2):
        assert client.post(f"{adresse}ecarter/").status_code == 302
    assert fait.brouillons.get(code="5.1").etat == "ecarte"
    assert client.post(adresse, publication("")).status_code == 409
    client.post(f"{adresse}reprendre/")
    repris = fait.brouillons.get(code="5.1")
    assert (repris.etat, repris.decide_par, repris.decide_le) == ("en_attente", None, None)


def test_a_published_draft_can_no_longer_be_discarded(client_de, editrice, familles):
    brouillon = importer(client_de(editrice)).brouillons.get(code="4.1")
    client_de(editrice).post(brouillon.get_absolute_url(), publication(1))
    assert client_de(editrice).post(f"{brouillon.get_absolute_url()}ecarter/").status_code == 409
    assert Brouillon.objects.get(pk=brouillon.pk).etat == "publie"


def test_the_workbook_and_the_markdown_exported_from_here_come_in_by_the_same_door(
    client_de, editrice, contenu
):
    selection = selectionner("famille:4", None)
    for octets in (en_xlsx(selection), en_markdown(selection).encode()):
        brouillon = importer(client_de(editrice), octets).brouillons.get()
        page = client_de(editrice).get(brouillon.get_absolute_url()).content.decode()
        assert "La teinte dit déjà exactement cela." in page


def test_a_record_of_the_chart_keeps_its_key_and_what_the_file_does_not_tell(client_de, editrice, familles):
    brouillon = importer(client_de(editrice)).brouillons.get(code="4.1")
    ressource = brouillon.contenu["ressources"][0]["ressource"]
    assert (ressource["cle"], ressource["editeur"]) == ("manuel-du-terrain", "Éditions du Phare")


def test_too_large_a_file_is_refused_and_a_huge_one_is_not_read(client_de, editrice, familles):
    response = envoyer(client_de(editrice), b"a" * (5 * 1024 * 1024 + 1))
    assert response.status_code == 422
    assert "dépasse 5\u00a0Mo" in response.content.decode()
    assert envoyer(client_de(editrice), b"a" * 50_000_000).status_code == 413
    assert envoyer(client_de(editrice), b"").status_code == 422
    assert client_de(editrice).post(ICI, {}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_editors_import_the_same_file_at_once(editrice, editeur, familles):
    apercu = services.apercevoir(identite=Identite(editrice), nom="phare.md", octets=SOURCE)

    def confirmer(compte):
        try:
            return services.importer(identite=Identite(compte), jeton=uuid4(), apercu=apercu)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        assert sorted(fils.map(confirmer, (editrice, editeur))) == [False, True]
    assert (Import.objects.count(), Brouillon.objects.count()) == (1, 3)


@pytest.mark.parametrize("adresse", ["import", "liste", "brouillon"])
def test_the_number_of_queries_does_not_grow(
    client_de, editrice, familles, django_assert_num_queries, adresse
):
    fait = importer(client_de(editrice))
    adresses = {
        "import": (fait.get_absolute_url(), 8),
        "liste": (ICI, 10),
        "brouillon": (fait.brouillons.get(code="4.1").get_absolute_url(), 15),
    }
    ou, combien = adresses[adresse]
    client = client_de(editrice)
    client.get(ou)
    with django_assert_num_queries(combien):
        assert client.get(ou).status_code == 200
