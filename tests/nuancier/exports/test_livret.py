"""The chart as a booklet: tagged, titled, legible in order, its contents true."""

import io
import subprocess

import pikepdf
import pytest

from communs.livrets.gabarits import gabarit
from communs.livrets.rendu import composer, imprimer
from nuancier.calculs import dire_module, rubriques
from nuancier.exports.livrets import CARTES, LIVRET
from nuancier.exports.selection import selectionner

_deja: dict[str, bytes] = {}


def _imprimer(cle: str, selection) -> bytes:
    """The file; the same page is printed once for all these tests."""
    page = composer(gabarit(cle), selection, {})
    if page.empreinte not in _deja:
        _deja[page.empreinte] = imprimer(page).octets
    return _deja[page.empreinte]


def _texte(octets: bytes, *options: str) -> str:
    fin = subprocess.run(
        ["pdftotext", "-raw", *options, "-", "-"], input=octets, capture_output=True, check=True
    )
    return fin.stdout.decode()


# Between running heads and folios, in points: a text that goes over the page is read whole.
CORPS = ("-x", "0", "-y", "37", "-W", "420", "-H", "507")


def _mots(texte: str) -> str:
    """Letters alone: what a line end or a hyphen does to a text is no matter here."""
    return "".join(c for c in texte if c.isalnum())


def _dans_l_ordre(lu: str, jalons: list[str]) -> None:
    lu, place = _mots(lu), 0
    for jalon in jalons:
        suivant = lu.find(_mots(jalon), place)
        assert suivant >= 0, f"« {jalon} » ne vient pas après le précédent"
        place = suivant


@pytest.fixture
def famille(contenu):
    """Two teintes, one of which has gaps and the other many records."""
    selection = selectionner("famille:6", None)
    assert selection is not None
    return selection


def _jalons(selection) -> list[str]:
    dits = []
    for fiche in selection.fiches:
        dits += [fiche.code, fiche.titre, fiche.resume]
        for rubrique in rubriques(fiche):
            dits.append(rubrique.nom)
            for chose in rubrique.contenu:
                if isinstance(chose, str):
                    dits.append(chose)
                elif rubrique.cle == "module":
                    dits += [chose.titre, *(dit.phrase for dit in dire_module(chose)), *chose.deroule]
                else:
                    dits += [chose.ressource.titre, *(lien.adresse for lien in chose.ressource.liens)]
            if rubrique.lacune:
                dits += ["Dans la source", rubrique.manque, rubrique.lacune.remarque]
    return dits


