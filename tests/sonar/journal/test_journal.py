"""The newspaper: its file, who may have it, and its page."""

import io
import re
import subprocess
import uuid

import pikepdf
import pytest
from django.urls import reverse

from communs.livrets.enums import Etat
from communs.livrets.gabarits import gabarit
from communs.livrets.models import Livret, Tirage
from communs.livrets.rendu import composer, imprimer
from communs.livrets.services import fabriquer
from sonar.carte.models import Concept
from sonar.fabrique.models import EtapeDuCycle, Pratique, QuestionDuCycle
from sonar.journal.edition import Edition, contexte
from sonar.journal.enums import Forme
from sonar.journal.livrets import GABARITS
from sonar.models import Profil, Question
from sonar.trajectoire.models import EtapeTrajectoire
from tests.outils.papier import mots_de

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

A4, A3 = (210, 297), (420, 297)


def composer_la_forme(forme: Forme = Forme.JOURNAL):
    return composer(gabarit(GABARITS[forme]), Edition(forme), {})


@pytest.fixture
def pdf() -> bytes:
    return imprimer(composer_la_forme()).octets


def test_its_pages_are_a4_around_an_a3_poster_and_stand_where_the_contents_say(pdf):
    folios = contexte(Edition(Forme.JOURNAL))["folios"]
    with pikepdf.open(io.BytesIO(pdf)) as lu:
        formats = [tuple(round(float(v) * 25.4 / 72) for v in page.mediabox[2:]) for page in lu.pages]
    posters = [folios[nom] for nom in ("carte", "route") if nom in folios]
    assert formats == [A3 if rang in posters else A4 for rang in range(1, max(folios.values()) + 1)]
    pages = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = [" ".join(page.split()) for page in pages.stdout.decode().split("\f")]
    for nom, mots in {
        "definitions": "Parlez-vous",
        "carte": "Tout ce qui flotte",
        "zones": "dans le sac",
        "route": "première rencontre",
        "atelier": "Passer à l’acte",
        "profils": "Quatre façons",
        "suite": "on lève l’ancre",
    }.items():
        assert mots in pages[folios[nom] - 1]


def _serre(texte: str) -> str:
    """Without spaces nor hyphens: a line may end anywhere, and the engine has hyphens of its own."""
    return re.sub(r"[\s\u2010\u00ad-]", "", texte)


def test_it_holds_every_concept_stage_question_and_practice(pdf):
    mots = _serre(mots_de(pdf))
    for texte in (
        *Concept.objects.filter(retire_le=None).values_list("nom", flat=True),
        *EtapeTrajectoire.objects.values_list("nom", flat=True),
        *EtapeTrajectoire.objects.values_list("devise", flat=True),
        *QuestionDuCycle.objects.values_list("intitule", flat=True),
        *EtapeDuCycle.objects.values_list("nom_court", flat=True),
        *Pratique.objects.values_list("nom", flat=True),
    ):
        assert _serre(texte) in mots, texte


def test_the_paper_test_is_one_sheet_of_two_sides():
    with pikepdf.open(io.BytesIO(imprimer(composer_la_forme(Forme.TEST)).octets)) as lu:
        formats = [tuple(round(float(v) * 25.4 / 72) for v in page.mediabox[2:]) for page in lu.pages]
        assert formats == [A4, A4]
        assert str(lu.docinfo["/Title"]) == "Sonar, le test sur papier"


