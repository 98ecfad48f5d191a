"""By theme, the newest notices are recommended in other rooms; what somebody wrote by hand stays."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from communs.catalogue.models import Recommandation
from communs.catalogue.services import lectures_pour, recommandations_pour
from tests.outils.veille import ARTICLE, creer_notice, creer_themes
from veille.models import Notice, Rapprochement, Theme
from veille.publications import accorder
from veille.recherche.rapprochements import recommander

pytestmark = pytest.mark.django_db

STYLE = ("style", "usages")


def publier(*jours: int) -> list[Notice]:
    """A public notice of the theme for each day."""
    notices = [
        creer_notice(
            replace(ARTICLE, titre=f"Du {jour}"),
            cle=f"du-{jour}",
            publiee_le=datetime(2018, 10, jour, tzinfo=UTC),
        )
        for jour in jours
    ]
    accorder(notices)
    return notices


@pytest.fixture
def rapprochement() -> Rapprochement:
    creer_themes()
    theme = Theme.objects.get(cle="tiers-lieux")
    return Rapprochement.objects.create(theme=theme, origine_type=STYLE[0], origine_cle=STYLE[1])


@pytest.mark.usefixtures("rapprochement")
def test_the_three_newest_notices_of_a_theme_are_recommended():
    publier(1, 2, 3)
    assert {s.cle for s in lectures_pour([STYLE])} == {"du-1", "du-2", "du-3"}
    publier(4)
    assert {s.cle for s in lectures_pour([STYLE])} == {"du-2", "du-3", "du-4"}
    assert {s.raison for s in lectures_pour([STYLE])} == {"Sur le thème «\xa0Tiers-lieux\xa0»."}
    assert recommandations_pour([STYLE]) == []


@pytest.mark.usefixtures("rapprochement")
def test_a_notice_taken_back_gives_its_place():
    publier(1, 2, 3, 4)
    derniere = Notice.objects.get(cle="du-4")
    derniere.retiree_le = datetime(2018, 11, 1, tzinfo=UTC)
    derniere.save()
    accorder([derniere])
    assert {s.cle for s in lectures_pour([STYLE])} == {"du-1", "du-2", "du-3"}


@pytest.mark.usefixtures("rapprochement")
def test_what_was_written_by_hand_is_never_touched():
    publier(1)
    main = Recommandation.objects.get(cible_cle="du-1")
    main.raison, main.rang = "Parce que c’est clair", 1
    main.save()
    publier(2, 3, 4)
    main.refresh_from_db()
    assert main.raison == "Parce que c’est clair"
    assert Recommandation.objects.count() == 4
    assert recommander() == 0


def test_a_theme_that_is_untied_recommends_no_more(rapprochement):
    publier(1)
    rapprochement.delete()
    assert recommander() == 1
    assert lectures_pour([STYLE]) == []


def test_a_renamed_theme_renames_its_reason(rapprochement):
    publier(1)
    Theme.objects.filter(pk=rapprochement.theme_id).update(nom="Lieux partagés")
    recommander()
    assert [s.raison for s in lectures_pour([STYLE])] == ["Sur le thème «\xa0Lieux partagés\xa0»."]