def test_it_is_a5_tagged_titled_in_french_with_a_bookmark_for_each_teinte(famille):
    with pikepdf.open(io.BytesIO(_imprimer(LIVRET, famille))) as pdf:
        for page in pdf.pages:
            assert [round(float(v) * 25.4 / 72) for v in page.mediabox] == [0, 0, 148, 210]
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "fr"
        assert str(pdf.docinfo["/Title"]) == f"{famille.nuancier.titre}\u00a0: Institutionnaliser"
        assert str(pdf.docinfo["/Author"]) == famille.nuancier.auteur
        assert famille.nuancier.licence in str(pdf.docinfo["/Subject"])
        with pdf.open_metadata() as meta:
            assert meta["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        with pdf.open_outline() as plan:
            (titre,) = plan.root
            assert [entree.title for entree in titre.children] == [
                "Sommaire",
                "Institutionnaliser",
                "Colophon",
            ]
            assert [e.title for e in titre.children[1].children] == [f.titre for f in famille.fiches]


def test_every_font_is_embedded(famille):
    fin = subprocess.run(["pdffonts", "-"], input=_imprimer(LIVRET, famille), capture_output=True, check=True)
    lignes = fin.stdout.decode().splitlines()[2:]
    assert len(lignes) >= 4
    assert all("Vigie" in ligne and ligne.split()[-5] == "yes" for ligne in lignes), lignes


def test_it_reads_in_order_every_text_from_cover_to_colophon(famille):
    octets = _imprimer(LIVRET, famille)
    couverture = _texte(octets, "-l", "1")
    _dans_l_ordre(couverture, [famille.genre, famille.titre, famille.nuancier.titre, famille.nuancier.auteur])
    _dans_l_ordre(
        _texte(octets, *CORPS), ["Sommaire", famille.familles[6].accroche, *_jalons(famille), "Colophon"]
    )
    colophon = _mots(_texte(octets).split("Colophon")[-1])
    for dit in (famille.nuancier.attribution, famille.nuancier.licence_adresse, "6.1 (v1)", famille.adresse):
        assert _mots(dit) in colophon


def test_its_contents_give_the_right_pages(famille):
    octets = _imprimer(LIVRET, famille)
    sommaire = subprocess.run(
        ["pdftotext", "-layout", "-f", "2", "-l", "2", "-", "-"],
        input=octets,
        capture_output=True,
        check=True,
    ).stdout.decode()
    numeros = [int(ligne.split()[-1]) for ligne in sommaire.splitlines() if ". . ." in ligne]
    assert len(numeros) == 4
    for numero, titre in zip(
        numeros, ("Institutionnaliser", *(f.titre for f in famille.fiches), "Colophon"), strict=True
    ):
        page = _texte(octets, "-f", str(numero), "-l", str(numero))
        assert _mots(titre) in _mots(page)[:120]


def test_the_whole_chart_holds_every_teinte(tout):
    octets = _imprimer(LIVRET, tout)
    _dans_l_ordre(_texte(octets), [fiche.titre_court for fiche in tout.fiches])
    _dans_l_ordre(_texte(octets, *CORPS), _jalons(tout))


def test_hostile_texts_are_printed_as_they_are(hostile_choisie):
    lu = _texte(_imprimer(LIVRET, hostile_choisie))
    assert "<script>alert(1)</script>" in lu.replace("\n", "")
    _dans_l_ordre(lu, list(hostile_choisie.fiches[0].contenus))


def test_cards_stand_back_to_back_between_their_marks(contenu):
    selection = selectionner("famille:3", None)
    octets = _imprimer(CARTES, selection)
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        assert len(pdf.pages) == 6
        for page in pdf.pages:
            assert [round(float(v) * 25.4 / 72) for v in page.mediabox] == [0, 0, 297, 210]
        with pdf.open_metadata() as meta:
            assert meta["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    gauche = ("-x", "0", "-y", "0", "-W", "148", "-H", "210", "-r", "25.4")
    droite = ("-x", "148", "-y", "0", "-W", "149", "-H", "210", "-r", "25.4")
    codes = [fiche.code for fiche in selection.fiches]
    for rang, code in enumerate(codes):
        recto, verso = 2 * (rang // 2) + 1, 2 * (rang // 2) + 2
        devant, derriere = (gauche, droite) if rang % 2 == 0 else (droite, gauche)
        assert code in _texte(octets, "-f", str(recto), "-l", str(recto), *devant)
        assert code in _texte(octets, "-f", str(verso), "-l", str(verso), *derriere)


def test_each_card_says_its_summary_its_module_and_its_licence(contenu):
    selection = selectionner("teinte:2.2", None)
    fiche = selection.fiches[0]
    lu = _texte(_imprimer(CARTES, selection))
    _dans_l_ordre(
        lu,
        [
            fiche.titre,
            fiche.resume,
            *fiche.lexique,
            fiche.modules[0].titre,
            "Un à trois jours",
            selection.nuancier.attribution,
            selection.nuancier.licence_adresse,
        ],
    )


def test_the_same_content_has_one_fingerprint_and_another_content_another(contenu):
    from nuancier.models import Teinte

    un = composer(gabarit(LIVRET), selectionner("teinte:1.1", None), {}).empreinte
    assert composer(gabarit(LIVRET), selectionner("teinte:1.1", None), {}).empreinte == un
    Teinte.objects.filter(code="1.1").update(resume="Autrement dit.")
    assert composer(gabarit(LIVRET), selectionner("teinte:1.1", None), {}).empreinte != un
