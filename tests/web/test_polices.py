"""Web fonts: our alphabet, French typography, licences, and no work done twice."""

import re

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from communs.web import polices

DOSSIER = settings.BASE_DIR / "construit" / "polices"
FRANCAIS = "ŒœŸÿÀàÂâÇçÉéÈèÊêËëÎîÏïÔôÙùÛûÜüÆæ«»“”‘’—–…€\u00a0\u202f"
SIGNES = "¤¢¥§№°²½×"
FLECHES = "←→↑↓✓"


@pytest.fixture(scope="module")
def fabriquees() -> dict[str, TTFont]:
    polices.fabriquer(DOSSIER)
    return {police.fichier: TTFont(DOSSIER / f"{police.fichier}.woff2") for police in polices.POLICES}


def _manquants(font: TTFont, texte: str) -> set[str]:
    alphabet = font.getBestCmap()
    return {lettre for lettre in texte if ord(lettre) not in alphabet}


def test_every_font_writes_french_with_its_spaces(fabriquees):
    for nom, font in fabriquees.items():
        assert _manquants(font, FRANCAIS) == set(), nom


def test_the_four_signs_exist_in_titles_and_in_the_interface(fabriquees):
    for nom in ("titre-gras", "texte-regulier"):
        assert _manquants(fabriquees[nom], SIGNES + FLECHES) == set()
    assert _manquants(fabriquees["sans-regulier"], "¤¢¥§°²½×") == set()


def test_the_narrow_space_is_narrower_than_the_space(fabriquees):
    for nom, font in fabriquees.items():
        noms, largeurs = font.getBestCmap(), font["hmtx"]
        assert 0 < largeurs[noms[0x202F]][0] < largeurs[noms[0x20]][0], nom


def test_small_capitals_ligatures_and_figures_survive_the_cut(fabriquees):
    traits = {t.FeatureTag for t in fabriquees["texte-regulier"]["GSUB"].table.FeatureList.FeatureRecord}
    assert {"liga", "smcp", "c2sc", "tnum", "lnum", "onum"} <= traits
    espaces = {t.FeatureTag for t in fabriquees["texte-regulier"]["GPOS"].table.FeatureList.FeatureRecord}
    assert "kern" in espaces
    chiffres = {t.FeatureTag for t in fabriquees["sans-regulier"]["GSUB"].table.FeatureList.FeatureRecord}
    assert "tnum" in chiffres


def test_the_reserved_name_source_is_not_used(fabriquees):
    for nom, font in fabriquees.items():
        affiches = {str(e) for e in font["name"].names if e.nameID in (1, 3, 4, 6)}
        assert all(n.replace(" ", "").startswith("Vigie") for n in affiches), nom


def test_weights_are_fixed(fabriquees):
    assert [nom for nom, font in fabriquees.items() if "fvar" in font] == []


def test_the_style_sheet_asks_for_these_fonts_and_no_other(fabriquees):
    css = (settings.BASE_DIR / "static" / "css" / "polices.css").read_text()
    assert sorted(re.findall(r"polices/([a-z-]+)\.woff2", css)) == sorted(fabriquees)
    assert set(re.findall(r'font-family: "([^"]+)"', css)) == {p.famille for p in polices.POLICES}


@pytest.fixture
def une_seule(monkeypatch) -> None:
    """The smallest font alone: making all of them is long."""
    monkeypatch.setattr(polices, "POLICES", tuple(p for p in polices.POLICES if p.fichier == "sans-regulier"))


def test_fonts_are_made_once_and_made_again_when_one_is_missing(tmp_path, une_seule):
    assert polices.fabriquer(tmp_path) is True
    assert polices.fabriquer(tmp_path) is False
    (tmp_path / "sans-regulier.woff2").unlink()
    assert polices.fabriquer(tmp_path) is True
    assert sorted(f.name for f in tmp_path.iterdir()) == [
        "OFL-atkinson-hyperlegible.txt",
        "OFL-source-serif-4.txt",
        "empreinte.txt",
        "sans-regulier.woff2",
    ]


def test_an_interrupted_making_is_not_taken_for_finished(tmp_path, une_seule, monkeypatch):
    polices.fabriquer(tmp_path)
    monkeypatch.setattr(polices, "_empreinte", lambda: "autre version")
    monkeypatch.setattr(polices, "_fabriquer_une", _coupure)
    with pytest.raises(KeyboardInterrupt):
        polices.fabriquer(tmp_path)
    assert not (tmp_path / polices.EMPREINTE).exists()


def _coupure(*args: object) -> None:
    raise KeyboardInterrupt


def test_each_licence_lies_beside_the_fonts(tmp_path, une_seule):
    polices.fabriquer(tmp_path)
    for nom in ("OFL-source-serif-4.txt", "OFL-atkinson-hyperlegible.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (tmp_path / nom).read_text()
