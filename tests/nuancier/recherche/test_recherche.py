"""`/nuancier/recherche/`: what a trainer finds, whatever she types and ticks."""

import pytest
from django.utils import timezone

from nuancier.models import Repere, Teinte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nuancier")]


@pytest.mark.parametrize(
    ("q", "codes"),
    [
        ("innovation", ["1.1"]),
        ("INNOVER", ["1.1"]),
        ("geopolitique", ["1.1"]),
        ("les usages", ["2.1", "4.1", "2.2"]),
        ("immersion", ["4.1", "4.2"]),
        ("immersions terrain", ["4.1"]),
        ("4.1", ["4.1"]),
        ("ecoute", ["4.2"]),
    ],
)
def test_found_exactly_whatever_the_accents_and_endings(chercher, q, codes):
    page = chercher(q)
    assert page.codes == codes
    assert "approchante" not in page.nombre


@pytest.mark.parametrize(
    ("q", "code", "proche"),
    [
        ("inovation", "1.1", "innovation"),
        ("imersion", "4.1", "immersion"),
        ("imersion terain", "4.1", "terrain"),
        ("geopolitik", "1.1", "geopolitique"),
    ],
)
def test_a_typing_error_is_forgiven_and_said(chercher, q, code, proche):
    page = chercher(q)
    assert page.codes[0] == code
    assert "approchante" in page.nombre
    assert f"Aucune teinte ne contient exactement «\xa0{q}\xa0»".replace("\xa0", " ") in page.replace(
        "\xa0", " "
    )
    assert f"?q={proche}" in page


def test_where_it_was_found_is_shown_and_marked(chercher):
    page = chercher("immersion")
    assert "Techniques d’<mark>immersion</mark>" in page
    assert page.extraits == [
        ("Exemples de contenus", ["Trois jours d’<mark>immersion</mark> dans un service"]),
        ("Exemple de module", ["Une demi-journée d’<mark>immersion</mark>, carnet en main."]),
    ]


def test_what_was_found_is_text_and_never_markup(chercher, teinte, client):
    teinte("5.1", titre="<b>Gras</b> & fin", contenus=("<script>alert(1)</script> maquette",))
    page = client.get("/nuancier/recherche/", {"q": "maquette"}).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>maquette</mark>" in page
    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; fin" in page
    assert "<script>alert" not in page


def test_nothing_asked_lists_the_whole_chart_in_its_order(chercher):
    page = chercher()
    assert page.codes == ["1.1", "2.1", "2.2", "4.1", "4.2"]
    assert page.nombre == "5 teintes"


def test_one_may_sort_by_number_instead_of_relevance(chercher):
    assert chercher("les usages").codes == ["2.1", "4.1", "2.2"]
    assert chercher("les usages", tri="numero").codes == ["2.1", "2.2", "4.1"]


def test_a_teinte_taken_out_of_the_chart_is_not_found(chercher):
    Teinte.objects.filter(code="4.2").update(retiree_le=timezone.now())
    page = chercher("immersion")
    assert page.codes == ["4.1"]
    assert page.nombre == "1 teinte"


FILTRES = [
    ({"famille": "4"}, ["4.1", "4.2"]),
    ({"famille": ["1", "2"]}, ["1.1", "2.1", "2.2"]),
    ({"format": "voyage"}, ["4.1", "4.2"]),
    ({"duree": "demi"}, ["2.1"]),
    ({"duree": "journee"}, ["4.1", "4.2"]),
    ({"duree": "deux-jours"}, ["4.1"]),
    ({"duree": "trois-jours"}, ["4.1"]),
    ({"duree": "libre"}, ["1.1"]),
    ({"public": "tous"}, ["2.1", "4.1"]),
    ({"profil": ["designer", "artistique"]}, ["2.1", "4.1"]),
    ({"presentiel": "possible"}, ["4.2"]),
    ({"mixite": "requise"}, ["4.2"]),
    ({"mot": "usages"}, ["2.1", "4.1"]),
    ({"nous": "12"}, ["2.1", "4.1", "4.2"]),
    ({"nous": "13"}, ["4.1", "4.2"]),
    ({"nous": "21"}, []),
    ({"famille": "4", "format": "voyage", "nous": "9"}, ["4.2"]),
]


def test_filters_hold_alone_and_together(chercher):
    for filtres, codes in FILTRES:
        page = chercher(**filtres)
        assert page.codes == codes, filtres
        assert page.nombre == f"{len(codes)} {'teintes' if len(codes) > 1 else 'teinte'}"


