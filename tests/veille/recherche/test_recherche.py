"""`/veille/recherche/` and `/veille/themes/`: what a reader finds, whatever she types and ticks."""

import pytest
from django.utils import timezone

from tests.outils.veille import nommer_documentaliste
from tests.veille.recherche.conftest import NOTICES, Page, publier
from veille.models import Notice, Numero, Theme
from veille.notices.vocabulaire import fusionner_themes
from veille.numeros.adresses import renommer
from veille.publications import accorder
from veille.recherche import trouver
from veille.recherche.demande import Demande
from veille.recherche.filtres import Filtres, vocabulaire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("veille")]

MAREES, COOPERER, LABS, ECOUTER = (fiche.titre for fiche in NOTICES.values())


@pytest.mark.parametrize(
    ("q", "titres"),
    [
        ("marée", [MAREES]),
        ("MAREES", [MAREES]),
        ("kerguelen", [MAREES]),
        ("revue du large", [MAREES]),
        ("innovation", [MAREES, COOPERER]),
        ("innovations", [MAREES, COOPERER]),
        ("fablab", [MAREES, COOPERER]),
        ("participation laboratoire", [LABS]),
        ("ecouter", [ECOUTER]),
    ],
)
def test_found_exactly_whatever_the_accents_and_endings(chercher, q, titres):
    page = chercher(q)
    assert page.titres == titres
    assert "approchante" not in page.nombre


@pytest.mark.parametrize(
    ("q", "titre", "proche"),
    [
        ("inovation", MAREES, "innovation"),
        ("kergelen", MAREES, "kerguelen"),
        ("laboratoirres grece", LABS, "laboratoires"),
    ],
)
def test_a_typing_error_is_forgiven_and_said(chercher, q, titre, proche):
    page = chercher(q)
    assert page.titres[0] == titre
    assert "approchante" in page.nombre
    assert f"?q={proche}" in page


def test_a_word_that_is_known_is_never_taken_for_another(chercher):
    page = chercher("marées habitants")
    assert page.titres == []
    assert "Rien d’approchant dans la veille" in page
    assert "?q=marées" in page.replace("%C3%A9", "é")


def test_where_it_was_found_is_marked_without_the_signs_of_markdown(chercher):
    page = chercher("services marées")
    assert "Les <mark>marées</mark> de l’innovation" in page
    assert "Ce que les <mark>marées</mark> apprennent aux <mark>services</mark> publics." in page


def test_what_was_found_is_text_and_never_markup(client):
    publier("n-3", NOTICES["marees"].__class__(titre="<b>Gras</b> & fin", resume="Une `<script>` maquette"))
    page = client.get("/veille/recherche/", {"q": "maquette"}).content.decode()
    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; fin" in page
    assert "&lt;script&gt; <mark>maquette</mark>" in page
    assert "<b>Gras" not in page


def test_nothing_asked_lists_every_notice_the_newest_document_first(chercher):
    page = chercher()
    assert page.titres == [LABS, MAREES, COOPERER, ECOUTER]
    assert page.nombre == "4 notices"


def test_one_may_sort_by_title_or_date_instead_of_relevance(chercher):
    assert chercher("innovation", tri="date").titres == [MAREES, COOPERER]
    assert chercher(tri="titre").titres == [COOPERER, ECOUTER, MAREES, LABS]


def test_filters_cross_and_their_values_add_up(chercher):
    assert chercher(theme="tiers-lieux").titres == [MAREES, COOPERER]
    assert chercher(theme="tiers-lieux", annee="2018").titres == [MAREES]
    assert chercher(theme=["tiers-lieux", "participation"]).titres == [LABS, MAREES, COOPERER]
    assert chercher(editeur="Éditions du Phare", langue="en").titres == [LABS]
    assert chercher(numero="lettre-du-large/n-2").titres == [ECOUTER]
    assert chercher(bulletin="lettre-du-large", genre="rapport").titres == [COOPERER]


