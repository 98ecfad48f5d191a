"""The colours of the chart, the one source of truth: screens read them as CSS, paper as hexadecimal.

A family is a hue, its teintes are shades of it. Everything is reckoned in OKLCH (lightness 0 to 1, chroma,
hue in degrees), where equal figures look equally strong: a shade has the same lightness in every family, and
chromas so close that no hue outshouts another. Seven families share the wheel; families 8 to 12 take the
places between them. A paint code keeps its colour for ever, so the order of `CLARTES` never changes.
"""

import math
from functools import cache
from typing import Literal, NamedTuple

Theme = Literal["jour", "nuit"]
THEMES: tuple[Theme, ...] = ("jour", "nuit")
FAMILLES = 12
NUANCES = 9


class Oklch(NamedTuple):
    """A colour: lightness 0 to 1, chroma, hue in degrees."""

    clarte: float
    chroma: float
    teinte: float

    def __str__(self) -> str:
        return f"oklch({self.clarte:g} {self.chroma:g} {self.teinte:g})"


_DEPART, _PAS = 30.0, 360 / 7  # family 1 is vermilion
# The first seven, then the places between: 8 stands between 1 and 2, 9 between 2 and 3…
_ANGLES = tuple((_DEPART + _PAS * rang) % 360 for rang in (0, 1, 2, 3, 4, 5, 6, 0.5, 1.5, 2.5, 3.5, 4.5))

# Nuance 1 is the family's full colour; 2 to 7 go down into it, 8 and 9 are its pale ones. Nothing stands
# between the lightness where ink is readable and the one where paper is.
CLARTES: dict[Theme, tuple[float, ...]] = {
    "jour": (0.76, 0.695, 0.635, 0.53, 0.47, 0.41, 0.35, 0.83, 0.89),
    "nuit": (0.72, 0.66, 0.605, 0.5, 0.445, 0.39, 0.34, 0.78, 0.84),
}
# A hue may be this much stronger than the weakest of the same shade.
_ECART = 1.2

# What is written on a shade: the house's ink, or its paper (the values of static/css/jetons.css).
ENCRES: dict[Theme, Oklch] = {"jour": Oklch(0.235, 0.048, 264), "nuit": Oklch(0.17, 0.04, 264)}
PAPIERS: dict[Theme, Oklch] = {"jour": Oklch(0.97, 0.013, 88), "nuit": Oklch(0.935, 0.02, 88)}
# A family's hue to write and to draw with on paper, and to lie under a text.
_TEXTES: dict[Theme, tuple[float, float]] = {"jour": (0.46, 0.125), "nuit": (0.81, 0.11)}
_FONDS: dict[Theme, tuple[float, float]] = {"jour": (0.935, 0.035), "nuit": (0.275, 0.04)}


def rang_famille(numero: int) -> int:
    """Which of the twelve hues (1 to 12) a family of this number wears."""
    return (numero - 1) % FAMILLES + 1


def rang_nuance(numero: int) -> int:
    """Which of the nine shades (1 to 9) a teinte of this number in its family wears."""
    return (numero - 1) % NUANCES + 1


def classe_famille(numero: int) -> str:
    """The class of a family's colours: `famille-3`."""
    return f"famille-{rang_famille(numero)}"


def classes(code: str) -> str:
    """The classes of a teinte's colour: `famille-3 nuance-2` for "3.2"."""
    famille, numero = code.split(".")
    return f"{classe_famille(int(famille))} nuance-{rang_nuance(int(numero))}"


@cache
def aplat(famille: int, nuance: int, theme: Theme = "jour") -> Oklch:
    """The flat colour of a shade, always inside sRGB."""
    clarte = CLARTES[theme][nuance - 1]
    faible = min(_chroma_possible(clarte, angle) for angle in _ANGLES[:7])
    return _peindre(clarte, faible * _ECART, famille)


def sur_aplat(nuance: int, theme: Theme = "jour") -> Oklch:
    """What writes on a shade: ink on the light ones, paper on the deep ones."""
    sombre = CLARTES[theme][nuance - 1] < 0.58
    return PAPIERS[theme] if sombre else ENCRES[theme]


@cache
def texte(famille: int, theme: Theme = "jour") -> Oklch:
    """The family's hue as text or line on paper."""
    return _peindre(*_TEXTES[theme], famille)


