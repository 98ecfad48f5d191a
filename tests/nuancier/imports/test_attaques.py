"""Files made to harm, hands too quick, and a chart that moves while somebody imports."""

import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from openpyxl import load_workbook

from communs.collectivites.identite import Identite
from nuancier.exports.selection import selectionner
from nuancier.exports.tables import en_csv, en_xlsx
from nuancier.imports import services
from nuancier.imports.fichier import lire_fichier
from nuancier.imports.lecture import PAS_UN_CODE
from nuancier.models import Brouillon, Famille, Import, Teinte, Version
from tests.nuancier.imports.test_ecrans import SOURCE, envoyer, importer, publication
from tests.outils.teintes import creer_teinte

pytestmark = pytest.mark.django_db
ARME = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.mark.parametrize("codage", ["utf-16", "utf-32", "latin-1", "cp437"])
def test_another_encoding_is_refused_with_a_sentence(client_de, editrice, familles, codage):
    octets = SOURCE.decode().translate({0x203A: "-", 0x2022: "-", 0xB0: "o"}).encode(codage, "replace")
    response = envoyer(client_de(editrice), octets)
    assert response.status_code == 422
    assert re.search("UTF-8|caractère de contrôle", response.content.decode())
    assert Import.objects.count() == 0


def test_a_workbook_that_unzips_to_a_flood_is_not_unzipped(client_de, editrice, familles):
    bombe = io.BytesIO()
    with zipfile.ZipFile(bombe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
    assert len(bombe.getvalue()) < 100_000
    response = envoyer(client_de(editrice), bombe.getvalue(), "nuancier.xlsx")
    assert response.status_code == 422
    assert "Rien n’a été importé" in response.content.decode()


def test_a_formula_in_a_cell_is_an_error_of_its_line(client_de, editrice, familles):
    classeur = load_workbook(io.BytesIO(en_xlsx(selectionner("famille:4", None))))
    classeur.worksheets[0]["B2"] = '=HYPERLINK("http://pirate.example","ici")'
    sortie = io.BytesIO()
    classeur.save(sortie)
    response = envoyer(client_de(editrice), sortie.getvalue(), "nuancier.xlsx")
    assert response.status_code == 422
    assert "<strong>Ligne 2</strong>" in response.content.decode()
    assert "formule" in response.content.decode()


@pytest.mark.parametrize("signe", ["\0", "\x1b", "\ufffe"])
def test_a_sign_that_a_base_cannot_hold_never_reaches_it(client_de, editrice, familles, signe):
    octets = en_csv(selectionner("famille:4", None), tableur=True).decode("utf-8-sig")
    titre = Teinte.objects.get().titre
    response = envoyer(client_de(editrice), octets.replace(titre, titre + signe).encode(), "nuancier.csv")
    assert response.status_code in (200, 422)
    if response.status_code == 200:
        assert signe not in importer(client_de(editrice), octets.encode()).brouillons.get().titre


def test_markup_in_every_line_and_in_the_name_stays_text_on_every_screen(client_de, editrice, familles):
    lignes = SOURCE.decode().split("\n")
    arme = "\n".join(f"{ligne} {ARME}" if ligne.startswith(("- >", "•")) else ligne for ligne in lignes)
    client = client_de(editrice)
    pages = [envoyer(client, arme.encode(), f"{ARME}.md").content.decode()]
    fait = importer(client, arme.encode())
    pages.append(client.get(fait.get_absolute_url()).content.decode())
    pages += [client.get(b.get_absolute_url()).content.decode() for b in fait.brouillons.all()]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in pages[-1]


@pytest.mark.parametrize("code", ["4.01", "04.1", "4.0", "٤.1"])
def test_a_code_that_the_chart_could_not_bear_is_an_error_of_its_line(code):
    lu, _ = lire_fichier(f"TEINTE N° {code}\n\n# OUTILS\n\n## FINALITÉS\n\n- > Aller\n".encode())
    dit = f"«\u00a0{code}\u00a0» {PAS_UN_CODE}"
    assert (lu.erreurs[0].ligne, lu.erreurs[0].message) == (1, dit)


@pytest.mark.django_db(transaction=True)
def test_one_preview_confirmed_four_times_at_once_makes_one_import(editrice, familles):
    identite, jeton = Identite(editrice), uuid4()
    apercu = services.apercevoir(identite=identite, nom="phare.md", octets=SOURCE)

    def confirmer(_):
        try:
            return services.importer(identite=identite, jeton=jeton, apercu=apercu)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as fils:
        assert sorted(fils.map(confirmer, range(4))) == [False, False, False, True]
    assert (Import.objects.count(), Brouillon.objects.count()) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_a_draft_published_by_two_editors_at_once_makes_one_version(editrice, editeur, familles):
    apercu = services.apercevoir(identite=Identite(editrice), nom="phare.md", octets=SOURCE)
    fait, _ = services.importer(identite=Identite(editrice), jeton=uuid4(), apercu=apercu)
    brouillon = fait.brouillons.get(code="6.1")
    fiche = services.fiche_de(brouillon, None, titre_court="Durer", resume="Tenir la mer.")

    def publier(compte):
        try:
            return services.publier_brouillon(
                identite=Identite(compte), brouillon=brouillon, fiche=fiche, version_lue=None, motif="Import."
            ).etat
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as fils:
        assert list(fils.map(publier, (editrice, editeur))) == ["publie", "publie"]
    assert Version.objects.filter(teinte__code="6.1").count() == 1


def test_a_family_gone_since_the_import_is_said_and_nothing_is_published(client_de, editrice, familles):
    brouillon = importer(client_de(editrice)).brouillons.get(code="6.1")
    Famille.objects.get(numero=6).delete()
    response = client_de(editrice).post(brouillon.get_absolute_url(), publication(""))
    assert response.status_code == 409
    assert "n’a plus de famille 6" in response.content.decode()
    assert Brouillon.objects.get(pk=brouillon.pk).etat == "en_attente"


def test_a_teinte_born_meanwhile_under_the_same_code_is_not_overwritten(client_de, editrice, familles):
    brouillon = importer(client_de(editrice)).brouillons.get(code="6.1")
    nouvelle = creer_teinte("6.1", titre="Née entre-temps")
    response = client_de(editrice).post(brouillon.get_absolute_url(), publication(""))
    assert response.status_code == 409
    assert "Rien n’a été écrasé" in response.content.decode()
    nouvelle.refresh_from_db()
    assert nouvelle.titre == "Née entre-temps"


def test_the_screen_of_a_draft_tells_its_own_doubts_and_no_other(client_de, editrice, familles):
    brouillons = importer(client_de(editrice)).brouillons
    ici, ailleurs = (
        client_de(editrice).get(brouillons.get(code=code).get_absolute_url()).content.decode()
        for code in ("4.1", "6.1")
    )
    assert "la liste s’interrompt au milieu d’un mot" in ici
    assert "la liste s’interrompt" not in ailleurs
    assert "À vérifier dans ce brouillon" not in ailleurs