def test_it_is_tagged_titled_in_french_with_bookmarks(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as lu:
        assert bool(lu.Root.MarkInfo.Marked)
        assert str(lu.Root.Lang) == "fr"
        assert str(lu.docinfo["/Title"]) == "Sonar, le journal"
        with lu.open_metadata() as meta:
            assert meta["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        with lu.open_outline() as plan:
            assert [entree.title for entree in plan.root] == ["Sonar"]
            titres = [entree.title for entree in plan.root[0].children]
        assert titres[0] == "Éditorial Une bouée n’indique pas le nord"
        assert any("par quel bout" in titre for titre in titres)
        assert "/CreationDate" not in lu.docinfo


def test_every_font_is_embedded(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as lu:
        polices = [o for o in lu.objects if isinstance(o, pikepdf.Dictionary)]
        polices = [o for o in polices if o.get("/Type") == "/FontDescriptor"]
    assert len(polices) >= 5
    assert all("/FontFile2" in police or "/FontFile3" in police for police in polices)
    assert all("Vigie" in str(police.FontName) for police in polices)


def test_it_holds_every_question_and_every_portrait(pdf):
    mots = mots_de(pdf)
    for question in Question.objects.all():
        assert question.intitule.split(":")[0].split()[0] in mots
    for profil in Profil.objects.all():
        assert " ".join(profil.nom.split()) in mots
        assert " ".join(profil.titre.split()[:3]) in mots


def test_it_names_its_sources_its_version_and_its_address(pdf):
    mots = mots_de(pdf)
    for mot in ("Sonar, version 1.0", "France urbaine", "Dunkerque", "AGPL", "version 1", "janvier"):
        assert mot in mots


def test_the_same_content_has_one_fingerprint_and_a_changed_one_another():
    avant = composer_la_forme().empreinte
    assert composer_la_forme().empreinte == avant
    assert composer_la_forme(Forme.TEST).empreinte != avant
    Question.objects.filter(numero=1).update(intitule="Par quoi commencer ?")
    assert composer_la_forme().empreinte != avant


@pytest.mark.parametrize("forme", ["journal", "test"])
def test_a_stranger_without_account_has_it_printed_and_downloads_it(client, forme, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    response = client.post(reverse("sonar:journal_imprimer"), {"forme": forme})
    assert response.status_code == 302
    livret = Livret.objects.get(uuid=uuid.UUID(response["Location"].split("/")[2]))
    assert fabriquer(livret.tirage_id).etat == Etat.PRET
    assert client.get(response["Location"]).status_code == 200
    fichier = client.get(reverse("livrets:fichier", args=[livret.uuid]))
    assert fichier.status_code == 200
    assert b"".join(fichier.streaming_content)[:5] == b"%PDF-"


def test_twenty_people_who_ask_share_one_printing(client):
    adresses = {
        client.post(reverse("sonar:journal_imprimer"), {"forme": "journal"})["Location"] for _ in range(20)
    }
    assert len(adresses) == 1
    assert Tirage.objects.count() == 1


@pytest.mark.parametrize(
    "donnees",
    [
        {},
        {"forme": "affiche"},
        {"forme": ""},
        {"forme": "journal", "format": "docx"},
        {"forme": "journal", "reference": "../../etc/passwd"},
        {"forme": "test'; DROP TABLE sonar_question; --"},
        {"forme": "journal" * 100_000},
    ],
)
def test_anything_else_is_refused_and_prints_nothing(client, donnees):
    response = client.post(reverse("sonar:journal_imprimer"), donnees)
    assert response.status_code == 400
    assert not Livret.objects.exists()


def test_asking_by_a_link_is_refused(client):
    assert client.get(reverse("sonar:journal_imprimer")).status_code == 405


def test_too_many_demands_are_slowed_down(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"livrets_demander": "2/m/ip"}
    codes = [client.post(reverse("sonar:journal_imprimer"), {"forme": "test"}).status_code for _ in range(3)]
    assert codes == [302, 302, 429]


def test_an_unknown_form_has_no_object():
    assert gabarit(GABARITS[Forme.JOURNAL]).obtenir("affiche", None) is None


def test_its_page_gives_the_contents_and_both_files(client):
    dit = client.get(reverse("sonar:journal")).content.decode()
    assert "Innover ou couler" in dit
    for mot in ("journal_imprimer", 'value="journal"', 'value="test"')[1:]:
        assert mot in dit
    for profil in Profil.objects.filter(cle__in=("usages", "solution")):
        assert profil.titre in dit


def test_its_page_asks_as_many_queries_whatever_it_holds(client, django_assert_num_queries):
    with django_assert_num_queries(16):
        client.get(reverse("sonar:journal"))