def test_each_value_tells_what_choosing_it_would_find(chercher):
    page = chercher(theme="tiers-lieux")
    assert page.comptes("theme") == {"participation": 2, "tiers-lieux": 2}
    assert page.comptes("annee") == {"2018": 1, "2017": 1}
    assert page.comptes("genre") == {"article": 1, "rapport": 1}
    assert chercher(theme="tiers-lieux", genre="article").comptes("genre") == {"article": 1, "rapport": 1}


def test_a_filter_is_taken_away_by_its_link(chercher, client):
    page = chercher("innovation", theme="tiers-lieux", annee="2018")
    assert (
        '<a href="?q=innovation&annee=2018"><span class="hors-vue">Retirer le filtre </span>Tiers-lieux'
        in page
    )
    assert 'href="?q=innovation">Tout retirer' in page


def test_filters_that_leave_nothing_say_which_to_give_up(chercher):
    page = chercher("marées", annee="2017")
    assert page.titres == []
    assert 'href="?q=mar%C3%A9es">Sans «\xa02017\xa0»' in page.replace("« ", "«\xa0").replace(" »", "\xa0»")


def test_what_the_address_cannot_hold_is_told_and_left_aside(client):
    response = client.get(
        "/veille/recherche/", {"theme": "inconnu", "annee": "20x8", "page": "0", "q": "marées"}
    )
    page = Page(" ".join(response.content.decode().split()))
    assert response.status_code == 200
    assert page.count("Ce filtre est laissé de côté.") == 3
    assert page.titres == [MAREES]


@pytest.mark.parametrize(
    "q", ["'", "a' OR 1=1 --", "marées & !innovation", "%", "<script>", "les", "🐙", "x" * 200]
)
def test_nothing_one_types_breaks_the_search(client, q):
    assert client.get("/veille/recherche/", {"q": q}, follow=True).status_code == 200


def test_an_address_has_one_order(client):
    response = client.get("/veille/recherche/?annee=2018&q=mar%C3%A9es&theme=&tri=pertinence&page=1")
    assert (response.status_code, response["Location"]) == (
        302,
        "/veille/recherche/?q=mar%C3%A9es&annee=2018",
    )


def test_a_notice_taken_back_is_not_found(chercher):
    notice = Notice.objects.get(titre=MAREES)
    notice.retiree_le = timezone.now()
    notice.save()
    accorder([notice])
    assert chercher("marées").titres == []


def test_results_come_by_pages(chercher, monkeypatch):
    monkeypatch.setattr(trouver, "PAR_PAGE", 3)
    assert chercher(page=2).titres == [ECOUTER]
    assert "?page=1" in chercher(page=2)


def test_a_broad_search_is_capped_and_says_so(chercher, monkeypatch):
    for nom in ("BEAUCOUP", "CLASSES"):
        monkeypatch.setattr(trouver, nom, 1)
    monkeypatch.setattr("veille.recherche.views.BEAUCOUP", 1)
    page = chercher("innovation")
    assert page.nombre == "Plus de 1 notices"
    assert page.titres == [MAREES]
    assert page.comptes("theme") == {}
    assert 'value="tiers-lieux"' in page


def test_a_broad_search_shows_titles_first_then_the_newest_and_nothing_twice(chercher, monkeypatch):
    monkeypatch.setattr(trouver, "CLASSES", 1)
    tous = chercher("phare marées innovation public tiers").titres
    assert tous == []
    monkeypatch.setattr(trouver, "PAR_PAGE", 1)
    pages = [chercher("publics", page=page).titres for page in (1, 2)]
    assert pages == [[LABS], [MAREES]]


def test_the_number_of_queries_does_not_grow_with_the_notices(client, django_assert_num_queries):
    for rang in range(12):
        publier(f"n-{rang + 10}", NOTICES["marees"].__class__(titre=f"Marée {rang}", resume="innovation"))
    client.get("/veille/recherche/")
    with django_assert_num_queries(10):
        client.get("/veille/recherche/", {"q": "innovation", "theme": "tiers-lieux"})


