"""Colours of `static/css/jetons.css`: OKLCH to sRGB, and the WCAG contrast of two of them."""

import math
import re

_BLOC_SOMBRE = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n  \}", re.DOTALL)
_JETON = re.compile(r"--([a-z-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);")

Oklch = tuple[float, float, float]


def jetons(css: str) -> dict[str, dict[str, Oklch]]:
    """The colours of each theme, `jour` and `nuit`; night redefines every one."""
    sombre = _BLOC_SOMBRE.search(css)
    assert sombre, "jetons.css n’a plus de thème de nuit"
    clair = css[: sombre.start()]
    return {"jour": _lire(clair), "nuit": _lire(sombre[1])}


def _lire(css: str) -> dict[str, Oklch]:
    return {nom: (float(c), float(s), float(t)) for nom, c, s, t in _JETON.findall(css)}


def contraste(une: Oklch, autre: Oklch) -> float:
    """WCAG 2 contrast ratio, from 1 to 21."""
    clair, sombre = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def contraste_imprime(une: str, autre: str) -> float:
    """The same ratio for two colours written `#rrggbb`, as the sheets of booklets do."""
    clair, sombre = sorted((_luminance_hexa(une), _luminance_hexa(autre)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def _luminance_hexa(couleur: str) -> float:
    canaux = (int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
    rouge, vert, bleu = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def _luminance(couleur: Oklch) -> float:
    rouge, vert, bleu = (min(1.0, max(0.0, canal)) for canal in _lineaire(couleur))
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def _lineaire(couleur: Oklch) -> tuple[float, float, float]:
    """Linear sRGB of an OKLCH colour (Björn Ottosson's matrices)."""
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
