"""The baromètre with its figures, seen by a browser; its empty state is among `test_toutes_les_pages`."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from tests.outils.chromium import deborde, defauts_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demo(settings, site) -> None:
    settings.VIGIE_DEMO = True
    call_command("charger_demo_sonar")


def test_pictures_and_tables_are_accessible_by_day_and_by_night(ouvrir, demo):
    for largeur, sombre in ((320, True), (768, False), (1440, False)):
        page = ouvrir(reverse("sonar:barometre"), largeur=largeur, sombre=sombre)
        for detail in page.locator("details").all():
            detail.locator("summary").click()
        assert page.get_by_role("table").count() == 7
        assert page.get_by_role("img").count() >= 12
        assert defauts_axe(page) == []
        assert not deborde(page)