def test_filters_on_modules_hold_on_one_and_the_same_module(chercher):
    """4.1 has a short workshop for fifteen and a long journey for eight, no short journey."""
    assert chercher(format="voyage", duree="trois-jours", nous="8").codes == ["4.1"]
    assert chercher(format="voyage", duree="deux-jours").codes == []
    assert chercher(format="voyage", nous="12", profil="designer").codes == []
    assert "Voyage d’étude" in chercher(format="voyage", famille="4", nous="8")


def test_each_value_is_counted_under_the_other_filters(chercher):
    page = chercher(format="voyage")
    assert page.comptes("format") == {"en_ligne": 1, "atelier": 2, "voyage": 2}
    assert page.comptes("famille") == {"1": -1, "2": -1, "4": 2}
    assert page.comptes("duree") == {
        "demi": -1, "journee": 1, "deux-jours": -1, "trois-jours": 1, "libre": -1,
    }  # fmt: skip
    assert page.comptes("mot") == {"terrain": 1, "usages": 1}
    page = chercher("immersion", format="voyage", duree="journee")
    assert page.codes == ["4.2"]
    assert page.comptes("format") == {"en_ligne": -1, "atelier": 1, "voyage": 1}
    assert page.comptes("duree") == {
        "demi": -1, "journee": 1, "deux-jours": -1, "trois-jours": 1, "libre": -1,
    }  # fmt: skip


FACETTES = ("famille", "format", "duree", "public", "profil", "presentiel", "mixite", "mot")


@pytest.mark.parametrize(
    "autres", [{}, {"q": "usages"}, {"nous": "8"}, {"famille": ["2", "4"], "format": "voyage"}]
)
def test_a_count_is_what_one_finds_by_ticking_that_value_alone(chercher, autres):
    page = chercher(**autres)
    for facette in FACETTES:
        reste = {cle: valeur for cle, valeur in autres.items() if cle != facette}
        for cle, annonce in page.comptes(facette).items():
            assert len(chercher(**reste | {facette: cle}).codes) == max(annonce, 0), (facette, cle)


def test_filters_that_contradict_each_other_say_which_one_to_give_up(chercher):
    page = chercher("immersion", format="en_ligne")
    assert page.nombre == "0 teinte"
    assert "Vos mots sont bien dans le nuancier" in page
    assert '<a href="?q=immersion">Sans «\xa0Module en ligne\xa0»</a>\xa0: 2 teintes' in page
    page = chercher(format="voyage", nous="16", famille=["1", "2"])
    assert '<a href="?nous=16&format=voyage">' not in page
    assert '<a href="?format=voyage&nous=16">Sans «\xa0Famille 1, Famille 2\xa0»</a>\xa0: 1 teinte' in page
    page = chercher(format="en_ligne", nous="30", profil="designer")
    assert "Il faudrait retirer plusieurs filtres à la fois" in page
    assert '<a href="?">Sans aucun filtre</a>, la recherche trouve 5 teintes' in page


def test_nothing_found_offers_words_to_try(chercher):
    assert "Rien dans le nuancier ne ressemble à" in chercher("xylophone")
    page = chercher("habitants guichets")
    assert page.codes == []
    for mot in ("habitants", "guichet"):
        assert f'<a href="?q={mot}">{mot}</a>' in page


def test_what_is_at_work_can_be_taken_off_one_by_one(chercher):
    page = chercher("usages", famille=["2", "4"], nous="10")
    assert (
        '<a href="?q=usages&famille=4&nous=10"><span class="hors-vue">Retirer le filtre </span>Famille 2'
        in page
    )
    assert '<a href="?q=usages&famille=2&famille=4">' in page
    assert '<a class="actifs-tous" href="?q=usages">' in page


def test_an_address_has_one_order_and_nothing_empty(client):
    adresse = "/nuancier/recherche/"
    recu = client.get(
        f"{adresse}?mot=usages&nous=&format=voyage&q=+immersion+&famille=4&famille=2&famille=4&page=1"
    )
    assert (recu.status_code, recu["Location"]) == (
        302,
        f"{adresse}?q=immersion&famille=2&famille=4&format=voyage&mot=usages",
    )
    assert client.get(recu["Location"]).status_code == 200
    assert client.get(f"{adresse}?q=mer&utm_source=lettre")["Location"] == f"{adresse}?q=mer"
    assert client.get(f"{adresse}?q=")["Location"] == f"{adresse}?"


def test_twenty_by_page_and_the_address_keeps_everything(chercher, teinte):
    for n in range(1, 46):
        teinte(f"6.{n}", titre=f"Maquette {n}", lexique=("essai",))
    page = chercher("maquette", mot="essai")
    assert (page.nombre, len(page.codes)) == ("45 teintes", 20)
    assert '<a href="?q=maquette&mot=essai&page=2" rel="next">' in page
    suite = [chercher("maquette", mot="essai", page=n) for n in (2, 3)]
    assert len({code for lue in (page, *suite) for code in lue.codes}) == 45
    assert '<ol class="trouvees" start="21">' in suite[0]
    assert chercher("maquette", mot="essai", page=99).codes == suite[1].codes


