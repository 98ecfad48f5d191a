"""The map and the glossary as everybody reads them."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from communs.catalogue.models import Recommandable
from communs.collectivites.models import Compte
from communs.livrets.models import Livret
from sonar.carte.models import Concept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]
KILO = 1000


def fiches(page: str) -> set[str]:
    return set(re.findall(r'data-fiche="([^"]+)"', page))


def test_the_map_has_a_picture_a_table_and_every_word(client):
    page = client.get("/sonar/carte/").content.decode()
    cles = set(Concept.objects.de_la_carte().values_list("cle", flat=True))
    assert set(re.findall(r'data-ressource="([^"]+)"', page)) == cles
    assert fiches(page) == cles
    tableau = re.search(r'<table id="tableau-carte".*?</table>', page, re.S)[0]
    assert tableau.count('<th scope="row">') == len(cles)
    assert page.count("Lecture douteuse") >= 3
    assert "place estimée" in page


def test_the_map_costs_six_queries_and_the_glossary_three(client, django_assert_num_queries):
    with django_assert_num_queries(5):  # concepts, questions, poles, links, what they lead to
        client.get("/sonar/carte/?q=")
    with django_assert_num_queries(3):
        client.get("/sonar/definitions/?x=")


def test_the_whole_page_weighs_less_than_150_kb_compressed(client):
    page = client.get("/sonar/carte/").content
    liens = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page.decode())
    assert liens
    feuilles = [Path(finders.find(re.sub(r"\.[0-9a-f]{12}\.", ".", lien))).read_bytes() for lien in liens]
    poids = sum(len(gzip.compress(contenu)) for contenu in (page, *feuilles))
    assert poids < 150 * KILO


@pytest.mark.parametrize(
    ("question", "attendues"),
    [
        ("q=SCRUM", {"scrum"}),
        ("q=zzzz", set()),
        ("zone=solution", {"monitoring-par-la-donnee", "internet-des-objets", "chatbot"}),
    ],
)
def test_without_script_the_address_filters(client, question, attendues):
    trouvees = fiches(client.get(f"/sonar/carte/?{question}").content.decode())
    assert trouvees >= attendues
    assert len(trouvees) <= max(4, len(attendues))


@pytest.mark.parametrize(
    "question", ["zone=nulle-part", "certitude=%00", "q=" + "a" * 5000, "q=%27%3Cscript%3E"]
)
def test_filters_that_make_no_sense_break_nothing(client, question):
    reponse = client.get(f"/sonar/carte/?{question}")
    assert reponse.status_code == 200
    assert b"<script>'" not in reponse.content


def test_a_resource_taken_out_by_an_editor_leaves_map_glossary_and_search(client, client_de):
    equipe = client_de(Compte.objects.create_superuser("equipe@vigie.example", "phare-de-nuit-2026"))
    jugaad = Concept.objects.get(cle="jugaad")
    fiche = f"/admin/sonar/concept/{jugaad.pk}/change/"
    champs = {
        "nom": jugaad.nom,
        "x": 15,
        "y": 95,
        "certitude": jugaad.certitude,
        "remarque": "",
        "definition": jugaad.definition,
        "source": jugaad.source,
    }
    assert equipe.post(fiche, champs | {"x": 101}).status_code == 200  # out of the map: refused
    assert Concept.objects.get(cle="jugaad").x == 15
    retrait = timezone.now()
    retire = {"retire_le_0": retrait.strftime("%d/%m/%Y"), "retire_le_1": "10:00:00"}
    assert equipe.post(fiche, champs | retire).status_code == 302
    assert "jugaad" not in fiches(client.get("/sonar/carte/").content.decode())
    assert "jugaad" not in fiches(client.get("/sonar/definitions/").content.decode())
    assert not Recommandable.objects.filter(type="concept", cle="jugaad").exists()
    assert equipe.post(f"/admin/sonar/concept/{jugaad.pk}/delete/", {"post": "yes"}).status_code == 403


def test_anybody_may_ask_for_the_poster_and_it_is_printed_once(client):
    adresses = {client.post("/sonar/carte/affiche/")["Location"] for _ in range(2)}
    assert Livret.objects.filter(gabarit="sonar.carte").values("tirage").distinct().count() == 1
    for adresse in adresses:
        assert client.get(f"{adresse}page/").status_code == 200
