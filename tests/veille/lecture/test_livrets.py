"""An issue and a basket as booklets: tagged, titled, with bookmarks, live links and true contents."""

import io
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image

from communs.livrets.gabarits import gabarit
from communs.livrets.models import Livret
from communs.livrets.rendu import composer, imprimer
from tests.outils.veille import ARTICLE, NUMERO, creer_numero, creer_numero_publie, nommer_documentaliste
from tests.outils.veille_lecture import donner_une_couverture
from veille.lecture.livrets import NUMERO as NUMERO_PDF
from veille.lecture.livrets import PANIER as PANIER_PDF
from veille.models import Notice, Numero
from veille.notices.fiches import FicheLien

pytestmark = pytest.mark.django_db

_deja: dict[str, bytes] = {}


def _imprimer(cle: str, objet) -> bytes:
    """The file; the same page is printed once for all these tests."""
    page = composer(gabarit(cle), objet, {})
    if page.empreinte not in _deja:
        _deja[page.empreinte] = imprimer(page).octets
    return _deja[page.empreinte]


def _texte(octets: bytes, *options: str) -> str:
    fin = subprocess.run(["pdftotext", *options, "-", "-"], input=octets, capture_output=True, check=True)
    return fin.stdout.decode()


def _mots(texte: str) -> str:
    """Letters alone: what a line end or a hyphen does to a text is no matter here."""
    return "".join(c for c in texte if c.isalnum())


