"""The chart for programs: its content whole, its search as on the page, its licence everywhere."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from nuancier.fiches import FicheCitation, en_dict
from nuancier.models import Nuancier, Ressource, Teinte
from tests.api.outils import conforme, probleme
from tests.outils.teintes import FICHE, MODULE, RESSOURCE, creer_teinte

pytestmark = pytest.mark.django_db

RACINE = "/api/v1/nuancier/"
AUTRE = replace(RESSOURCE, cle="carnet", titre="À bord : carnet", genre="site")


@pytest.fixture
def nuancier() -> None:
    creer_teinte("4.1")
    creer_teinte(
        "6.2",
        titre="Observer un guichet",
        lexique=("guichet",),
        modules=(MODULE, replace(MODULE, cle="partir", format="voyage", duree_min=6, duree_max=8)),
        references=(FicheCitation(AUTRE),),
    )


@pytest.fixture
def lire(client):
    """Read an address of the chart; the answer fits the schema and tells the licence."""

    def _lire(chemin: str, forme: str, **demande):
        lu = conforme(client.get(RACINE + chemin, demande), forme)
        assert lu["licence"]["licence"] == "CC BY-NC-SA"
        assert lu["licence"]["attribution"] == "D’après le Nuancier de La 27e Région."
        return lu

    return _lire


@pytest.mark.usefixtures("nuancier")
def test_a_teinte_gives_its_whole_fiche(lire):
    lu = lire("teintes/4.1/", "Teinte")
    fiche = en_dict(FICHE)
    fiche["lacunes"] = [
        {"partie": la.partie, "manque": la.genre, "remarque": la.remarque} for la in FICHE.lacunes
    ]
    assert lu["fiche"] == _en_listes(fiche)
    assert (lu["famille"], lu["adresse"]) == (4, "http://testserver/nuancier/teintes/4.1/")


def _en_listes(valeur):
    if isinstance(valeur, dict):
        return {cle: _en_listes(v) for cle, v in valeur.items()}
    return [_en_listes(v) for v in valeur] if isinstance(valeur, list | tuple) else valeur


@pytest.mark.usefixtures("nuancier")
def test_families_come_with_their_teintes(lire):
    lu = lire("familles/", "Familles")["resultats"]
    assert [(f["numero"], [t["code"] for t in f["teintes"]]) for f in lu] == [(4, ["4.1"]), (6, ["6.2"])]
    assert lu[0]["questions"] == ["Qui se sert vraiment du service ?"]


@pytest.mark.usefixtures("nuancier")
def test_a_search_finds_what_the_page_finds(lire, client):
    for demande in (
        {"q": "terrain"},
        {"q": "imersion"},
        {"format": "voyage"},
        {"famille": ["4", "6"], "nous": "15"},
    ):
        lu = lire("teintes/", "Teintes", **demande)
        page = client.get("/nuancier/recherche/", demande).content.decode()
        chemins = [urlsplit(teinte["adresse"]).path for teinte in lu["resultats"]]
        assert lu["nombre"] == len(chemins) == page.count('class="trouvee ') > 0
        assert sorted(chemins, key=lambda chemin: page.index(f'<a href="{chemin}">')) == chemins
    assert not lu["approche"]
    assert lire("teintes/", "Teintes", q="imersion")["approche"]
    assert lire("teintes/", "Teintes", famille="98")["nombre"] == 0


@pytest.mark.usefixtures("nuancier")
def test_modules_answer_the_filters_one_by_one(lire):
    assert [m["code"] for m in lire("modules/", "Modules")["resultats"]] == [
        "4.1/aller-voir",
        "6.2/aller-voir",
        "6.2/partir",
    ]
    lu = lire("modules/", "Modules", famille="6", duree="trois-jours", mot="guichet", nous="15")
    assert [m["code"] for m in lu["resultats"]] == ["6.2/partir"]
    assert lu["resultats"][0]["deroule"] == list(MODULE.deroule)
    seul = lire("modules/6.2/partir/", "ModuleSeul")["module"]
    assert seul == lu["resultats"][0]
    assert seul["api"] == "http://testserver/api/v1/nuancier/modules/6.2/partir/"


@pytest.mark.usefixtures("nuancier")
def test_records_tell_which_teintes_cite_them(lire):
    lu = lire("ressources/", "Ressources")
    assert [(r["cle"], r["teintes"]) for r in lu["resultats"]] == [
        ("carnet", ["6.2"]),
        ("manuel-du-terrain", ["4.1", "6.2"]),
    ]
    assert [r["cle"] for r in lire("ressources/", "Ressources", genre="site")["resultats"]] == ["carnet"]
    seule = lire("ressources/manuel-du-terrain/", "RessourceSeule")["ressource"]
    assert seule["liens"] == [{"adresse": "https://phare.example/manuel", "libelle": ""}]


@pytest.mark.usefixtures("nuancier")
def test_what_an_editor_took_out_is_gone_and_cites_nothing(client, lire):
    Teinte.objects.filter(code="6.2").update(retiree_le=timezone.now())
    for chemin in ("teintes/6.2/", "modules/6.2/partir/"):
        lu = probleme(client.get(RACINE + chemin), 410, "perime")
        assert lu["detail"] == "Cette teinte a été retirée du nuancier."
    probleme(client.get(f"{RACINE}ressources/carnet/"), 404, "introuvable")
    assert lire("teintes/", "Teintes")["nombre"] == 1
    assert lire("modules/", "Modules")["nombre"] == 1
    assert lire("ressources/", "Ressources")["resultats"][0]["teintes"] == ["4.1"]
    assert [len(f["teintes"]) for f in lire("familles/", "Familles")["resultats"]] == [1, 0]


@pytest.mark.parametrize(
    "chemin",
    ["teintes/9.9/", "teintes/abc/", "teintes/4.1%00/", "modules/4.1/rien/", "ressources/rien/", "rien/"],
)
def test_what_is_not_there_is_not_found(client, chemin):
    probleme(client.get(RACINE + chemin), 404, "introuvable")


@pytest.mark.parametrize(
    ("chemin", "demande", "noms"),
    [
        ("teintes/", {"q": "a" * 201}, ["q"]),
        ("teintes/", {"q": "a\x00b", "nous": "0"}, ["q", "nous"]),
        ("teintes/", {"famille": "zero"}, ["famille"]),
        ("teintes/", {"format": ["atelier", "' OR 1=1 --"]}, ["format"]),
        ("teintes/", {"mot": "a\x00b"}, ["mot"]),
        ("teintes/", {"tri": "prix"}, ["tri"]),
        ("modules/", {"duree": "longue", "page": "0"}, ["duree", "page"]),
        ("ressources/", {"genre": "rumeur", "page": "1" * 5000}, ["genre", "page"]),
    ],
)
def test_a_value_that_does_not_fit_is_named(client, chemin, demande, noms):
    lu = probleme(client.get(RACINE + chemin, demande), 400, "invalide")
    assert sorted(erreur["parameter"] for erreur in lu["errors"]) == sorted(noms)


def test_pages_are_bounded_and_lead_to_each_other(client, lire):
    for n in range(1, 24):
        creer_teinte(f"4.{n}", ressources=(FicheCitation(replace(RESSOURCE, cle=f"notice-{n}")),))
    for chemin, demande in (
        ("teintes/", "?q=immersion&famille=4"),
        ("modules/", "?famille=4&format=atelier"),
        ("ressources/", "?genre=ouvrage"),
    ):
        premiere = client.get(RACINE + chemin + demande).json()
        assert (premiere["nombre"], premiere["pages"], len(premiere["resultats"])) == (23, 2, 20)
        assert premiere["suivante"] == f"http://testserver{RACINE}{chemin}{demande}&page=2"
        seconde = client.get(premiere["suivante"]).json()
        assert (len(seconde["resultats"]), seconde["suivante"]) == (3, None)
        assert seconde["precedente"] == f"http://testserver{RACINE}{chemin}{demande}"
        lu = probleme(client.get(f"{RACINE}{chemin}{demande}&page=3"), 404, "introuvable")
        assert lu["detail"].endswith("la dernière est la page 2.")


def test_an_empty_chart_is_empty_lists_without_licence(client):
    for chemin in ("familles/", "teintes/", "modules/", "ressources/"):
        lu = client.get(RACINE + chemin).json()
        assert (lu["licence"], lu["resultats"]) == (None, [])


@pytest.mark.parametrize("nombre", [1, 12])
def test_each_answer_costs_a_constant_number_of_queries(client, django_assert_num_queries, nombre):
    for n in range(1, nombre + 1):
        creer_teinte(f"4.{n}", lexique=("usage", f"mot {n}"))
    for chemin, requetes in (
        ("familles/", 3),
        ("teintes/", 5),
        ("teintes/?q=immersion&famille=4", 6),
        ("teintes/4.1/", 9),
        ("modules/?format=atelier&mot=usage", 4),
        ("modules/4.1/aller-voir/", 3),
        ("ressources/?genre=ouvrage", 5),
        ("ressources/manuel-du-terrain/", 4),
    ):
        with django_assert_num_queries(requetes):
            assert client.get(RACINE + chemin).status_code == 200


@pytest.mark.usefixtures("nuancier")
@pytest.mark.parametrize(
    "chemin", ["familles/", "teintes/?q=terrain", "teintes/4.1/", "modules/", "ressources/manuel-du-terrain/"]
)
def test_an_unchanged_answer_is_not_sent_twice(client, chemin):
    premiere = client.get(RACINE + chemin)
    assert premiere["Cache-Control"] == "no-cache"
    memoire = {"if-none-match": premiere["ETag"]}
    assert client.get(RACINE + chemin, headers=memoire).status_code == 304
    Nuancier.objects.update(attribution="Autrement dit.")
    Ressource.objects.update(annee=2015)
    assert client.get(RACINE + chemin, headers=memoire).status_code == 200
