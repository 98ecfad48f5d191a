"""The public pages of the chart: what they show, what they cost, and what they answer to bad addresses."""

import json
import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from communs.catalogue.models import Recommandation
from nuancier.fiches import FicheLacune
from nuancier.models import Conseil, Nuancier, Section, Teinte
from nuancier.services import inscrire_au_catalogue
from tests.outils.teintes import MODULE, creer_famille, creer_nuancier, creer_teinte

pytestmark = pytest.mark.django_db

COMPARER = "/nuancier/comparer/"


@pytest.fixture
def nuancier(db) -> Nuancier:
    """Three teintes in two families, and the chart's own row."""
    creer_famille(4)
    creer_famille(5, "Mettre en test")
    creer_teinte("4.1")
    creer_teinte("4.2", titre="Observer sans déranger", titre_court="Observer")
    creer_teinte("5.1", titre="La mise en test", titre_court="La mise en test")
    Section.objects.create(cle="esprit", rang=1, titre="Un parti pris", texte="Rien de neutre.")
    Conseil.objects.create(
        cle="cadrage", rang=1, titre="Cadrer", texte="Se parler.", gestes=["Tenir la réunion"]
    )
    return creer_nuancier()


def lire(client, url: str, attendu: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == attendu
    return response.content.decode()


PAGES = [
    "/nuancier/",
    "/nuancier/familles/4/",
    "/nuancier/teintes/4.1/",
    "/nuancier/mode-d-emploi/",
    "/nuancier/a-completer/",
    COMPARER,
    f"{COMPARER}?module=4.1-aller-voir&module=5.1-aller-voir",
]


@pytest.mark.parametrize("url", PAGES)
def test_every_page_says_its_source_and_its_licence_as_the_chart_s_row_does(client, nuancier, url):
    nuancier.licence = "CC BY-SA"
    nuancier.save()
    page = lire(client, url)
    assert nuancier.attribution in page
    assert "CC BY-SA" in page and "CC BY-NC-SA" not in page
    assert f'href="{nuancier.licence_adresse}"' in page


@pytest.mark.parametrize("url", [*PAGES[:5]])
def test_the_second_reader_costs_no_query(client, nuancier, django_assert_num_queries, url):
    premiere = lire(client, url)
    with django_assert_num_queries(0):
        assert lire(client, url) == premiere


@pytest.mark.parametrize("url", PAGES)
def test_a_page_that_did_not_change_is_not_sent_again(client, nuancier, url):
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("url", "requetes"),
    [
        ("/nuancier/", 3),
        ("/nuancier/familles/4/", 5),
        ("/nuancier/teintes/4.1/", 18),
        ("/nuancier/mode-d-emploi/", 3),
        ("/nuancier/a-completer/", 3),
        (f"{COMPARER}?module=4.1-aller-voir&module=5.1-aller-voir", 5),
    ],
)
def test_a_page_costs_the_same_whatever_the_chart_holds(
    client, nuancier, django_assert_num_queries, url, requetes
):
    with django_assert_num_queries(requetes):
        lire(client, f"{url}{'&' if '?' in url else '?'}sans-cache=1")
    for numero in range(3, 9):
        creer_teinte(f"4.{numero}", lexique=tuple(f"mot {n}" for n in range(20)))
        creer_teinte(f"6.{numero}")
    with django_assert_num_queries(requetes):
        lire(client, f"{url}{'&' if '?' in url else '?'}sans-cache=2")


def test_the_fan_shows_every_family_and_prints_its_number_on_every_shade(client, nuancier):
    page = lire(client, "/nuancier/")
    for code in ("4.1", "4.2", "5.1"):
        famille, nuance = code.split(".")
        assert re.search(
            rf'class="pastille peint famille-{famille} nuance-{nuance}"\s+href="/nuancier/teintes/{code}/">'
            rf'<span class="pastille-code">{code}</span>',
            page,
        )
    assert page.count('<li class="lame ') == 2


def test_the_search_field_leads_to_a_search_that_exists(client, nuancier):
    page = lire(client, "/nuancier/")
    action = re.search(r'<form class="recherche" role="search" action="([^"]+)"', page)
    assert client.get(action[1], {"q": "immersion"}).status_code == 200


def test_a_family_shows_its_questions_its_teintes_and_its_neighbour(client, nuancier):
    page = lire(client, "/nuancier/familles/4/")
    assert "Qui se sert vraiment du service ?" in page
    assert page.count('<article class="echantillon ') == 2
    assert 'href="/nuancier/familles/5/"' in page
    assert "Famille suivante" in page and "Famille précédente" not in page


