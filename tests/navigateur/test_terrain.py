"""The look of working screens: one line per task, the head in sight, what waits first."""

import pytest

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("largeur", [320, 768, 1440])
def test_a_task_is_one_line_whatever_the_width(ouvrir, largeur):
    page = ouvrir("/galerie/", largeur=largeur)
    hauteurs = page.locator("#taches tbody tr").evaluate_all("rangs => rangs.map(r => r.offsetHeight)")
    assert len(hauteurs) == 4
    assert set(hauteurs) == {40}


def test_the_head_of_a_long_table_stays_in_sight(ouvrir):
    page = ouvrir("/galerie/")
    haut = page.evaluate(
        """() => {
          const region = document.querySelector(".tableau-dense");
          const corps = region.querySelector("tbody");
          for (let i = 0; i < 40; i++) corps.append(corps.rows[1].cloneNode(true));
          region.scrollTop = 600;
          return region.querySelector("thead th").getBoundingClientRect().top
            - region.getBoundingClientRect().top;
        }"""
    )
    assert haut == pytest.approx(1, abs=1)


def test_what_waits_says_its_state_in_words_beside_its_sign(ouvrir):
    page = ouvrir("/galerie/")
    etats = page.locator(".attente .etat")
    assert etats.all_inner_texts() == ["En retard de 6 jours", "Demain", "Le 28 novembre"]
    assert etats.locator("svg[aria-hidden=true]").count() == 3
