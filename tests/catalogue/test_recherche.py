"""`/recherche/`: what people find, whatever they type."""

import re
from html import unescape

import pytest
from django.urls import reverse

from communs.catalogue.models import Recommandable
from communs.catalogue.services import inscrire, synchroniser

pytestmark = pytest.mark.django_db


@pytest.fixture
def chercher(client):
    def _chercher(q: str = "", code: int = 200, **parametres: object) -> str:
        response = client.get(reverse("catalogue:recherche"), {"q": q, **parametres})
        assert response.status_code == code
        return " ".join(unescape(response.content.decode()).split())

    return _chercher


def trouves(page: str) -> list[str]:
    liens = re.findall(r'<li class="trouvaille">.*?<a href="/(.*?)/"', page, re.DOTALL)
    return [str(lien) for lien in liens]


def nombre(page: str) -> str:
    trouve = re.search(r'<h2 class="moisson-nombre">(.*?)</h2>', page, re.DOTALL)
    return " ".join(re.sub("<.*?>", " ", trouve[1]).split()) if trouve else ""


@pytest.mark.parametrize(
    ("q", "cles"),
    [
        ("innovation", ["innovation"]),
        ("innover", ["innovation"]),
        ("INNOVATIONS", ["innovation"]),
        ("evaluer", ["evaluer"]),
        ("évaluation", ["evaluer"]),
        ("eleve", ["evaluer"]),
        ("les élèves jurés", ["evaluer"]),
        ("coeur", ["coeur"]),
        ("cœur d’été", ["coeur"]),
        ("habitant", ["hybridation"]),
        ("commune innovation", ["innovation"]),
    ],
)
@pytest.mark.usefixtures("fonds")
def test_found_exactly_whatever_the_accents_and_endings(chercher, q, cles):
    page = chercher(q)
    assert trouves(page) == cles
    assert nombre(page) == "1 résultat"


@pytest.mark.parametrize(
    ("q", "cle"),
    [
        ("inovation", "innovation"),
        ("imersion", "immersion"),
        ("hybridasion", "hybridation"),
        ("inovation publiqe", "innovation"),
    ],
)
@pytest.mark.usefixtures("fonds")
def test_a_typo_is_forgiven_and_said(chercher, q, cle):
    page = chercher(q)
    assert trouves(page) == [cle]
    assert nombre(page) == "1 résultat approchant"
    assert f"Aucun résultat exact pour « {q} »" in page


def test_what_the_title_says_comes_first_then_keywords_then_summaries(chercher, publier):
    publier("resume", "Alpha", resume="Une marée montante.")
    publier("mots", "Bravo", mots_cles=["marée"])
    publier("titre-long", "Ce que la marée apporte aux ports de pêche")
    publier("titre", "Marée basse")
    page = chercher("marées")
    assert trouves(page) == ["titre", "titre-long", "mots", "resume"]
    assert nombre(page) == "4 résultats"


@pytest.mark.usefixtures("fonds")
def test_facets_narrow_by_type_and_keep_the_query(chercher, publier):
    publier("autre", "Hybridation des métiers")
    page = chercher("hybridation")
    assert trouves(page) == ["hybridation", "autre"]
    facettes = re.findall(r'<a href="(\?.*?)"( aria-current="true")?><span>(\w+)</span>.*?>(\d+)<', page)
    assert facettes == [
        ("?q=hybridation", ' aria-current="true"', "Tout", "2"),
        ("?q=hybridation&type=page", "", "Pages", "1"),
        ("?q=hybridation&type=portrait", "", "Portraits", "1"),
    ]
    page = chercher("hybridation", type="portrait")
    assert trouves(page) == ["hybridation"]
    assert nombre(page) == "1 résultat"
    assert '<input type="hidden" name="type" value="portrait"' in page


@pytest.mark.usefixtures("fonds")
def test_a_type_alone_lists_all_it_holds_in_french_order(chercher):
    page = chercher(type="page")
    assert trouves(page) == ["coeur", "evaluer", "immersion", "innovation"]
    assert nombre(page) == "4 résultats"


@pytest.mark.usefixtures("fonds")
def test_an_empty_query_invites(chercher):
    page = chercher()
    assert "Un mot suffit" in page
    assert '<a href="?type=page"><span>Pages</span> <span class="facette-nombre">4</span></a>' in page
    assert trouves(page) == []


@pytest.mark.usefixtures("fonds")
def test_no_result_proposes_what_there_is(chercher):
    page = chercher("xylophone")
    assert "0 résultat pour « xylophone »" in page
    assert '<a href="?type=portrait"><span>Portraits</span>' in page
    assert trouves(page) == []


@pytest.mark.usefixtures("fonds")
def test_a_query_without_any_useful_word_says_so(chercher):
    for q in ("les", "&|!():*<->", "% _", "'; --"):
        assert "ne contient pas de mot à chercher" in chercher(q)


def test_an_empty_catalogue_has_a_page_too(chercher):
    assert "Un mot suffit" in chercher()
    assert "0 résultat" in chercher("phare")


HOSTILES = [
    "a:* & !b | (c <-> d)",
    "'; DROP TABLE catalogue_recommandable; --",
    "100%",
    "_____",
    "%%%",
    "\\",
    "$$",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "<script>alert(1)</script>",
    "\ue000phare\ue001",
    "\U0001f30a\u202e\ufeff",
    "ﷺ" * 30,
    " ".join(["innovation"] * 18),
    "mot " * 49,
]


