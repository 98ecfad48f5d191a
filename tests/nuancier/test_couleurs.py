"""The colours of the chart: even, inside what a screen shows, readable, and the same everywhere."""

import itertools

import pytest
from django.conf import settings

from nuancier import couleurs
from nuancier.couleurs import FAMILLES, NUANCES, THEMES
from tests.outils.couleurs import contraste, contraste_imprime, jetons

CSS = settings.BASE_DIR / "static" / "css"
JETONS = jetons((CSS / "jetons.css").read_text())
TEXTE = 4.5  # WCAG 1.4.3
TOUTES = [*itertools.product(range(1, FAMILLES + 1), range(1, NUANCES + 1), THEMES)]


def test_the_style_sheet_is_what_python_computes():
    assert (CSS / "nuancier-teintes.css").read_text() == couleurs.feuille()


def test_what_writes_on_a_shade_is_the_ink_or_the_paper_of_the_house():
    assert {t: (tuple(couleurs.ENCRES[t]), tuple(couleurs.PAPIERS[t])) for t in THEMES} == {
        "jour": (JETONS["jour"]["encre"], JETONS["jour"]["papier"]),
        "nuit": (JETONS["nuit"]["sur-carnet"], JETONS["nuit"]["encre"]),
    }


@pytest.mark.parametrize(("famille", "nuance", "theme"), TOUTES)
def test_the_number_is_readable_on_every_shade(famille, nuance, theme):
    peint, encre = couleurs.aplat(famille, nuance, theme), couleurs.sur_aplat(nuance, theme)
    assert contraste(peint, encre) >= TEXTE


@pytest.mark.parametrize(("famille", "theme"), [*itertools.product(range(1, FAMILLES + 1), THEMES)])
def test_a_family_writes_readably_on_every_paper(famille, theme):
    fond, papiers = couleurs.fond(famille, theme), JETONS[theme]
    for papier in (papiers["papier"], papiers["papier-creux"], fond):
        assert contraste(couleurs.texte(famille, theme), papier) >= TEXTE
    for encre in ("encre", "encre-douce", "mer"):
        assert contraste(papiers[encre], fond) >= TEXTE


@pytest.mark.parametrize(
    ("famille", "nuance"), [*itertools.product(range(1, FAMILLES + 1), range(1, NUANCES + 1))]
)
def test_a_printed_card_is_as_readable_as_the_screen(famille, nuance):
    encres = couleurs.encres(f"{famille}.{nuance}")
    assert contraste_imprime(encres.aplat, encres.sur_aplat) >= TEXTE
    assert contraste_imprime(encres.fond, encres.texte) >= TEXTE
    assert contraste_imprime("#fffdf8", encres.texte) >= TEXTE


def test_a_shade_is_as_strong_in_every_family():
    for theme, nuance in itertools.product(THEMES, range(1, NUANCES + 1)):
        peints = [couleurs.aplat(famille, nuance, theme) for famille in range(1, 8)]
        assert {peint.clarte for peint in peints} == {couleurs.CLARTES[theme][nuance - 1]}
        chromas = [peint.chroma for peint in peints]
        assert max(chromas) <= 1.25 * min(chromas)


def test_seven_hues_share_the_wheel_evenly_and_five_more_find_their_place_between():
    angles = [couleurs.aplat(famille, 1).teinte for famille in range(1, FAMILLES + 1)]
    ecarts = [(suivant - angle) % 360 for angle, suivant in itertools.pairwise([*angles[:7], angles[0]])]
    assert ecarts == pytest.approx([360 / 7] * 7, abs=0.02)
    tous = sorted(angles)
    assert min((b - a) % 360 for a, b in itertools.pairwise([*tous, tous[0]])) > 25


def test_no_two_shades_of_a_chart_are_the_same():
    for theme in THEMES:
        peints = [couleurs.aplat(f, n, theme) for f in range(1, FAMILLES + 1) for n in range(1, NUANCES + 1)]
        assert len({couleurs.hexa(peint) for peint in peints}) == FAMILLES * NUANCES


def test_known_colours_come_out_as_the_hexadecimal_everybody_gives():
    assert couleurs.hexa(couleurs.Oklch(1, 0, 0)) == "#ffffff"
    assert couleurs.hexa(couleurs.Oklch(0, 0, 0)) == "#000000"
    assert couleurs.hexa(couleurs.Oklch(0.62796, 0.25768, 29.234)) == "#ff0000"
    assert couleurs.hexa(couleurs.Oklch(0.4520, 0.31321, 264.05)) == "#0000ff"


@pytest.mark.parametrize(
    ("code", "classes"),
    [
        ("3.2", "famille-3 nuance-2"),
        ("12.9", "famille-12 nuance-9"),
        ("13.10", "famille-1 nuance-1"),
        ("99.999", "famille-3 nuance-9"),
    ],
)
def test_every_code_has_a_colour(code, classes):
    assert couleurs.classes(code) == classes
    assert len(couleurs.encres(code)) == 4
