"""The gallery shows every component, in the states people will meet."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

COMPOSANTS = settings.BASE_DIR / "templates" / "composants"


class Lecteur(HTMLParser):
    """Every element of a page as (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {nom: valeur or "" for nom, valeur in attrs}))

    def valeurs(self, attribut: str) -> list[str]:
        return [attrs[attribut] for _, attrs in self.elements if attribut in attrs]


@pytest.fixture
def galerie(client, db) -> Lecteur:
    reponse = client.get("/galerie/")
    assert reponse.status_code == 200
    return Lecteur(reponse.content.decode())


def _en_erreur(galerie: Lecteur) -> dict[str, str]:
    return next(
        attrs
        for tag, attrs in galerie.elements
        if tag == "input" and attrs.get("name") == "courriel" and attrs.get("aria-invalid")
    )


def test_the_gallery_shows_every_component_and_only_those(galerie):
    montres = [nom for liste in galerie.valeurs("data-composants") for nom in liste.split()]
    assert sorted(montres) == sorted(fichier.stem for fichier in COMPOSANTS.glob("*.html"))
    pages = settings.BASE_DIR / "templates" / "web"
    source = "".join(f.read_text() for f in (pages / "galerie.html", *pages.glob("galerie/*.html")))
    assert [nom for nom in montres if f"<c-{nom}" not in source and nom != "icone"] == []


def test_every_property_of_a_component_is_declared():
    for fichier in COMPOSANTS.glob("*.html"):
        source = fichier.read_text()
        declaration = "".join(re.findall(r"<c-vars ([^>]*)/>", source))
        declarees = set(re.findall(r"[a-z_]+", re.sub(r'"[^"]*"', "", declaration)))
        locales = set(re.findall(r"{% for (\w+) in", source)) | {"slot", "attrs"}
        employees = {nom for nom in re.findall(r"{{ (\w+)", source) if nom != "forloop"}
        assert employees - locales - declarees == set(), fichier.name


def test_a_field_in_error_is_tied_to_its_help_and_its_error(galerie):
    champ = _en_erreur(galerie)
    assert champ["aria-describedby"] == "id_courriel_error"
    nom = next(a for t, a in galerie.elements if a.get("name") == "nom" and a.get("aria-invalid"))
    assert nom["aria-describedby"] == "id_nom_helptext id_nom_error"
    assert {"id_courriel_error", "id_nom_helptext", "id_nom_error"} <= set(galerie.valeurs("id"))
    assert champ["value"] == "pas une adresse"


def test_every_reference_leads_to_an_element_and_every_id_is_unique(galerie):
    ids = galerie.valeurs("id")
    assert sorted(ids) == sorted(set(ids))
    references = [
        *galerie.valeurs("for"),
        *(
            i
            for nom in ("aria-labelledby", "aria-describedby")
            for v in galerie.valeurs(nom)
            for i in v.split()
        ),
        *(href[1:] for href in galerie.valeurs("href") if href.startswith("#")),
    ]
    assert set(references) - set(ids) == set()


def test_required_and_optional_fields_say_so_in_words(client, db):
    html = client.get("/galerie/").content.decode()
    etiquettes = re.findall(r"<label[^>]*>([^<]*)<span class=\"champ-exigence\">(\w+)</span>", html)
    assert ("Adresse électronique ", "obligatoire") in etiquettes
    assert ("Service ", "facultatif") in etiquettes


def test_nothing_is_styled_or_scripted_inline(client, db):
    for adresse in (
        "/galerie/",
        "/",
        "/mentions-legales/",
        "/accessibilite/",
        "/donnees-personnelles/",
        "/absente/",
    ):
        lecteur = Lecteur(client.get(adresse).content.decode())
        assert lecteur.valeurs("style") == [], adresse
        assert [t for t, a in lecteur.elements if t == "style" or (t == "script" and "src" not in a)] == [], (
            adresse
        )
        assert [n for _, a in lecteur.elements for n in a if n.startswith("on")] == [], adresse


def test_a_reader_without_a_session_gets_nothing_personal(client, db):
    html = client.get("/").content.decode()
    assert "csrfmiddlewaretoken" not in html
    assert "Se déconnecter" not in html
    assert "Se connecter" in html


def test_a_signed_in_person_can_sign_out_from_any_page(client_de, membre):
    html = client_de(membre).get("/").content.decode()
    assert "csrfmiddlewaretoken" in html
    assert "Se déconnecter" in html
    assert "Se connecter" not in html