def test_a_teinte_shows_all_its_parts(client, nuancier):
    page = lire(client, "/nuancier/teintes/4.1/").replace("\u00a0", " ")
    for texte in (
        "Outils et techniques d’immersion",
        "empathie",
        "Sortir des bureaux",
        "Préparer une immersion et la mener",
        "Écoute",
        "Un tour d’horizon des outils d’enquête",
        "« Aller voir »",
        "Un à deux jours",
        "10 à 15 personnes pour 1 formateur, en sous-groupes de 8 au plus",
        "Demandée, entre directions et niveaux hiérarchiques",
        "Tous publics",
        "Sociologue, ethnologue ou designer de métier.",
        "Partir une heure sur le terrain.",
        "Manuel du terrain",
        "Aline Martin, Éditions du Phare, 2014",
        "chapitre 2",
        "phare.example<",
    ):
        assert texte in page
    assert re.search(r'href="https://phare.example/manuel"\s+rel="external noopener noreferrer"', page)


def test_what_the_source_leaves_open_is_said_in_its_place(client, nuancier):
    page = lire(client, "/nuancier/teintes/4.1/").replace("\u00a0", " ")
    references = page.split('<h2 id="references">')[1]
    assert "Dans la source : titre sans contenu" in references
    assert "La source n’en cite aucune." in references
    assert '<h2 id="formateurs">' not in page


def test_a_teinte_leads_to_its_neighbours_across_families(client, nuancier):
    page = lire(client, "/nuancier/teintes/4.2/")
    voisines = page.split('class="voisines"')[1]
    assert re.findall(r'href="/nuancier/teintes/([\d.]+)/"', voisines) == ["4.1", "5.1"]
    premiere = lire(client, "/nuancier/teintes/4.1/").split('class="voisines"')[1]
    assert "précédente" not in premiere


def test_a_teinte_recommends_where_to_go_next(client, nuancier):
    inscrire_au_catalogue()
    Recommandation.objects.create(
        origine_type="teinte",
        origine_cle="4.1",
        cible_type="teinte",
        cible_cle="5.1",
        raison="Essayer en petit.",
    )
    assert "Essayer en petit." in lire(client, "/nuancier/teintes/4.1/")


def test_a_teinte_describes_itself_to_machines_with_what_the_chart_says(client, nuancier):
    page = lire(client, "/nuancier/teintes/4.1/")
    donnees = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert donnees["@type"] == "Course"
    assert donnees["url"] == "http://testserver/nuancier/teintes/4.1/"
    assert donnees["courseCode"] == "4.1"
    assert donnees["provider"] == {"@type": "Organization", "name": "La 27e Région"}
    assert donnees["license"] == "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr"
    assert donnees["hasCourseInstance"] == [
        {
            "@type": "CourseInstance",
            "name": "Aller voir",
            "courseMode": "Onsite",
            "courseWorkload": "P2D",
            "description": "un à deux\u00a0jours, 10 à 15\u00a0personnes pour 1\u00a0formateur, "
            "en sous-groupes de 8 au plus",
            "maximumAttendeeCapacity": 15,
        }
    ]
    assert donnees["citation"][0]["author"] == [{"@type": "Person", "name": "Aline Martin"}]


def test_no_text_can_end_the_block_of_data_for_machines(client, nuancier):
    creer_teinte("4.3", resume="</script><script>alert(1)</script> & <b>")
    page = lire(client, "/nuancier/teintes/4.3/")
    assert "<script>alert(1)" not in page
    donnees = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert donnees["description"] == "</script><script>alert(1)</script> & <b>"


def test_an_online_module_that_may_meet_is_both_for_machines(client, nuancier):
    module = replace(MODULE, format="en_ligne", presentiel_possible=True, duree_min=None, duree_max=None)
    creer_teinte("4.3", modules=(module,))
    page = lire(client, "/nuancier/teintes/4.3/")
    donnees = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert donnees["hasCourseInstance"][0]["courseMode"] == ["Online", "Onsite"]
    assert "courseWorkload" not in donnees["hasCourseInstance"][0]


def test_a_withdrawn_teinte_is_gone_and_leads_to_its_sisters(client, nuancier):
    Teinte.objects.filter(code="4.1").update(retiree_le=timezone.now())
    page = lire(client, "/nuancier/teintes/4.1/", attendu=410)
    assert "Cette teinte n’est plus au nuancier" in page
    assert 'href="/nuancier/teintes/4.2/"' in page
    for url in ("/nuancier/", "/nuancier/familles/4/", "/nuancier/a-completer/", COMPARER):
        assert "/nuancier/teintes/4.1/" not in lire(client, url)
    assert "4.1-aller-voir" not in lire(client, COMPARER)


