"""The guide keeps its word: its links lead somewhere, its pictures exist, its labels are on the screens."""

import re
from pathlib import Path

import pytest

from communs.aide.guide import DOSSIER, IMAGES, ancre
from communs.dossiers.genres import pages as pieces
from communs.dossiers.genres import tous
from tests.aide.etiquettes import RACINE, est_dite, existe
from tests.captures.vues import VUES

TOUTES = sorted((RACINE / DOSSIER).glob("*.md"))
METIERS = ("evaluateur", "applicateur")  # the guides whose words are those of the screens, to the letter
LOURDE = 150_000  # bytes


def texte(nom: str) -> str:
    return (RACINE / DOSSIER / f"{nom}.md").read_text()


def sections(fichier: Path) -> set[str]:
    return {ancre(titre) for titre in re.findall(r"^##+ (.+)$", fichier.read_text(), flags=re.MULTILINE)}


def images(fichier: Path) -> list[tuple[str, str]]:
    """Its pictures: alternative text, address as it is written."""
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", fichier.read_text())


@pytest.mark.parametrize("fichier", TOUTES, ids=lambda f: f.stem)
def test_a_page_begins_with_its_title_and_has_no_other(fichier):
    lignes = fichier.read_text().splitlines()

    assert [i for i, ligne in enumerate(lignes) if ligne.startswith("# ") and "```" not in ligne][:2] == [0]


@pytest.mark.parametrize("fichier", TOUTES, ids=lambda f: f.stem)
def test_its_links_lead_to_pages_and_sections_that_exist(fichier):
    perdus = []
    for lien in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", fichier.read_text()):
        if lien.startswith(("http", "/")):
            continue
        nom, _, section = lien.partition("#")
        cible = fichier.with_name(nom) if nom else fichier
        if not cible.exists() or (section and section not in sections(cible)):
            perdus.append(lien)

    assert perdus == []


def test_the_index_names_every_page():
    nommees = set(re.findall(r"\]\(([\w-]+)\.md\)", texte("README")))

    assert nommees == {f.stem for f in TOUTES} - {"README"}


@pytest.mark.parametrize("fichier", [*TOUTES, RACINE / "README.md"], ids=lambda f: f.stem)
def test_its_pictures_are_there_and_say_what_they_show(fichier):
    for alternative, adresse in images(fichier):
        assert (fichier.parent / adresse).exists(), adresse
        assert len(alternative) > 12, adresse


def test_every_picture_is_used_light_and_taken_by_the_command():
    chemins = [f.relative_to(RACINE / "docs/images") for f in (RACINE / "docs/images").rglob("*.*")]
    du_guide = {a.removeprefix(IMAGES) for f in TOUTES for _, a in images(f)}
    du_lisezmoi = {a.removeprefix("docs/images/") for _, a in images(RACINE / "README.md")}

    assert {str(c) for c in chemins} == {f"guide/{nom}" for nom in du_guide} | du_lisezmoi
    assert {str(c.with_suffix("")) for c in chemins} == {vue.nom for vue in VUES}
    assert [str(c) for c in chemins if (RACINE / "docs/images" / c).stat().st_size > LOURDE] == []


@pytest.mark.parametrize("nom", METIERS)
def test_each_word_in_bold_is_a_label_of_the_screens(nom):
    """Headings of paragraphs end in a full stop or are said to be the guide's own words."""
    gras = re.findall(r"\*\*([^*]+)\*\*", texte(nom))
    etiquettes = [mot for mot in gras if not mot.endswith((".", "\xa0?")) and mot not in NOS_MOTS]

    assert len(etiquettes) > 50
    assert [mot for mot in etiquettes if not existe(mot)] == []


NOS_MOTS = {"en gras", "scellé", "Sur le terrain, avec votre téléphone", "Au bureau"}


@pytest.mark.parametrize("nom", METIERS)
def test_each_word_between_quotes_is_said_by_a_screen(nom):
    dites = [d.strip() for d in re.findall("«\xa0(.+?)\xa0»", texte(nom))]

    assert len(dites) > 5
    assert [mots for mots in dites if not est_dite(mots)] == []


def test_a_label_that_no_screen_bears_is_found_out():
    assert existe("Déposer un indice") and existe("Tirer au sort")
    assert not existe("Déposer un indic")
    assert not est_dite("Le comité n’a retenu aucune tâche")


def test_each_tool_and_room_of_a_dossier_has_its_page_of_the_guide():
    liens = [o.aide for genre in tous() for o in genre.outils] + [piece.aide for piece in pieces()]

    assert len(liens) >= 10
    for lien in liens:
        nom, _, section = lien.partition("#")
        assert not section or section in sections(RACINE / DOSSIER / f"{nom}.md"), lien
        assert (RACINE / DOSSIER / f"{nom}.md").exists(), lien
