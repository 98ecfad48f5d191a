"""What is taken is recognised by its content, made clean, and known; everything else is refused."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image

from communs.fichiers import archives, formats, images
from communs.fichiers.archives import BOMBE, CACHE, MACROS
from communs.fichiers.enums import Etat, TypeFichier
from communs.fichiers.formats import INCONNU, VIDE, VIEUX
from tests.fichiers import fabrique as f

pytestmark = pytest.mark.django_db


def lire(nom: str) -> bytes:
    with default_storage.open(nom) as flux:
        return flux.read()


@pytest.mark.parametrize(
    ("nom", "octets", "type", "mime"),
    [
        ("photo.jpg", f.jpeg(), TypeFichier.IMAGE, "image/jpeg"),
        ("photo.heic", f.heic(), TypeFichier.IMAGE, "image/jpeg"),
        ("photo.png", f.png(), TypeFichier.IMAGE, "image/png"),
        ("dessin.png", f.png("RGBA"), TypeFichier.IMAGE, "image/png"),
        ("anime.gif", f.gif(), TypeFichier.IMAGE, "image/png"),
        ("photo.webp", f.webp(), TypeFichier.IMAGE, "image/jpeg"),
        ("note.mp3", f.mp3(), TypeFichier.SON, "audio/mpeg"),
        ("note.wav", f.wav(), TypeFichier.SON, "audio/wav"),
        ("note.ogg", f.ogg(), TypeFichier.SON, "audio/ogg"),
        ("note.m4a", f.film(b"M4A ", b"soun"), TypeFichier.SON, "audio/mp4"),
        ("film.mp4", f.film(), TypeFichier.VIDEO, "video/mp4"),
        ("film.mov", f.film(b"qt  "), TypeFichier.VIDEO, "video/quicktime"),
        ("compte-rendu.pdf", f.pdf(), TypeFichier.DOCUMENT, "application/pdf"),
        ("note.odt", f.odt(), TypeFichier.DOCUMENT, formats.ODT.mime),
        ("note.docx", f.docx(), TypeFichier.DOCUMENT, formats.DOCX.mime),
        ("suivi.ods", f.odt("spreadsheet"), TypeFichier.TABLEUR, formats.ODS.mime),
        ("suivi.xlsx", f.docx(f.XLSX), TypeFichier.TABLEUR, formats.XLSX.mime),
        ("verbatim.txt", "C’était l’été à Kermadec.".encode(), TypeFichier.TEXTE, "text/plain"),
        ("ancien.txt", "C'était l'été.".encode("cp1252"), TypeFichier.TEXTE, "text/plain"),
        ("suivi.csv", b"nom;date\nRue;2026\n", TypeFichier.TEXTE, "text/csv"),
    ],
)
def test_each_kind_of_file_becomes_ready(preparer, nom, octets, type, mime):
    fichier = preparer(nom, octets)
    assert (fichier.etat, fichier.motif) == (Etat.PRET, "")
    assert (fichier.type, fichier.mime) == (type, mime)
    assert default_storage.size(fichier.original) == fichier.taille
    assert fichier.occupe == sum(default_storage.size(n) for n in fichier.noms_stockes)
    assert len(fichier.empreinte) == 64
    assert sorted(default_storage.listdir("fichiers")[1]) == sorted(
        n.removeprefix("fichiers/") for n in fichier.noms_stockes
    ), "ce qui a été reçu n’est pas gardé"


@pytest.mark.parametrize(("nom", "octets"), [("a.jpg", f.jpeg()), ("a.heic", f.heic()), ("a.webp", f.webp())])
def test_a_picture_loses_its_place_its_author_and_its_comments(preparer, nom, octets):
    assert b"Chlo" in octets
    fichier = preparer(nom, octets)
    assert fichier.nom == "a.jpg"
    for stocke in fichier.noms_stockes:
        image = Image.open(io.BytesIO(lire(stocke)))
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
        for trace in (b"Chlo", b"secret-gps", b"Exif", b"http://ns.adobe.com"):
            assert trace not in lire(stocke)


def test_a_picture_taken_sideways_stands_upright(preparer):
    fichier = preparer("debout.jpg", f.jpeg(orientation=6))
    assert (fichier.largeur, fichier.hauteur) == (480, 640)
    image = Image.open(io.BytesIO(lire(fichier.original)))
    assert image.getpixel((240, 20))[0] > 150, "le rouge est en haut"
    assert image.getpixel((240, 620))[2] > 150, "le bleu est en bas"


def test_a_large_picture_is_brought_to_a_useful_size(preparer):
    fichier = preparer("grande.jpg", f.jpeg(cote=(6000, 3000)))
    assert (fichier.largeur, fichier.hauteur) == (4096, 2048)
    cotes = [Image.open(io.BytesIO(lire(n))).size for n in (fichier.apercu, fichier.vignette)]
    assert cotes == [(1280, 640), (320, 160)]


def test_transparency_is_kept_in_the_picture_and_white_in_its_renditions(preparer):
    flux = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(flux, "PNG")
    fichier = preparer("logo.png", flux.getvalue())
    assert Image.open(io.BytesIO(lire(fichier.original))).mode == "RGBA"
    assert Image.open(io.BytesIO(lire(fichier.vignette))).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        ("a.mp4", f.film()),
        ("a.mov", f.film(b"qt  ")),
        ("a.m4a", f.film(b"M4A ", b"soun")),
        ("a.mp3", f.mp3()),
        ("a.ogg", f.ogg()),
        ("a.wav", f.wav()),
    ],
)
def test_a_recording_loses_its_title_and_its_place(preparer, nom, octets):
    assert f.SECRET in octets
    fichier = preparer(nom, octets)
    assert fichier.etat == Etat.PRET
    assert f.SECRET not in lire(fichier.original)


def test_the_length_of_recordings_is_known(preparer):
    film = preparer("a.mp4", f.film())
    assert (film.duree, film.largeur, film.hauteur) == (12, 1920, 1080)
    assert [
        preparer(n, o).duree for n, o in (("a.wav", f.wav()), ("a.mp3", f.mp3()), ("a.ogg", f.ogg()))
    ] == [3, 2, 5]


PIEGES_VUS_TOUT_DE_SUITE = {
    "un SVG": ("dessin.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', INCONNU),
    "un SVG déguisé": ("dessin.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', INCONNU),
    "un SVG précédé de XML": ("a.txt", b'<?xml version="1.0"?><svg/>', INCONNU),
    "une page": ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", INCONNU),
    "une page HTML": ("page.html", b"<html></html>", INCONNU),
    "un programme": ("photo.jpg", b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0" + bytes(400), INCONNU),
    "un programme Linux": ("photo.jpg", b"\x7fELF\x02\x01\x01" + bytes(400), INCONNU),
    "un script": ("note.txt", b"#!/bin/sh\nrm -rf /\n", INCONNU),
    "un ancien Word": ("note.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), VIEUX),
    "une archive": ("photos.zip", f.archive({"a.jpg": f.jpeg()}), INCONNU),
    "un fichier vide": ("photo.jpg", b"", VIDE),
    "du bruit": ("photo.jpg", f.bruit(5000), INCONNU),
}


@pytest.mark.parametrize("piege", sorted(PIEGES_VUS_TOUT_DE_SUITE))
def test_a_file_that_is_not_on_the_list_is_refused_before_it_is_stored(recevoir, medias, piege):
    nom, octets, motif = PIEGES_VUS_TOUT_DE_SUITE[piege]
    with pytest.raises(ValidationError) as refus:
        recevoir(nom, octets)
    assert refus.value.messages == [motif]
    assert not medias.exists() or not list(medias.rglob("*.*"))


def bombe() -> bytes:
    return f.odt(**{"Pictures/a.xml": bytes(400 * 1024**2)})


def menteuse() -> bytes:
    """An archive that declares a small entry and unfolds to a large one."""
    octets = bytearray(f.docx(**{"word/gros.xml": b"a" * 3_000_000}))
    vraie, fausse = (3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert octets.count(vraie) == 2
    return bytes(octets.replace(vraie, fausse))


GIF_JS = f.gif() + b"=1;alert(document.cookie)//<script>"
PIEGES_VUS_PAR_LE_WORKER = {
    "GIF et JavaScript": ("a.gif", GIF_JS, CACHE),
    "GIF et page": ("a.gif", f.gif() + b"<html><script>alert(1)</script>", CACHE),
    "PNG et données": ("a.png", f.png() + b"x" * 40, CACHE),
    "JPEG et ZIP": ("a.jpg", f.jpeg() + f.archive({"a.class": b"x"}), CACHE),
    "JPEG et page": ("a.jpg", f.jpeg() + b"<script>alert(1)</script>", CACHE),
    "PDF et ZIP": ("a.pdf", f.pdf() + f.archive({"a.class": b"x"}), CACHE),
    "PDF et page": ("a.pdf", f.pdf() + b"<html>", CACHE),
    "WAV et données": ("a.wav", f.wav() + b"x" * 40, CACHE),
    "MP4 et données": ("a.mp4", f.film(suite=b"pas une boite"), "Cet enregistrement est abîmé"),
    "ZIP précédé": ("a.docx", f.docx()[:30] + f.docx(), None),
    "ZIP suivi": ("a.docx", f.docx() + b"<html>", None),
    "ZIP commenté": ("a.docx", f.archive({"[Content_Types].xml": f.DOCX.encode()}, b"<script>"), CACHE),
    "macros Word": ("a.docx", f.docx(**{"word/vbaProject.bin": b"x"}), MACROS),
    "macros annoncées": ("a.docx", f.docx("application/vnd.ms-word.document.macroEnabled.main+xml"), MACROS),
    "macros ODT": ("a.odt", f.odt(**{"Basic/Standard/Module1.xml": b"<x/>"}), MACROS),
    "script ODT": ("a.odt", f.odt(**{"Scripts/python/a.py": b"x"}), MACROS),
    "entités": ("a.docx", f.docx(**{"word/a.xml": b'<!DOCTYPE a [<!ENTITY x "y">]>'}), CACHE),
    "chemin qui remonte": ("a.odt", f.odt(**{"../../a.xml": b"x"}), CACHE),
    "Java": ("a.docx", f.archive({"META-INF/MANIFEST.MF": b"x"}), INCONNU),
    "bombe ZIP": ("a.odt", bombe(), BOMBE),
    "ZIP menteur": ("a.docx", menteuse(), archives.ABIME),
    "trop d’entrées": ("a.odt", f.odt(**{f"{i}.txt": b"" for i in range(5001)}), BOMBE),
    "photo coupée": ("a.jpg", f.jpeg()[:20_000], images.ABIMEE),
    "HEIC coupé": ("a.heic", f.heic()[:3_000], images.ABIMEE),
    "film coupé": ("a.mp4", f.film()[:-50], "Cet enregistrement est abîmé"),
    "texte puis binaire": ("a.txt", b"bonjour " * 9000 + bytes(50), INCONNU),
}


@pytest.mark.parametrize("piege", sorted(PIEGES_VUS_PAR_LE_WORKER))
def test_a_trap_is_refused_with_its_reason_and_nothing_of_it_is_kept(preparer, medias, piege):
    nom, octets, motif = PIEGES_VUS_PAR_LE_WORKER[piege]
    fichier = preparer(nom, octets)
    assert fichier.etat == Etat.REFUSE
    assert fichier.motif.startswith(motif or ("Ce fichier contient autre chose", "Ce document est abîmé"))
    assert (fichier.original, fichier.occupe) == ("", 0)
    assert list((medias / "fichiers").iterdir()) == []


def test_half_a_photo_is_refused_by_a_worker_that_has_printed_booklets(preparer):
    import weasyprint  # noqa: F401 (importing it makes Pillow tolerant)

    assert preparer("a.jpg", f.jpeg()[:20_000]).motif == images.ABIMEE


def test_a_picture_that_unfolds_beyond_measure_is_refused_undecoded(preparer, monkeypatch):
    flux = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(flux, "PNG")
    monkeypatch.setattr(Image.Image, "save", lambda *_, **__: pytest.fail("décodée"))
    assert preparer("bombe.png", flux.getvalue()).motif == images.DEMESUREE


def test_a_phone_s_photo_with_a_film_behind_it_is_taken_without_the_film(preparer):
    fichier = preparer("motion.jpg", f.jpeg() + f.film())
    assert fichier.etat == Etat.PRET
    assert b"moov" not in lire(fichier.original)


def test_a_wrong_extension_is_put_right(preparer):
    assert preparer("photo.png", f.jpeg()).nom == "photo.jpg"
    assert preparer("notes.md", b"# Titre\n\nTexte\n").nom == "notes.md"


def test_sizes_beyond_the_limit_are_refused_with_both_figures():
    with pytest.raises(ValidationError) as refus:
        formats.annoncer("film.mp4", 3 * formats.GO)
    assert refus.value.messages[0].startswith(
        "Ce fichier pèse 3\u00a0Go : la limite est de 1\u00a0Go (vidéo)."
    )