@pytest.mark.parametrize(
    "url",
    [
        "/nuancier/teintes/9.9/",
        "/nuancier/teintes/0.1/",
        "/nuancier/teintes/4.1000/",
        "/nuancier/familles/99/",
        "/nuancier/teintes/abc/",
    ],
)
def test_what_the_chart_does_not_hold_is_not_found(client, nuancier, url):
    lire(client, url, attendu=404)


def test_the_gaps_are_listed_by_family_with_where_to_go(client, nuancier):
    creer_teinte("5.2", lacunes=(FicheLacune("contenus", "tronquee", "La liste s’arrête."),))
    page = lire(client, "/nuancier/a-completer/")
    assert 'href="/nuancier/teintes/4.1/#references"' in page
    assert 'href="/nuancier/teintes/5.2/#contenus"' in page
    assert "texte coupé" in page and "La liste s’arrête." in page
    assert page.count('<section class="manques ') == 2


def test_the_first_page_leads_to_joining_a_session_by_its_code(client, nuancier):
    assert 'href="/nuancier/rejoindre/"' in lire(client, "/nuancier/")


def test_modules_compare_side_by_side_at_a_shareable_address(client, nuancier):
    creer_teinte("5.2", modules=(replace(MODULE, duree_min=1, duree_max=1, titre="Court"),))
    page = lire(client, f"{COMPARER}?module=5.2-aller-voir&module=4.1-aller-voir").replace("\u00a0", " ")
    assert [*dict.fromkeys(re.findall(r'href="/nuancier/teintes/([\d.]+)/"', page))] == ["5.2", "4.1"]
    rangees = page.split("<tr")
    duree = next(rangee for rangee in rangees if "Durée" in rangee)
    assert "Une demi-journée" in duree and "Un à deux jours" in duree and ">diffère<" in duree
    groupe = next(rangee for rangee in rangees if "Groupe" in rangee)
    assert ">identique<" in groupe
    assert "Ces modules diffèrent par 1 critère : durée." in page
    page = lire(client, f"{COMPARER}?module=4.1-aller-voir&module=4.1-aller-voir")
    assert "diffèrent par" not in page


def test_one_module_asks_for_another_and_keeps_the_first_checked(client, nuancier):
    page = lire(client, f"{COMPARER}?module=4.1-aller-voir")
    assert "<table" not in page
    assert re.search(r'value="4.1-aller-voir" checked', page)
    assert page.count('type="checkbox"') == 3


@pytest.mark.parametrize(
    ("demande", "dit"),
    [
        ("module=4.1-inconnu", "n’existe pas dans le nuancier"),
        ("module=<script>", "n’existe pas dans le nuancier"),
        ("module=", "n’existe pas dans le nuancier"),
        ("&".join(f"module=4.1-m{n}" for n in range(5)), "Quatre modules au plus"),
        ("&".join(f"module=4.1-m{n}" for n in range(400)), "Quatre modules au plus"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(client, nuancier, demande, dit):
    page = lire(client, f"{COMPARER}?{demande}", attendu=400)
    assert dit in page
    assert page.count('type="checkbox"') == 3


def test_the_same_module_twice_is_one(client, nuancier):
    assert "<table" not in lire(client, f"{COMPARER}?module=4.1-aller-voir&module=4.1-aller-voir")


def test_the_room_lists_only_the_pages_that_exist(client, nuancier):
    page = lire(client, "/nuancier/mode-d-emploi/")
    nav = page.split('<nav class="nuancier-nav"')[1].split("</nav>")[0]
    adresses = re.findall(r'href="([^"]+)"', nav)
    assert adresses[0] == reverse("nuancier:accueil")
    assert all(client.get(adresse).status_code == 200 for adresse in adresses)
    assert nav.count("aria-current") == 1


def test_an_empty_chart_still_opens(client):
    for url in ("/nuancier/", "/nuancier/mode-d-emploi/", "/nuancier/a-completer/", COMPARER):
        lire(client, url)


def test_the_command_writes_the_style_sheet_that_is_there():
    chemin = settings.BASE_DIR / "static" / "css" / "nuancier-teintes.css"
    avant = chemin.read_text()
    call_command("fabriquer_teintes", verbosity=0)
    assert chemin.read_text() == avant