@pytest.mark.parametrize("nombre", [0, 1, 45])
def test_the_number_of_queries_does_not_depend_on_the_rows(client, teinte, django_assert_num_queries, nombre):
    """Families, counts, keywords, page, modules, passages, licence; words that look alike, counts again."""
    for n in range(1, nombre + 1):
        teinte(f"6.{n}", titre=f"Immersion {n}", lexique=("usages", f"mot {n}"))
    adresse = "/nuancier/recherche/"
    for parametres, requetes in (
        ("?tri=numero", 6),
        ("?q=immersion", 7),
        ("?q=immersion&famille=4&duree=journee&format=voyage&nous=12&mot=usages", 4),
        ("?q=immersion&duree=journee&nous=12", 7),
        ("?q=imersion", 9),
        ("?q=xylophone", 6),
        ("?q=les", 6),
    ):
        with django_assert_num_queries(requetes):
            assert client.get(adresse + parametres).status_code == 200


def test_a_query_without_any_useful_word_says_so_and_shows_everything(chercher):
    for q in ("les", "&|!():*<->", "% _", "'; --"):
        page = chercher(q)
        assert "ne contient pas de mot à chercher" in page
        assert page.nombre == "5 teintes"


HOSTILES = [
    "a:* & !b | (c <-> d)",
    "'; DROP TABLE nuancier_repere; --",
    "100% _____ %%% \\ $$",
    "^(a+)+$ [[:alpha:]]{1,9999} .*",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "<script>alert(1)</script>",
    "\ue000immersion\ue001",
    "\U0001f30a\u202e\ufeff",
    "ﷺ" * 30,
    " ".join(["innovation"] * 18),
    " ".join(f"imersion{n}" for n in range(18))[:200],
]


def test_hostile_text_gets_a_clean_page(client):
    for q in HOSTILES:
        response = client.get("/nuancier/recherche/", {"q": q.strip()})
        assert response.status_code == 200, q
        page = response.content.decode()
        assert "<script>alert" not in page, q
        assert "{{ 7" not in page or "7|add" in page
    assert Repere.objects.count() == 5


@pytest.mark.parametrize(
    ("parametres", "message"),
    [
        ({"q": "x" * 10_000}, "deux cents caractères au plus"),
        ({"q": "a\x00b"}, "nul"),
        ({"format": "hologramme"}, "« hologramme » n’est pas une valeur de ce filtre."),
        ({"format": ["atelier", "'; --"]}, "n’est pas une valeur de ce filtre."),
        ({"famille": "99"}, "« 99 » n’est pas une valeur de ce filtre."),
        ({"famille": "a" * 10_000}, "n’est pas une valeur de ce filtre."),
        ({"nous": "-3"}, "Donnez un nombre de personnes, de 1 à 500."),
        ({"nous": "douze"}, "Donnez un nombre de personnes, de 1 à 500."),
        ({"nous": "9" * 400}, "Donnez un nombre de personnes, de 1 à 500."),
        ({"mot": "a\x00b"}, "Ce mot-clé ne peut pas exister."),
        ({"mot": "x" * 10_000}, "Ce mot-clé ne peut pas exister."),
        ({"mot": [f"mot {n}" for n in range(40)]}, "20 mots-clés au plus"),
        ({"tri": "prix"}, "Cet ordre n’existe pas."),
        ({"page": "0"}, "Cette page de résultats n’existe pas."),
        ({"page": "9" * 400}, "Cette page de résultats n’existe pas."),
    ],
)
def test_what_cannot_be_is_told_and_left_aside(chercher, parametres, message):
    page = chercher(**{"duree": "demi"} | parametres)
    assert message in page.replace("\xa0", " ")
    assert page.codes == ["2.1"]


def test_too_many_parameters_are_refused(client):
    adresse = "/nuancier/recherche/?" + "&".join(f"mot={n}" for n in range(3000))
    assert client.get(adresse).status_code == 400


def test_only_reading_is_allowed(client):
    assert client.post("/nuancier/recherche/", {"q": "mer"}).status_code == 405
    assert client.head("/nuancier/recherche/").status_code == 200


def test_searches_are_kept_out_of_engines_and_have_one_address(chercher):
    assert '<meta name="robots" content="index, follow">' in chercher()
    page = chercher("innovation")
    assert '<meta name="robots" content="noindex, follow">' in page
    assert '<link rel="canonical" href="http://testserver/nuancier/recherche/">' in page
