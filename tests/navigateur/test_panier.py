"""Sorting the inbox in a real browser: by the keyboard alone, by the mouse, without script, at any width."""

import pytest
from django.urls import reverse

from tests.outils.chromium import deborde, defauts_axe
from tests.outils.veille import nommer_documentaliste
from veille.models import Notice, Source
from veille.panier.models import Trouvaille

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]

PANIER = reverse("veille:trouvailles")


@pytest.fixture
def trouvailles(site, administratrice) -> list[str]:
    """Titles of the inbox, in the order of the page."""
    nommer_documentaliste(administratrice)
    source = Source.objects.create(nom="Le large", adresse="https://large.example/flux")
    titres = ["Les marées", "Le phare", "Le port", "La digue"]
    for rang, titre in enumerate(reversed(titres)):
        Trouvaille.objects.create(
            source=source,
            empreinte=f"{rang}",
            titre=titre,
            adresse=f"https://large.example/{rang}",
            resume="Ce que disent les cartes. " * 12,
        )
    return titres


def titres(page) -> list[str]:
    return page.locator("#panier .trouvaille h3").all_inner_texts()


def etats() -> dict[str, str]:
    return dict(Trouvaille.objects.values_list("titre", "etat"))


def attendre_le_focus(page, titre: str) -> None:
    """The find that holds the focus, once the list is drawn again."""
    page.wait_for_function(
        "(titre) => document.activeElement.closest('.trouvaille')?.querySelector('h3').innerText === titre",
        arg=titre,
    )


def dit(page, texte: str) -> None:
    page.locator("#messages").get_by_text(texte).wait_for()


def test_the_whole_inbox_is_sorted_with_three_letters(ouvrir, trouvailles, administratrice):
    page = ouvrir(PANIER, compte=administratrice)
    page.get_by_role("link", name="Les marées").focus()
    page.keyboard.press("g")
    dit(page, "« Les marées » : gardée pour plus tard.")
    attendre_le_focus(page, "Le phare")
    page.keyboard.press("e")
    dit(page, "« Le phare » : écartée.")
    attendre_le_focus(page, "Le port")
    page.keyboard.press("n")
    dit(page, "« Le port » est dans la base")
    attendre_le_focus(page, "La digue")
    assert titres(page) == ["La digue"]
    page.keyboard.press("e")
    page.get_by_text("Rien ici").wait_for()
    page.wait_for_function("document.activeElement.id === 'contenu'")
    assert etats() == {
        "Les marées": "gardee",
        "Le phare": "ecartee",
        "Le port": "notice",
        "La digue": "ecartee",
    }
    assert Notice.objects.filter(titre="Le port").count() == 1


def test_letters_do_nothing_outside_a_find_nor_with_control(ouvrir, trouvailles, administratrice):
    page = ouvrir(PANIER, compte=administratrice)
    page.keyboard.press("g")
    page.get_by_role("link", name="Le phare").focus()
    page.keyboard.press("Control+e")
    page.keyboard.press("z")
    assert titres(page) == trouvailles
    assert set(etats().values()) == {"nouvelle"}


def test_what_was_kept_is_put_back_from_its_own_list(ouvrir, trouvailles, administratrice):
    page = ouvrir(PANIER, compte=administratrice)
    page.get_by_role("button", name="Garder : Le port").click()
    dit(page, "gardée")
    page.get_by_label("État").select_option("gardee")
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("button", name="Remettre à trier : Le port").focus()
    page.keyboard.press("r")
    dit(page, "Remise parmi celles à trier.".lower())
    assert titres(page) == []
    assert set(etats().values()) == {"nouvelle"}


def test_it_is_sorted_without_script(ouvrir, trouvailles, administratrice):
    page = ouvrir(PANIER, compte=administratrice, js=False)
    page.get_by_role("button", name="En faire une notice : Le phare").click()
    dit(page, "« Le phare » est dans la base")
    page.get_by_role("button", name="Écarter : Le port").click()
    dit(page, "écartée")
    assert titres(page) == ["Les marées", "La digue"]


@pytest.mark.parametrize("largeur", [320, 1440])
def test_it_is_read_by_everybody_on_any_screen(ouvrir, trouvailles, administratrice, largeur):
    page = ouvrir(PANIER, compte=administratrice, largeur=largeur, sombre=largeur == 320)
    assert defauts_axe(page) == []
    assert not deborde(page)
