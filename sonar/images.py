"""The picture of a profile to share: no personal data, one per profile, SVG and PNG of one drawing.

Letters are outlines in the SVG: seen alone, it carries no font. Both are drawn at the places that
the shaping engine gives, kerning included.
"""

import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.contrib.staticfiles import finders
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from sonar.models import Profil

LARGEUR, HAUTEUR = 1200, 630  # pixels: what link previews show
ABYSSE, FAISCEAU, FILET = "#102041", "#192d50", "#425d7c"
CORAIL, PAPIER, LUEUR = "#ff8463", "#f6f1e7", "#f8e186"
CENTRE, RAYONS = (300, 700), range(180, 1200, 110)
LUMIERE = ((300, 700), (1200, 90), (1200, 400))
MARGE = 64
HALO = 9  # pixels of night around the letters: no ring strikes a word through
FINESSE = 2  # the PNG is drawn twice as large, then reduced: smooth curves


@dataclass(frozen=True)
class Texte:
    """One line: `x`, `y` of its baseline's start, in pixels."""

    texte: str
    police: str
    corps: int
    x: float
    y: float
    couleur: str


@functools.cache
def _octets(police: str) -> bytes:
    with open(str(finders.find(f"polices/{police}.woff2")), "rb") as flux:  # noqa: PTH123
        return flux.read()


@functools.cache
def _police(police: str, corps: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(_octets(police)), corps)


def _largeur(texte: str, police: str, corps: int) -> float:
    return _police(police, corps).getlength(texte)


def _lignes(texte: str, police: str, corps: int, largeur: float) -> list[str]:
    """Cut at spaces so that no line is wider than `largeur` (pixels); a no-break space never breaks."""
    lignes = [""]
    for mot in texte.split(" "):
        essai = f"{lignes[-1]} {mot}".strip()
        if lignes[-1] and _largeur(essai, police, corps) > largeur:
            lignes.append(mot)
        else:
            lignes[-1] = essai
    return lignes


def _signes(profil: Profil) -> Iterator[Texte]:
    """The leading signs, with equal honour, as large as their number allows."""
    signes = [style.signe for style in profil.styles]
    corps = {1: 470, 2: 330, 3: 270}[len(signes)]
    total = sum(_largeur(signe, "titre-gras", corps) for signe in signes) + 24 * (len(signes) - 1)
    x = LARGEUR - MARGE - total
    for signe in signes:
        yield Texte(signe, "titre-gras", corps, x, 110 + corps * 0.68, CORAIL)
        x += _largeur(signe, "titre-gras", corps) + 24


def textes(profil: Profil) -> list[Texte]:
    """All that is written on the picture."""
    ecrits = [*_signes(profil), Texte("Sonar, le test de style", "titre-gras", 34, MARGE, 92, PAPIER)]
    gauche = min(t.x for t in ecrits[:-1])
    corps = 66 if profil.est_mixte else 88
    colonne = LARGEUR - 2 * MARGE if profil.est_mixte else gauche - MARGE - 40
    titre = _lignes(profil.nom, "titre-gras", corps, colonne)
    sous = _lignes(profil.titre, "titre-italique", 42, colonne)
    y = HAUTEUR - 60 - 50 * len(sous) - corps * 1.06 * len(titre)
    for ligne in titre:
        y += corps * 1.06
        ecrits.append(Texte(ligne, "titre-gras", corps, MARGE, y, PAPIER))
    for ligne in sous:
        y += 52
        ecrits.append(Texte(ligne, "titre-italique", 42, MARGE, y, LUEUR))
    return ecrits


def svg(profil: Profil) -> str:
    """The picture as SVG; its title says what it shows."""
    cercles = "".join(f'<circle cx="{CENTRE[0]}" cy="{CENTRE[1]}" r="{rayon}"/>' for rayon in RAYONS)
    lumiere = " ".join(f"{x},{y}" for x, y in LUMIERE)
    ecrits = [(t.couleur, _trace(t)) for t in textes(profil)]
    halos = "".join(f'<path d="{trace}"/>' for _, trace in ecrits)
    traces = "".join(f'<path fill="{couleur}" d="{trace}"/>' for couleur, trace in ecrits)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LARGEUR} {HAUTEUR}" role="img">'
        f"<title>{escape(profil.nom)} : {escape(profil.titre)}</title>"
        f'<rect width="{LARGEUR}" height="{HAUTEUR}" fill="{ABYSSE}"/>'
        f'<g fill="none" stroke="{FILET}" stroke-width="2">{cercles}</g>'
        f'<g stroke="{ABYSSE}" stroke-width="{2 * HALO}" stroke-linejoin="round">{halos}</g>'
        f'<polygon points="{lumiere}" fill="{FAISCEAU}"/>{traces}</svg>'
    )


@functools.cache
def _dessins(police: str) -> TTFont:
    return TTFont(io.BytesIO(_octets(police)))


def _trace(texte: Texte) -> str:
    """The outlines of a line of text as one SVG path."""
    police = _dessins(texte.police)
    table, glyphes = police.getBestCmap(), police.getGlyphSet()
    echelle = texte.corps / police["head"].unitsPerEm
    stylo = SVGPathPen(glyphes, ntos=lambda nombre: f"{nombre:.1f}".rstrip("0").rstrip("."))
    for rang, lettre in enumerate(texte.texte):
        jusqu_ici = _largeur(texte.texte[: rang + 1], texte.police, texte.corps)
        x = texte.x + jusqu_ici - _largeur(lettre, texte.police, texte.corps)
        glyphes[table[ord(lettre)]].draw(TransformPen(stylo, (echelle, 0, 0, -echelle, x, texte.y)))
    return stylo.getCommands()


def png(profil: Profil) -> bytes:
    """The same picture as PNG, for the previews of links."""
    return _png(tuple(textes(profil)))


def _ecrire(dessin: ImageDraw.ImageDraw, texte: Texte, couleur: str, halo: int = 0) -> None:
    """Draw a line of text, `halo` pixels larger all around."""
    dessin.text(
        (texte.x * FINESSE, texte.y * FINESSE),
        texte.texte,
        font=_police(texte.police, texte.corps * FINESSE),
        fill=couleur,
        anchor="ls",
        features=["-liga"],
        stroke_width=halo * FINESSE,
    )


@functools.lru_cache(maxsize=32)
def _png(ecrits: tuple[Texte, ...]) -> bytes:
    image = Image.new("RGB", (LARGEUR * FINESSE, HAUTEUR * FINESSE), ABYSSE)
    dessin = ImageDraw.Draw(image)
    cx, cy = (c * FINESSE for c in CENTRE)
    for rayon in (r * FINESSE for r in RAYONS):
        dessin.ellipse((cx - rayon, cy - rayon, cx + rayon, cy + rayon), outline=FILET, width=2 * FINESSE)
    for t in ecrits:
        _ecrire(dessin, t, ABYSSE, HALO)
    dessin.polygon([(x * FINESSE, y * FINESSE) for x, y in LUMIERE], fill=FAISCEAU)
    for t in ecrits:
        _ecrire(dessin, t, t.couleur)
    sortie = io.BytesIO()
    image.resize((LARGEUR, HAUTEUR), Image.Resampling.LANCZOS).quantize(128).save(
        sortie, "PNG", optimize=True
    )
    return sortie.getvalue()