@pytest.mark.parametrize("q", HOSTILES)
@pytest.mark.usefixtures("fonds")
def test_hostile_text_gets_a_clean_page(client, q):
    response = client.get(reverse("catalogue:recherche"), {"q": q})
    assert response.status_code == 200
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "{{ 7" not in page or "7|add" in page
    assert Recommandable.objects.count() == 5


def test_operators_are_only_text(chercher, fonds):
    assert trouves(chercher("!innovation")) == ["innovation"]
    assert trouves(chercher("innovation | immersion")) == []
    assert trouves(chercher("innov:*")) == ["innovation"]


@pytest.mark.parametrize(
    ("parametres", "message"),
    [
        ({"q": "a\x00b"}, "nul"),
        ({"q": "x" * 10_000}, "deux cents caractères au plus"),
        ({"q": "mer", "type": "collectivite"}, "Ce genre de contenu n’existe pas."),
        ({"q": "mer", "type": "'; --"}, "Ce genre de contenu n’existe pas."),
        ({"q": "mer", "page": "0"}, "Cette page de résultats n’existe pas."),
        ({"q": "mer", "page": "deux"}, "Cette page de résultats n’existe pas."),
        ({"q": "mer", "page": "9" * 400}, "Cette page de résultats n’existe pas."),
    ],
)
def test_what_cannot_be_read_gets_a_400_that_says_why(client, django_assert_num_queries, parametres, message):
    with django_assert_num_queries(0):
        response = client.get(reverse("catalogue:recherche"), parametres)
    assert response.status_code == 400
    assert message in unescape(response.content.decode())


def test_only_reading_is_allowed(client):
    assert client.post(reverse("catalogue:recherche"), {"q": "mer"}).status_code == 405
    assert client.head(reverse("catalogue:recherche")).status_code == 200


def test_titles_and_summaries_are_escaped_and_what_was_found_is_marked(client, publier):
    publier("x", "Le phare & le port", resume="Un phare \"haut\" 'debout' à Brest <3 ?")
    page = client.get(reverse("catalogue:recherche"), {"q": "phares"}).content.decode()
    assert "Le <mark>phare</mark> &amp; le port" in page
    assert "Un <mark>phare</mark> &quot;haut&quot; &#x27;debout&#x27; à Brest &lt;3 ?" in page


def test_markup_in_a_text_is_never_markup_in_the_page(client, publier):
    publier("x", "<img src=x onerror=alert(1)> phare", resume="<script>alert(1)</script> phare")
    for parametres in ({"q": "phare"}, {"type": "page"}):
        page = client.get(reverse("catalogue:recherche"), parametres).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "/x/" in page


def test_twenty_by_page_and_the_address_keeps_the_query(chercher):
    synchroniser(
        "page",
        [{"cle": f"f{n:02}", "titre": f"Fiche {n:02}", "adresse": f"/f{n:02}/"} for n in range(45)],
    )
    page = chercher("fiche")
    assert (nombre(page), len(trouves(page))) == ("45 résultats", 20)
    assert '<a href="?q=fiche&page=2" rel="next">' in page
    assert "Page 1 sur 3" in page
    suivante = chercher("fiche", page=2)
    assert '<ol class="trouvailles" start="21">' in suivante
    derniere = chercher("fiche", page=3, type="page")
    assert len(trouves(derniere)) == 5
    assert '<a href="?q=fiche&type=page&page=2" rel="prev">' in derniere
    tout = [*trouves(page), *trouves(suivante), *trouves(derniere)]
    assert tout == [f"f{n:02}" for n in range(45)]
    assert trouves(chercher("fiche", page=99)) == trouves(derniere)


@pytest.mark.parametrize("lignes", [1, 3, 60])
def test_the_number_of_queries_does_not_depend_on_the_rows(client, django_assert_num_queries, lignes):
    for n in range(lignes):
        inscrire(type="page", cle=f"f{n}", titre=f"Fiche de navigation {n}", adresse=f"/f{n}/")
    for parametres, requetes in (
        ({}, 1),
        ({"type": "page"}, 2),
        ({"q": "fiche"}, 2),
        ({"q": "navigasion"}, 3),
        ({"q": "xylophone"}, 3),
        ({"q": "les"}, 1),
    ):
        with django_assert_num_queries(requetes):
            client.get(reverse("catalogue:recherche"), parametres)


@pytest.mark.usefixtures("fonds")
def test_search_pages_are_kept_out_of_engines_and_have_one_address(chercher):
    page = chercher("innovation")
    assert '<meta name="robots" content="noindex, follow">' in page
    assert '<link rel="canonical" href="http://testserver/recherche/">' in page


@pytest.mark.usefixtures("fonds")
def test_the_invitation_is_cached_until_the_catalogue_changes(
    client, django_assert_num_queries, django_capture_on_commit_callbacks
):
    adresse = reverse("catalogue:recherche")
    client.get(adresse)
    with django_assert_num_queries(0):
        client.get(adresse)
    with django_capture_on_commit_callbacks(execute=True):
        inscrire(type="page", cle="neuf", titre="Neuf", adresse="/neuf/")
    assert '<span class="facette-nombre">5</span>' in client.get(adresse).content.decode()