@cache
def fond(famille: int, theme: Theme = "jour") -> Oklch:
    """The family's hue as a very quiet ground."""
    return _peindre(*_FONDS[theme], famille)


def hexa(couleur: Oklch) -> str:
    """`#rrggbb`, for paper and for what cannot read OKLCH."""
    return "#" + "".join(f"{round(255 * _gamma(canal)):02x}" for canal in _lineaire(couleur))


class Encres(NamedTuple):
    """The colours of one teinte on paper, as `#rrggbb`."""

    aplat: str
    sur_aplat: str
    texte: str
    fond: str


def encres(code: str) -> Encres:
    """What a printed card or booklet paints the teinte `code` with (the day's colours)."""
    famille, numero = (int(n) for n in code.split("."))
    hue, nuance = rang_famille(famille), rang_nuance(numero)
    return Encres(hexa(aplat(hue, nuance)), hexa(sur_aplat(nuance)), hexa(texte(hue)), hexa(fond(hue)))


def contraste(une: Oklch, autre: Oklch) -> float:
    """WCAG 2 contrast ratio, from 1 to 21."""
    clair, sombre = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def feuille() -> str:
    """`static/css/nuancier-teintes.css`, whole."""
    nuit = "\n".join(f"  {ligne}" if ligne else "" for ligne in _regles("nuit").splitlines())
    return (
        "/* Made by « manage.py fabriquer_teintes » from nuancier/couleurs.py: change it there. */\n"
        "@layer jetons {\n"
        f"{_regles('jour')}"
        "  @media (prefers-color-scheme: dark) {\n"
        f"{nuit}\n"
        "  }\n"
        "}\n"
    )


def _regles(theme: Theme) -> str:
    lignes = []
    for famille in range(1, FAMILLES + 1):
        # A family alone shows its full colour.
        lignes.append(
            f"  .famille-{famille} {{ --aplat: {aplat(famille, 1, theme)}; --sur-aplat: "
            f"{sur_aplat(1, theme)}; --famille-texte: {texte(famille, theme)}; "
            f"--famille-fond: {fond(famille, theme)}; }}"
        )
    for famille in range(1, FAMILLES + 1):
        for nuance in range(1, NUANCES + 1):
            lignes.append(
                f"  .famille-{famille}.nuance-{nuance} {{ --aplat: {aplat(famille, nuance, theme)}; "
                f"--sur-aplat: {sur_aplat(nuance, theme)}; }}"
            )
    return "\n".join(lignes) + "\n"


def _peindre(clarte: float, chroma: float, famille: int) -> Oklch:
    """This family's hue at this strength, or the strongest that a screen can show."""
    angle = _ANGLES[famille - 1]
    possible = _chroma_possible(clarte, angle)
    return Oklch(clarte, math.floor(min(chroma, possible) * 1000) / 1000, round(angle, 2))


@cache
def _chroma_possible(clarte: float, teinte: float) -> float:
    """The greatest chroma inside sRGB, by halving."""
    bas, haut = 0.0, 0.4
    for _ in range(30):
        milieu = (bas + haut) / 2
        if all(0 <= canal <= 1 for canal in _lineaire(Oklch(clarte, milieu, teinte))):
            bas = milieu
        else:
            haut = milieu
    return bas


def _lineaire(couleur: Oklch) -> tuple[float, float, float]:
    """Linear sRGB (Björn Ottosson's matrices)."""
    clarte, chroma, teinte = couleur
    a, b = chroma * math.cos(math.radians(teinte)), chroma * math.sin(math.radians(teinte))
    grand = (clarte + 0.3963377774 * a + 0.2158037573 * b) ** 3
    moyen = (clarte - 0.1055613458 * a - 0.0638541728 * b) ** 3
    petit = (clarte - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * grand - 3.3077115913 * moyen + 0.2309699292 * petit,
        -1.2684380046 * grand + 2.6097574011 * moyen - 0.3413193965 * petit,
        -0.0041960863 * grand - 0.7034186147 * moyen + 1.7076147010 * petit,
    )


def _gamma(canal: float) -> float:
    canal = min(1.0, max(0.0, canal))
    return 12.92 * canal if canal <= 0.0031308 else 1.055 * canal ** (1 / 2.4) - 0.055


def _luminance(couleur: Oklch) -> float:
    rouge, vert, bleu = (min(1.0, max(0.0, canal)) for canal in _lineaire(couleur))
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu
