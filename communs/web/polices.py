"""Web fonts made from the typefaces' wheels: cut to our alphabet, fixed in weight, WOFF2.

The names change (« Vigie Texte »…): the Open Font License reserves « Source » for files nobody has
modified, and a subset is a modification. Each licence is copied beside the files.
"""

import functools
import hashlib
import importlib.metadata
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer


@dataclass(frozen=True)
class Police:
    """One file to make; `axes` fixes weight and optical size of a variable font."""

    fichier: str
    famille: str
    paquet: str
    source: str
    axes: dict[str, float] = field(default_factory=dict)


_SERIF = "fontpkg-source-serif-4"
_SANS = "fontpkg-atkinson-hyperlegible"
_ROMAIN = "SourceSerif4[opsz,wght].ttf"
_ITALIQUE = "SourceSerif4-Italic[opsz,wght].ttf"

POLICES = (
    Police("texte-regulier", "Vigie Texte", _SERIF, _ROMAIN, {"opsz": 16, "wght": 400}),
    Police("texte-italique", "Vigie Texte", _SERIF, _ITALIQUE, {"opsz": 16, "wght": 400}),
    Police("texte-gras", "Vigie Texte", _SERIF, _ROMAIN, {"opsz": 16, "wght": 700}),
    Police("titre-gras", "Vigie Titre", _SERIF, _ROMAIN, {"opsz": 60, "wght": 760}),
    Police("titre-italique", "Vigie Titre", _SERIF, _ITALIQUE, {"opsz": 60, "wght": 400}),
    Police("sans-regulier", "Vigie Sans", _SANS, "AtkinsonHyperlegible-Regular.ttf"),
    Police("sans-italique", "Vigie Sans", _SANS, "AtkinsonHyperlegible-Italic.ttf"),
    Police("sans-gras", "Vigie Sans", _SANS, "AtkinsonHyperlegible-Bold.ttf"),
)

FINE = 0x202F
# Latin and Latin extended-A, French spaces and quotes, currency signs, arrows, mathematics, ✓.
CARACTERES = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x192, 0x218, 0x219, 0x21A, 0x21B, 0x2C6, 0x2DA, 0x2DC, 0x1E9E),
    *(0x2009, 0x200A, FINE, *range(0x2010, 0x2016), *range(0x2018, 0x201F), *range(0x2020, 0x2023)),
    *(0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122),
    *(*range(0x2190, 0x219A), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25CF, 0x2713),
)
TRAITS = (
    *("ccmp", "locl", "kern", "mark", "mkmk", "liga", "case", "sups", "subs", "ordn", "frac"),
    *("numr", "dnom", "smcp", "c2sc", "tnum", "pnum", "lnum", "onum"),
)
EMPREINTE = "empreinte.txt"


def fabriquer(dossier: Path) -> bool:
    """Make the fonts into `dossier`; return False when what is there is already up to date."""
    empreinte = _empreinte()
    marque = dossier / EMPREINTE
    if marque.exists() and marque.read_text() == empreinte and all(f.exists() for f in fichiers(dossier)):
        return False
    marque.unlink(missing_ok=True)
    dossier.mkdir(parents=True, exist_ok=True)
    for police in POLICES:
        _fabriquer_une(police, dossier / f"{police.fichier}.woff2")
    for paquet in (_SERIF, _SANS):
        shutil.copyfile(_racine(paquet) / "LICENSE", dossier / _licence(paquet))
    marque.write_text(empreinte)  # last: an interrupted run starts again
    return True


def fichiers(dossier: Path) -> Iterator[Path]:
    """Every file `fabriquer` leaves for readers."""
    for police in POLICES:
        yield dossier / f"{police.fichier}.woff2"
    for paquet in (_SERIF, _SANS):
        yield dossier / _licence(paquet)


def _licence(paquet: str) -> str:
    return f"OFL-{paquet.removeprefix('fontpkg-')}.txt"


def _racine(paquet: str) -> Path:
    spec = find_spec(paquet.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"Le paquet {paquet} manque : relancez l’installation.")
    return Path(spec.origin).parent


def _empreinte() -> str:
    """What the files depend on: this page and the versions of typefaces and tool."""
    versions = [importlib.metadata.version(p) for p in (_SERIF, _SANS, "fonttools", "brotli")]
    return hashlib.sha256(Path(__file__).read_bytes() + " ".join(versions).encode()).hexdigest()


def _fabriquer_une(police: Police, sortie: Path) -> None:
    font = TTFont(io.BytesIO(_coupee(police.paquet, police.source)))
    if police.axes:
        font = instancer.instantiateVariableFont(font, police.axes, inplace=True)
    _renommer(font, police)
    font.flavor = "woff2"
    font.save(sortie)


@functools.cache
def _coupee(paquet: str, source: str) -> bytes:
    """The typeface cut to our alphabet, weights still variable: the slow half, once per source."""
    font = TTFont(_racine(paquet) / "files" / source)
    if FINE not in font.getBestCmap():
        _ajouter_espace_fine(font)
    options = subset.Options(layout_features=list(TRAITS), name_IDs=[0, 1, 2, 3, 4, 6, 13, 14])
    options.notdef_outline = True
    coupeur = subset.Subsetter(options)
    coupeur.populate(unicodes=CARACTERES)
    coupeur.subset(font)
    sortie = io.BytesIO()
    font.save(sortie)
    return sortie.getvalue()


def _ajouter_espace_fine(font: TTFont) -> None:
    """Atkinson Hyperlegible has no U+202F: give it one, two thirds of its space."""
    nom, (largeur, marge) = "uni202F", font["hmtx"]["space"]
    font.setGlyphOrder([*font.getGlyphOrder(), nom])
    font["glyf"][nom] = font["glyf"]["space"]
    font["hmtx"][nom] = (largeur * 2 // 3, marge)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[FINE] = nom


def _renommer(font: TTFont, police: Police) -> None:
    style = police.fichier.split("-")[1].capitalize()
    postscript = f"{police.famille.replace(' ', '')}-{style}"
    noms = {1: police.famille, 2: style, 3: postscript, 4: f"{police.famille} {style}", 6: postscript}
    for entree in list(font["name"].names):
        if entree.nameID in noms:
            entree.string = noms[entree.nameID]
