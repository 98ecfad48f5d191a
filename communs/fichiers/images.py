"""Pictures: decoded, then written again. What a camera adds (place, owner, thumbnail) is not copied."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from communs.fichiers.formats import GIF, HEIC, JPEG, PNG, WEBP, Format

PIXELS_MAX = 60_000_000  # decoded in a worker's memory: 180 MB
PIXELS_MAX_JPEG = 120_000_000  # before it is decoded at a half: phones of 108 million exist
COTE_MAX = 4096  # pixels: an A3 page at 250 dots per inch
COTE_APERCU, COTE_VIGNETTE = 1280, 320
QUALITE = 88

ABIMEE = "Cette image est abîmée ou incomplète. Choisissez-en une autre, ou enregistrez-la de nouveau."
DEMESUREE = (
    f"Cette image est démesurée : {PIXELS_MAX // 1_000_000} millions de points au plus. Réduisez-la, puis "
    "recommencez."
)

# Thumbnails, depth maps and auxiliary pictures are never read.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
_CONNUS = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "GIF": GIF, "WEBP": WEBP, "HEIF": HEIC}


@dataclass(frozen=True)
class Tirages:
    """The three files made from a picture, in the draft folder."""

    format: Format
    original: Path
    apercu: Path
    vignette: Path
    largeur: int
    hauteur: int


def tirer(source: Path, dossier: Path) -> Tirages:
    """Decode `source` and write it again in three sizes; ValidationError if it cannot be decoded."""
    image = _decoder(source)
    transparente = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    garder_png = _CONNUS.get(image.format or "") in (PNG, GIF) or transparente
    image = _en_srgb(ImageOps.exif_transpose(image)).convert("RGBA" if transparente else "RGB")
    image.info = {}  # Pillow writes again some of what it has read: comments, profiles
    image.thumbnail((COTE_MAX, COTE_MAX), Image.Resampling.LANCZOS)
    format = PNG if garder_png else JPEG
    original = dossier / f"original{format.extensions[0]}"
    _enregistrer(image, original, format)
    petites = []
    for nom, cote in (("apercu", COTE_APERCU), ("vignette", COTE_VIGNETTE)):
        petite = _sur_blanc(image)
        petite.thumbnail((cote, cote), Image.Resampling.LANCZOS)
        petites.append(dossier / f"{nom}.jpg")
        _enregistrer(petite, petites[-1], JPEG)
    return Tirages(format, original, petites[0], petites[1], image.width, image.height)


def _decoder(source: Path) -> Image.Image:
    try:
        with warnings.catch_warnings(), source.open("rb") as flux:
            warnings.simplefilter("ignore")  # Pillow's own bomb warning: our limit is stricter, and raises
            image = Image.open(flux, formats=["JPEG", "PNG", "GIF", "WEBP", "HEIF"])
            _exiger_mesure(image, PIXELS_MAX_JPEG)
            image.draft("RGB", (COTE_MAX, COTE_MAX))  # JPEG: decoded at a half or a quarter when larger
            _exiger_mesure(image, PIXELS_MAX)
            with _entiere_ou_rien():
                image.load()
    except Image.DecompressionBombError as erreur:
        raise ValidationError(DEMESUREE) from erreur
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as erreur:
        raise ValidationError(ABIMEE) from erreur
    return image


@contextmanager
def _entiere_ou_rien() -> Iterator[None]:
    """Pillow refuses a picture that is cut short, whatever the process has loaded.

    WeasyPrint makes Pillow tolerant for the whole process when it is imported: a worker that has printed
    a booklet would take half a photo for a whole one.
    """
    tolerante, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerante


def _exiger_mesure(image: Image.Image, pixels: int) -> None:
    if image.width * image.height > pixels:
        raise ValidationError(DEMESUREE)


def _en_srgb(image: Image.Image) -> Image.Image:
    """Colours as seen on the phone that took the picture, without carrying its profile along."""
    profil = image.info.get("icc_profile")
    if not profil or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profil))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        vers = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, vers, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _sur_blanc(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.copy()
    fond = Image.new("RGB", image.size, "white")
    fond.paste(image, mask=image.getchannel("A"))
    return fond


def _enregistrer(image: Image.Image, chemin: Path, format: Format) -> None:
    if format is JPEG:
        image.save(chemin, "JPEG", quality=QUALITE, optimize=True, progressive=True)
    else:
        image.save(chemin, "PNG", optimize=True)