def _liens(octets: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        return [
            str(note.A.URI)
            for page in pdf.pages
            for note in page.get("/Annots", ())
            if "/A" in note and "/URI" in note.A
        ]


@pytest.fixture
def octobre(contenu) -> Numero:
    """The October 2018 issue."""
    return Numero.objects.publies().entiers().get()


def _du_large(**champs) -> Numero:
    creer_numero_publie(replace(NUMERO, **champs))
    return Numero.objects.entiers().get()


def test_it_is_a5_tagged_titled_in_french_with_a_bookmark_for_each_notice(octobre):
    with pikepdf.open(io.BytesIO(_imprimer(NUMERO_PDF, octobre))) as pdf:
        for page in pdf.pages:
            assert [round(float(v) * 25.4 / 72) for v in page.mediabox] == [0, 0, 148, 210]
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "fr"
        titre = "En quelques clics, hors-série n°\u00a02\u00a0: Innovation publique & territoires"
        assert str(pdf.docinfo["/Title"]) == titre
        assert str(pdf.docinfo["/Author"]) == "Commissariat général à l’égalité des territoires (CGET)"
        with pdf.open_metadata() as meta:
            assert meta["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        with pdf.open_outline() as plan:
            (tout,) = plan.root
            parties = [entree.title for entree in tout.children]
            assert parties[:3] == ["Au sommaire", "Éditorial", "À la une"]
            assert parties[-2:] == ["Agenda", "Colophon"]
            notices = [len(entree.children) for entree in tout.children[3:9]]
    boites = [1, 1, 1, 0, 1, 1]
    assert notices == [n + b for n, b in zip((7, 5, 15, 12, 10, 7), boites, strict=True)]


def test_every_font_is_embedded(octobre):
    octets = _imprimer(NUMERO_PDF, octobre)
    fin = subprocess.run(["pdffonts", "-"], input=octets, capture_output=True, check=True)
    lignes = fin.stdout.decode().splitlines()[2:]
    assert len(lignes) >= 4
    assert all("Vigie" in ligne and ligne.split()[-5] == "yes" for ligne in lignes), lignes


def test_it_reads_in_order_every_notice_box_and_date(octobre):
    lu = _mots(
        _texte(_imprimer(NUMERO_PDF, octobre), "-raw", "-x", "0", "-y", "40", "-W", "420", "-H", "507")
    )
    place = 0
    jalons = []
    for rubrique in octobre.rubriques.all():
        jalons += [p.notice.titre for p in octobre.parutions.all() if p.rubrique_id == rubrique.pk]
        jalons += [d.titre for e in rubrique.encadres.all() for d in e.decouvertes.all()]
    jalons += [entree.titre for entree in octobre.rendez_vous.all()]
    assert len(jalons) == 56 + 15 + 5
    for jalon in (*jalons, "Colophon", octobre.mentions.splitlines()[0]):
        suivant = lu.find(_mots(jalon), place)
        assert suivant >= 0, f"« {jalon} » ne vient pas après le précédent"
        place = suivant


def test_its_contents_give_the_right_pages(octobre):
    octets = _imprimer(NUMERO_PDF, octobre)
    sommaire = _texte(octets, "-layout", "-f", "2", "-l", "2")
    numeros = [int(ligne.split()[-1]) for ligne in sommaire.splitlines() if ". . ." in ligne]
    titres = ["Éditorial", "#Design", *(r.titre for r in octobre.rubriques.all()), "Agenda", "Colophon"]
    assert len(numeros) == len(titres)
    for numero, titre in zip(numeros, titres, strict=True):
        assert _mots(titre) in _mots(_texte(octets, "-f", str(numero), "-l", str(numero)))


def test_links_are_live_and_written_out(db):
    fiche = replace(ARTICLE, liens=(FicheLien("https://phare.example/marees", "Lire l’article"), FicheLien()))
    numero = _du_large(une=(fiche,), rubriques=())
    octets = _imprimer(NUMERO_PDF, numero)
    liens = _liens(octets)
    assert "https://phare.example/marees" in liens
    notice = Notice.objects.get(titre=ARTICLE.titre)
    assert f"{settings.VIGIE_ADRESSE}{notice.get_absolute_url()}" in liens
    assert f"{settings.VIGIE_ADRESSE}{numero.get_absolute_url()}" in liens
    lu = _texte(octets)
    assert "https://phare.example/marees" in lu.replace("\n", "")
    assert "(adresse non conservée)" in lu.replace("\n", " ")


def test_hostile_texts_are_printed_as_they_are(db):
    mechant = "<script>alert(1)</script> & <b>suite</b>"
    numero = _du_large(titre=mechant, editorial=mechant, une=(replace(ARTICLE, titre=mechant),))
    assert _mots(_texte(_imprimer(NUMERO_PDF, numero))).count(_mots(mechant)) >= 3


def test_the_cover_of_an_issue_is_printed_with_its_picture(collectivite):
    numero = _du_large()
    donner_une_couverture(collectivite, numero.cle)
    image = Numero.objects.entiers().get().couverture
    tampon = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(tampon, "WEBP")
    default_storage.delete(image.apercu)
    default_storage.save(image.apercu, io.BytesIO(tampon.getvalue()))
    octets = _imprimer(NUMERO_PDF, Numero.objects.entiers().get())
    default_storage.delete(image.apercu)
    liste = subprocess.run(
        ["pdfimages", "-list", "-l", "1", "-"], input=octets, capture_output=True, check=True
    )
    assert "80    60" in liste.stdout.decode()


def test_the_same_issue_is_printed_once_whoever_asks(client, db):
    numero = _du_large()
    adresse = f"{numero.get_absolute_url()}livret/"
    premiere, seconde = (client.post(adresse) for _ in range(2))
    assert premiere.status_code == 302
    assert premiere["Location"] == seconde["Location"] == Livret.objects.get().get_absolute_url()
    assert client.get(premiere["Location"]).status_code == 200


def test_the_booklet_of_a_draft_is_for_those_who_prepare_it(client, client_de, administratrice):
    numero = creer_numero()
    alice = client_de(nommer_documentaliste(administratrice).personne)
    livret = alice.post(f"{numero.get_absolute_url()}livret/")["Location"]
    assert alice.get(livret).status_code == 200
    assert client.get(livret).status_code == 404


def test_a_basket_lists_its_references_in_order_with_their_addresses(octobre):
    notices = list(Notice.objects.entieres().order_by("titre")[:12])
    octets = _imprimer(PANIER_PDF, notices)
    lu = _mots(_texte(octets, "-raw"))
    places = [lu.find(_mots(notice.titre)) for notice in notices]
    assert -1 not in places and places == sorted(places)
    for notice in notices:
        assert f"{settings.VIGIE_ADRESSE}{notice.get_absolute_url()}" in _liens(octets)