def test_exports_and_feeds_take_the_notices_of_a_search_in_its_order():
    mots = vocabulaire()

    def titres(q: str = "", **filtres: tuple[str, ...]) -> list[str]:
        cles = trouver.notices_trouvees(Demande(q=q, filtres=Filtres(filtres)), mots, 3)
        notices = Notice.objects.in_bulk(cles)
        return [notices[cle].titre for cle in cles]

    assert titres("innovation") == [MAREES, COOPERER]
    assert titres("inovation", annee=("2017",)) == [COOPERER]
    assert titres() == [LABS, MAREES, COOPERER]


def test_what_a_search_finds_is_exported_in_its_order(chercher, client):
    assert "/veille/recherche/exporter/ris/?q=innovation" in chercher("innovation")
    response = client.get("/veille/recherche/exporter/ris/", {"q": "innovation", "tri": "date"}, follow=True)
    fichier = response.content.decode()
    assert response["Content-Disposition"].endswith('.ris"')
    assert fichier.index(MAREES) < fichier.index(COOPERER)
    assert LABS not in fichier
    assert (
        client.get("/veille/recherche/exporter/ris/", {"q": "zzzqqq"})["Location"]
        == "/veille/recherche/?q=zzzqqq"
    )


def test_a_search_can_be_followed_whatever_its_filters(chercher, client):
    page = chercher("marées", annee="2018")

    adresse = "/veille/flux/recherche.atom?q=mar%C3%A9es&annee=2018"
    assert adresse in page
    assert "Les marées de l’innovation" in client.get(adresse).text
    assert "Les marées" not in client.get(adresse.replace("2018", "2017")).text


def test_a_search_that_is_followed_goes_on_after_a_merge_of_themes_and_new_addresses(client, administratrice):
    documentaliste = nommer_documentaliste(administratrice)
    n1 = Numero.objects.get(cle="n-1")
    ancien = n1.bulletin.cle
    flux = f"/veille/flux/recherche.atom?theme=participation&numero={ancien}/n-1&bulletin={ancien}"
    avant = client.get(flux)
    assert avant.status_code == 200
    themes = {theme.cle: theme for theme in Theme.objects.all()}
    fusionner_themes(identite=documentaliste, garde=themes["tiers-lieux"], absorbe=themes["participation"])
    renommer(identite=documentaliste, objet=n1.bulletin, cle="autre-lettre", version=n1.bulletin.version)
    n1.refresh_from_db()
    renommer(identite=documentaliste, objet=n1, cle="n-un", version=n1.version)
    apres = client.get(flux)
    assert apres.status_code == 200
    assert apres.content.count(b"<entry>") >= avant.content.count(b"<entry>") > 0
    page = client.get("/veille/recherche/", {"theme": "participation", "bulletin": ancien})
    assert "n’est pas une valeur" not in page.content.decode()


def test_a_theme_has_its_page_with_what_it_means(client):
    page = Page(" ".join(client.get("/veille/themes/tiers-lieux/").content.decode().split()))
    assert page.titres == [MAREES, COOPERER]
    assert "Des lieux partagés." in page
    assert "On dit aussi" in page
    assert "fablab" in page
    assert client.get("/veille/themes/inconnu/").status_code == 404


def test_themes_are_listed_by_name_with_their_notices(client):
    Theme.objects.create(cle="ecoute", nom="Écoute")
    page = " ".join(client.get("/veille/themes/").content.decode().split())
    assert (
        '<a href="/veille/themes/tiers-lieux/">Tiers-lieux</a> <span class="themes-nombre">2 notices</span>'
        in page
    )
    assert page.index("Écoute") < page.index("Participation") < page.index("Tiers-lieux")


def test_an_issue_taken_back_is_no_value_of_a_filter_any_more(chercher):
    Numero.objects.filter(cle="n-2").update(
        etat="depublie", depublie_le=timezone.now(), depublie_motif="Erreur"
    )
    assert "lettre-du-large/n-2" not in chercher()
