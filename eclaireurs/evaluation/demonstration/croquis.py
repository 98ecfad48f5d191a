"""Field sketches for the demonstration: drawn here, so that they belong to nobody else."""

import io
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

LARGEUR, HAUTEUR = 1400, 1050
PAPIER, ENCRE = (250, 247, 240), (20, 33, 61)
TEINTES = ((236, 184, 64), (143, 184, 206), (224, 122, 95))


def dessiner(numero: int) -> SimpleUploadedFile:
    """The sketch `numero` (1 to 3) as a JPEG, the same at each call."""
    image = Image.new("RGB", (LARGEUR, HAUTEUR), PAPIER)
    crayon, hasard = ImageDraw.Draw(image), Random(numero)  # noqa: S311  (a drawing, not a secret)
    teinte = TEINTES[numero - 1]
    crayon.ellipse((1000, 110, 1230, 340), fill=teinte)
    crayon.rectangle((0, 700, LARGEUR, HAUTEUR), fill=teinte)
    _houle(crayon, hasard)
    (_bus, _abri, _etagere)[numero - 1](crayon)
    tampon = io.BytesIO()
    image.save(tampon, "JPEG", quality=88)
    return SimpleUploadedFile(f"croquis-{numero}.jpg", tampon.getvalue(), "image/jpeg")


def _trait(crayon: ImageDraw.ImageDraw, *points: tuple[int, int]) -> None:
    crayon.line(points, fill=ENCRE, width=7, joint="curve")


def _houle(crayon: ImageDraw.ImageDraw, hasard: Random) -> None:
    for rang in range(3):
        y = 560 + rang * 45
        _trait(crayon, *((x, y + hasard.randint(-14, 14)) for x in range(0, LARGEUR + 1, 70)))


def _boite(crayon: ImageDraw.ImageDraw, *coins: int) -> None:
    crayon.rectangle(coins, fill=PAPIER, outline=ENCRE, width=7)


def _bus(crayon: ImageDraw.ImageDraw) -> None:
    _boite(crayon, 180, 430, 860, 800)
    for x in (230, 390, 550):
        _boite(crayon, x, 480, x + 120, 600)
    _boite(crayon, 710, 480, 810, 800)
    for x in (290, 660):
        crayon.ellipse((x, 740, x + 120, 860), fill=PAPIER, outline=ENCRE, width=7)
    for x in (950, 1040, 1130):
        crayon.ellipse((x, 610, x + 50, 660), fill=PAPIER, outline=ENCRE, width=7)
        _trait(crayon, (x + 25, 660), (x + 25, 770), (x, 850))
        _trait(crayon, (x + 25, 770), (x + 50, 850))


def _abri(crayon: ImageDraw.ImageDraw) -> None:
    _boite(crayon, 120, 380, 1280, 640)
    for x in range(180, 1240, 130):
        _boite(crayon, x, 430, x + 70, 530)
    _trait(crayon, (430, 880), (430, 700), (820, 700), (820, 880))
    _boite(crayon, 500, 800, 750, 830)
    for x in (950, 1080):
        crayon.ellipse((x, 790, x + 100, 890), outline=ENCRE, width=7)
    _trait(crayon, (1000, 840), (1050, 760), (1130, 840))


def _etagere(crayon: ImageDraw.ImageDraw) -> None:
    _boite(crayon, 180, 260, 760, 880)
    for y in (400, 550, 700):
        _trait(crayon, (180, y), (760, y))
    for rang, y in enumerate((400, 550, 700, 880)):
        for x in range(210 + rang * 9, 720, 48):
            _boite(crayon, x, y - 105 + (x % 3) * 12, x + 34, y)
    _boite(crayon, 900, 320, 1220, 560)
    _trait(crayon, (900, 870), (900, 690), (1080, 690), (1080, 870))
