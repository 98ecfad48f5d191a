"""The carnet as a file: tagged, titled, legible in order, twelve pages whatever the profile."""

import io
import subprocess
from itertools import product

import pikepdf
import pytest
import rules
from django.template.loader import get_template

from communs.livrets.gabarits import gabarit, tous
from communs.livrets.rendu import composer, imprimer
from sonar.calculs import compter, discrets, dominants
from sonar.enums import Style
from sonar.models import Profil, Tentative

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

INITIALES = {"culture_interne": "c", "usages": "u", "hybridation": "h", "solution": "s"}
SORTE = "sonar.carnet"


def imprimer_carnet(tentative: Tentative) -> bytes:
    lue = Tentative.objects.par_adresse().get(pk=tentative.pk)
    return imprimer(composer(gabarit(SORTE), lue, {})).octets


def texte(octets: bytes) -> str:
    """The text in the file's own order, spaces evened out."""
    fin = subprocess.run(["pdftotext", "-raw", "-", "-"], input=octets, capture_output=True, check=True)
    return " ".join(fin.stdout.decode().split())


def une_feuille_par_situation() -> dict[str, str]:
    """One sheet for each set of leading and of least used styles: all the layouts there are."""
    feuilles = {}
    for styles in product(Style, repeat=6):
        comptes = compter(styles)
        cle = "+".join(dominants(comptes)) + " sans " + "+".join(discrets(comptes))
        feuilles.setdefault(cle, "".join(INITIALES[s] for s in styles))
    return feuilles


FEUILLES = une_feuille_par_situation()


@pytest.mark.parametrize("situation", sorted(FEUILLES))
def test_every_profile_makes_twelve_pages(remettre, situation):
    with pikepdf.open(io.BytesIO(imprimer_carnet(remettre(FEUILLES[situation])))) as pdf:
        assert len(pdf.pages) == 12
        for page in pdf.pages:
            assert [round(float(v) * 25.4 / 72) for v in page.mediabox] == [0, 0, 148, 210]


def test_the_file_is_tagged_titled_and_in_french(remettre):
    with pikepdf.open(io.BytesIO(imprimer_carnet(remettre("uuuhhh")))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo["/Title"]) == "Carnet personnel : Usages et hybridation"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as meta:
            assert meta["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        with pdf.open_outline() as plan:
            titres = [entree.title for entree in plan.root]
            dessous = [entree.title for entree in plan.root[0].children]
        assert titres == ["Usages et hybridation"]
        assert dessous[:4] == [
            "Ce carnet est à vous",
            "L’écho de vos réponses",
            "Le portrait",
            "Lire ce mélange",
        ]
        assert "/CreationDate" not in pdf.docinfo


def test_every_font_is_embedded(remettre):
    with pikepdf.open(io.BytesIO(imprimer_carnet(remettre("uuuhhh")))) as pdf:
        noms = set()
        for objet in pdf.objects:
            if isinstance(objet, pikepdf.Dictionary) and objet.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in objet or "/FontFile3" in objet
                noms.add(str(objet.FontName).split("+")[-1].replace("-", ""))
        familles = {nom[: len("VigieTitre")].removesuffix("R").removesuffix("B") for nom in noms}
        assert {"VigieTitre", "VigieTexte"} < familles
        assert all(nom.startswith("Vigie") for nom in noms), noms


def test_it_reads_in_order_from_cover_to_colophon(remettre):
    tentative = remettre("uuhhcc")
    lu = texte(imprimer_carnet(tentative))
    profil = Profil.objects.get(cle="culture_interne+usages+hybridation")
    jalons = [
        profil.nom,
        "Ce carnet est à vous",
        "Vos points par style",
        profil.accroche,
        profil.portrait.split()[0],
        "Lire ce mélange",
        profil.exemple_titre,
        "Point d’attention",
        "Trois gestes",
        "Le style que vous laissez au port",
        "Vos six réponses",
        *[r.question.titre for r in tentative.reponses.select_related("question")],
        "Notes de bord",
        "La règle du test",
        "Colophon",
        "La 27e Région",
        "Carnet, version 1",
        "AGPL",
    ]
    lu = lu.replace("- ", "-")
    place = 0
    for jalon in jalons:
        cherche = " ".join(jalon.split())
        suivant = lu.find(cherche, place)
        assert suivant >= 0, f"« {cherche} » ne vient pas après le précédent"
        place = suivant


def test_its_contents_give_the_right_pages(remettre):
    octets = imprimer_carnet(remettre("uuuhhh"))
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        liens = {str(annotation.Contents) for annotation in pdf.pages[1].Annots}
    assert len(liens) == 9
    lignes = subprocess.run(
        ["pdftotext", "-layout", "-f", "2", "-l", "2", "-", "-"],
        input=octets,
        capture_output=True,
        check=True,
    ).stdout.decode()
    numeros = [ligne.split()[-1] for ligne in lignes.splitlines() if ". . ." in ligne]
    assert numeros == ["3", "4", "5", "6", "7", "8", "9", "10", "11"]


def test_the_colophon_names_source_licence_date_and_version(remettre):
    lu = texte(imprimer_carnet(remettre("uuuhhh")))
    fin = lu[lu.index("Colophon") :]
    for mot in ("Sonar, version 1.0", "France urbaine", "Réponses remises le", "version 1", "AGPL 3.0"):
        assert mot in fin


@pytest.mark.parametrize("sorte", [g.cle for g in tous()])
def test_every_gabarit_has_a_rule_and_a_template(sorte):
    assert rules.perm_exists(gabarit(sorte).permission)
    assert gabarit(sorte).assembler is not None or get_template(gabarit(sorte).template)
    assert gabarit(sorte).formats
