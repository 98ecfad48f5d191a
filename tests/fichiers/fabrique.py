"""Real files of every kind, made here: honest ones and traps."""

import io
import random
import struct
import wave
import zipfile

import pillow_heif
from mutagen.ogg import OggPage
from PIL import Image

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SECRET = b"48.8566N secret-gps"


def dessin(cote: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture whose left half is red and right half blue, with noise that compresses like a photo."""
    image = Image.new("RGB", cote, "red")
    image.paste("blue", (cote[0] // 2, 0, *cote))
    bruit = Image.effect_noise(cote, 20).convert("RGB")
    return Image.blend(image, bruit, 0.2)


def exif(orientation: int = 1) -> Image.Exif:
    donnees = Image.Exif()
    donnees[0x0112] = orientation
    donnees[0x010F] = "Appareil de Chloé"
    donnees.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)})
    return donnees


def jpeg(orientation: int = 1, cote: tuple[int, int] = (640, 480)) -> bytes:
    return _image(dessin(cote), "JPEG", exif=exif(orientation), comment=SECRET)


def heic() -> bytes:
    """What a phone takes: HEIC with its place."""
    fichier = pillow_heif.from_pillow(dessin())
    flux = io.BytesIO()
    fichier.save(flux, exif=exif().tobytes(), quality=60)
    return flux.getvalue()


def png(mode: str = "RGB") -> bytes:
    return _image(dessin().convert(mode), "PNG")


def gif() -> bytes:
    return _image(dessin((60, 40)).convert("P"), "GIF")


def webp() -> bytes:
    return _image(dessin(), "WEBP", exif=exif())


def _image(image: Image.Image, format: str, **options: object) -> bytes:
    flux = io.BytesIO()
    image.save(flux, format, **options)
    return flux.getvalue()


def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def archive(entrees: dict[str, bytes], commentaire: bytes = b"") -> bytes:
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom, contenu in entrees.items():
            stocke = nom == "mimetype"
            zip_.writestr(nom, contenu, zipfile.ZIP_STORED if stocke else zipfile.ZIP_DEFLATED)
        zip_.comment = commentaire
    return flux.getvalue()


def docx(type: str = DOCX, **entrees: bytes) -> bytes:
    types = f'<?xml version="1.0"?><Types><Override ContentType="{type}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w:document/>"} | entrees)


def odt(mime: str = "text", **entrees: bytes) -> bytes:
    type = f"application/vnd.oasis.opendocument.{mime}".encode()
    return archive({"mimetype": type, "content.xml": b"<office:document/>"} | entrees)


def boite(nom: bytes, contenu: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(contenu), nom) + contenu


def film(marque: bytes = b"isom", piste: bytes = b"vide", suite: bytes = b"") -> bytes:
    """A film of 12 seconds, 1920 × 1080, with its title, its place and a track of telemetry."""
    mvhd = boite(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 12_000) + bytes(80))
    tkhd = boite(b"tkhd", bytes(76) + struct.pack(">II", 1920 << 16, 1080 << 16))
    hdlr = boite(b"hdlr", bytes(8) + piste + bytes(13))
    titre = boite(b"udta", boite(b"\xa9xyz", SECRET))
    trak = boite(b"trak", tkhd + boite(b"mdia", hdlr) + titre)
    mouchard = boite(
        b"trak", boite(b"mdia", boite(b"hdlr", bytes(8) + b"meta" + bytes(13)) + boite(b"minf", SECRET))
    )
    moov = boite(b"moov", mvhd + trak + mouchard + boite(b"meta", SECRET) + titre)
    return boite(b"ftyp", marque + bytes(4) + marque) + moov + boite(b"mdat", b"images" * 1000) + suite


def mp3() -> bytes:
    """Two seconds of silence, with an ID3 title."""
    titre = b"TIT2" + struct.pack(">I", 1 + len(SECRET)) + b"\0\0\0" + SECRET
    tag = b"ID3\x03\0\0" + bytes([0, 0, 0, len(titre)]) + titre
    return tag + (b"\xff\xfb\x90\x00" + bytes(413)) * 77


def wav() -> bytes:
    flux = io.BytesIO()
    with wave.open(flux, "wb") as son:
        son.setnchannels(1)
        son.setsampwidth(2)
        son.setframerate(8000)
        son.writeframes(bytes(8000 * 2 * 3))
    bavard = b"LIST" + struct.pack("<I", 4 + len(SECRET)) + b"INFO" + SECRET
    octets = flux.getvalue() + bavard + b"\0" * (len(SECRET) % 2)
    return octets[:4] + struct.pack("<I", len(octets) - 8) + octets[8:]


def ogg() -> bytes:
    """Opus in Ogg, with a title."""
    etiquette = b"TITLE=" + SECRET
    paquets = [
        b"OpusHead\x01\x01" + struct.pack("<HIhB", 0, 48_000, 0, 0),
        b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(etiquette)) + etiquette,
        b"\xf8\xff\xfe" * 40,
    ]
    octets = b""
    for rang, paquet in enumerate(paquets):
        page = OggPage()
        page.packets, page.sequence, page.serial = [paquet], rang, 7
        page.first, page.last = rang == 0, rang == 2
        page.position = 48_000 * 5 if rang == 2 else 0
        octets += page.write()
    return octets


def bruit(octets: int, graine: int = 1) -> bytes:
    return random.Random(graine).randbytes(octets)
